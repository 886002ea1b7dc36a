import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VextelError } from "../../errors.ts";
import { attempt } from "../files/attempt.ts";

/** A temporary folder of this run, readable by its owner only. */
export interface Scratch {
  readonly path: string;
  write(name: string, text: string): string;
  /** Every file below a folder of it, except those that are removed meanwhile. */
  readAll(folder: string): { path: string; bytes: Uint8Array }[];
  remove(): void;
}

/** @throws {VextelError} `FILE_UNWRITABLE` */
export function openScratch(): Scratch {
  const path = makeFolder();
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text, { mode: 0o600 });
      return join(path, name);
    },
    readAll: (folder) =>
      readdirSync(join(path, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .flatMap((file) => {
          const bytes = attempt(() => readFileSync(file)); // a lock or a temporary file may be gone by now
          return bytes ? [{ path: file, bytes }] : [];
        }),
    remove: () => removeAll(path),
  };
}

/** A process that is about to end may still make files in it. The retries of `rmSync` itself do not remove these. */
function removeAll(path: string): void {
  for (let tries = 1; ; tries++) {
    try {
      rmSync(path, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 100) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "vextel-selftest-"));
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code;
    throw new VextelError(
      "FILE_UNWRITABLE",
      `No temporary folder can be made in ${tmpdir()} (${reason})`,
      "Set TMPDIR to a folder that you can write to.",
      { cause },
    );
  }
}
