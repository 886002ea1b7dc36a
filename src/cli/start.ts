import { loadBundle } from "../world/bundle.ts";
import type { runProcess } from "./main.ts";

/** They need a small part of the program, which is a bundle of its own: loading the other takes longer than they do. */
const light = new Set(["status", "enable", "disable", "manual", "list", "show", "drop", "publisher", "reset"]);

/** Runs the program on this process's own words. */
export function start(): Promise<void> {
  const name = light.has(process.argv[2] ?? "") ? "light.cjs" : "whole.cjs";
  return (loadBundle(__dirname, name).exports as { runProcess: typeof runProcess }).runProcess();
}

/** For the build, which rehearses the program. */
export { loadBundle };
