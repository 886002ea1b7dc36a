import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { attempt } from "../files/attempt.ts";
import { shellWord } from "../hints.ts";

/** The command if the bot itself depends on vextel, and if no program is found. */
const usual = "npx vextel";

/**
 * The shell command with which a person runs vextel from the bot's folder: `npx vextel` if npx finds it, otherwise the
 * path of the program beside this library. pnpm does not link programs of indirect dependencies, and hosting panels and
 * images install in other folders.
 *
 * @param senderPath - The sender's program, below the `dist` of the package that this code belongs to; absent in a
 * bundle.
 * @param cwd - The bot's working directory; a path below it is relative to it.
 * @param runtime - The program that runs the bot: Node, Bun or Deno.
 */
export function ownerCommand(senderPath: string | undefined, cwd: string, runtime: string): string {
  if (senderPath === undefined || isInstalledAt(cwd)) return usual;
  const program = join(dirname(senderPath), "../../../bin/vextel.js");
  if (!existsSync(program)) return usual;
  const near = relative(cwd, program);
  const path = near.startsWith("..") ? program : near;
  const name = basename(runtime).replace(/\.exe$/i, "");
  return [name === "deno" ? "deno run -A" : shellWord(name), shellWord(path)].join(" ");
}

/** Whether npx finds the program here: in this project, or one around it. */
function isInstalledAt(cwd: string): boolean {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (attempt(() => existsSync(join(folder, "node_modules/.bin/vextel")))) return true;
    if (folder === dirname(folder)) return false;
  }
}
