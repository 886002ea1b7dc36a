import { readdirSync, type Stats, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { attempt } from "./attempt.ts";

/** One file of a log: the one of its own name, or one that a rotation gave another (`red.log.1`, `red.log-20260101`). */
export interface LogFile {
  readonly path: string;
  readonly found: Stats;
}

/** A file of a log that is open for reading; whoever asked for it closes it. */
export interface OpenLogFile extends LogFile {
  readonly handle: FileHandle;
  /** All files of the log as they stood when this one was chosen. */
  readonly all: readonly LogFile[];
}

/** Opens the first file of a log that `isWanted` and can be read. */
export async function openLogFile(
  path: string,
  isWanted: (file: LogFile) => boolean,
): Promise<OpenLogFile | undefined> {
  const all = listLogFiles(path);
  for (const file of all.filter(isWanted)) {
    const handle = await open(file.path, "r").catch(() => undefined);
    const found = await handle?.stat();
    if (handle && found?.ino === file.found.ino) return { path: file.path, found, handle, all };
    await handle?.close();
    const isMoved = lookAt(file.path)?.ino !== file.found.ino;
    if (isMoved) return openLogFile(path, isWanted); // what this name stood for has another one now
  }
  return undefined;
}

/**
 * The files of a log as they stand at one moment, those written to last at the end and the one of its own name behind
 * them. While a rotation gives them new names, a folder shows some twice and others not at all: it is looked at until
 * two looks agree.
 */
function listLogFiles(path: string): LogFile[] {
  for (let before: string | undefined; ; ) {
    const files = lookAtFolder(path);
    const now = files.map((file) => `${file.path}\0${file.found.ino}`).join("\0");
    if (now === before) return files;
    before = now;
  }
}

const lookAt = (path: string) => attempt(() => statSync(path, { throwIfNoEntry: false }));

function lookAtFolder(path: string): LogFile[] {
  const prefix = basename(path);
  const names = attempt(() => readdirSync(dirname(path))) ?? [];
  const files: LogFile[] = [];
  for (const name of names) {
    if (!name.startsWith(prefix) || /\.(gz|xz|zst|bz2)$/.test(name)) continue;
    const found = lookAt(join(dirname(path), name));
    if (found?.isFile()) files.push({ path: join(dirname(path), name), found });
  }
  const rank = (file: LogFile) => (file.path === path ? Number.POSITIVE_INFINITY : file.found.mtimeMs);
  return files.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
