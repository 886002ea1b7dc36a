import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { VextelError } from "../../errors.ts";
import { attempt } from "../files/attempt.ts";
import { whileBusy } from "../files/busy.ts";

/**
 * Writes a file that the owner asked for and that does not belong to vextel, as a whole, readable by everybody.
 *
 * @throws {VextelError} `FILE_UNWRITABLE`.
 */
export function writeOutside(path: string, text: string): void {
  const draft = `${path}.vextel-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text, { flag: "wx", mode: 0o644 });
    whileBusy(() => renameSync(draft, path));
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
