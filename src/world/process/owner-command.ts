import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { attempt } from "../files/attempt.ts";
import { shellWord } from "../hints.ts";

/** What `npx` finds where the bot itself depends on vextel, and what is left to say where no program is found. */
const usual = "npx vextel";

/**
 * How a person runs vextel from the folder that a bot runs in, as a shell takes it: `npx vextel` where that finds it,
 * otherwise the program beside this library by its path. pnpm links nothing for packages of packages, and panels and
 * images install in folders of their own.
 *
 * @param senderPath - The sender's program, below the `dist` of the package that this code belongs to; absent in a
 * bundle.
 * @param cwd - Where the bot runs; a path below it is told from there.
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
