import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { VextelError } from "../../errors.ts";
import { attempt } from "../files/attempt.ts";
import { whileBusy } from "../files/busy.ts";

/**
 * Writes a file that the owner asked for and that does not belong to vextel, as a whole. A new one is readable by
 * everybody; an existing one keeps its mode, and the links to it.
 *
 * @throws {VextelError} `FILE_UNWRITABLE`.
 */
export function writeOutside(path: string, text: string): void {
  const target = attempt(() => realpathSync(path)) ?? path;
  const draft = `${target}.vextel-${process.pid}`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(draft, text, { flag: "wx", mode: 0o644 });
    const old = attempt(() => statSync(target));
    if (old) chmodSync(draft, old.mode & 0o777);
    whileBusy(() => renameSync(draft, target));
  } catch (cause) {
    attempt(() => rmSync(draft, { force: true }));
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new VextelError("FILE_UNWRITABLE", `Cannot write ${path} (${code})`, "Check the permissions of its folder.", {
      cause,
    });
  }
}

/** The text of such a file, if it exists and can be read. */
export const readOutside = (path: string): string | undefined => attempt(() => readFileSync(path, "utf8"));
