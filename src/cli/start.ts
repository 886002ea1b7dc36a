import { digestOf, loadBundle } from "../world/process/bundle.ts";
import { CheckedFiles } from "../world/process/checked-files.ts";
import type { runProcess } from "./main.ts";

/** Runs the program with this process's arguments. */
export function start(): Promise<void> {
  const isLight = !process.argv.includes("--with-raw"); // these read logs
  const name = bundles.find(([, commands]) => isLight && commands.includes(process.argv[2]!))?.[0] ?? "whole";
  const { exports } = loadBundle(__dirname, `${name}.cjs`, new CheckedFiles(process.env));
  return (exports as { runProcess: typeof runProcess }).runProcess();
}

/**
 * The bundles with only the code that these commands need: loading the whole program takes longer than running them.
 * Other commands, and no command, use `whole`.
 */
export const bundles: readonly (readonly [name: string, commands: readonly string[]])[] = [
  ["status", ["--version", "-V", "status"]],
  ["light", ["enable", "disable", "manual", "list", "show", "drop", "reset"]],
  ["scrub", ["scrub"]],
  ["send", ["send"]],
];

/** For the build, which rehearses the program. */
export { digestOf, loadBundle };
