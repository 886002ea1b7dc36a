import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { VextelError } from "../../../errors.ts";
import { moveAside } from "../../hints.ts";
import { attempt } from "../attempt.ts";
import { whileBusy } from "../busy.ts";
import { adviceFor } from "../file-errors.ts";

/** The content that this process wrote. */
export interface Held {
  readonly owner: string;
  readonly inode: number;
}

/**
 * Creates a lock unless there is one. A lock file that is empty because the disk is full is still a lock.
 *
 * @returns Its inode, or `undefined` if it is somebody else's.
 */
export function claim(path: string, owner: string, needsRoom: boolean): number | undefined {
  const file = create(path);
  if (file === undefined) return undefined;
  try {
    const inode = fstatSync(file).ino;
    const trouble = catchError(() => writeSync(file, owner));
    if (trouble === undefined || !needsRoom) return inode;
    attempt(() => remove(path));
    throw unlockable(path, trouble);
  } finally {
    closeSync(file);
  }
}

function create(path: string): number | undefined {
  try {
    return whileBusy(() => openSync(path, "wx", 0o600)); // on Windows its removal may not be complete yet
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return undefined;
    throw unlockable(path, cause);
  }
}

function unlockable(path: string, cause: unknown): VextelError {
  const { code } = cause as NodeJS.ErrnoException;
  return new VextelError("FILE_UNWRITABLE", `Cannot lock ${path} (${code})`, adviceFor(cause), { cause });
}

/**
 * Removes a lock that this process put there, unless somebody else took it over.
 *
 * @returns False if it is still there: the folder does not allow deleting it.
 */
export function release(path: string, mine: Held): boolean {
  const found = attempt(() => inspect(path));
  const isMine = found?.inode === mine.inode && (found.owner === mine.owner || found.owner === "");
  return !isMine || attempt(() => remove(path) ?? true) === true;
}

/** The present lock file. */
export interface Found extends Held {
  readonly mtimeMs: number;
}

/** Never blocks: a FIFO or a device is inspected, not opened. */
export function inspect(path: string): Found | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!entry.isFile()) throw notPlain(path);
  const file = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK));
  if (file === undefined) return { owner: "", inode: entry.ino, mtimeMs: entry.mtimeMs };
  try {
    const room = Buffer.alloc(512);
    const length = readSync(file, room, 0, room.length, 0);
    const { ino: inode, mtimeMs } = fstatSync(file);
    return { owner: room.toString("utf8", 0, length), inode, mtimeMs };
  } finally {
    closeSync(file);
  }
}

/**
 * It is not a failure if it is gone already.
 *
 * @throws {VextelError} `FILE_UNWRITABLE` if the folder does not let go of it.
 */
export function remove(path: string): void {
  try {
    whileBusy(() => unlinkSync(path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw unlockable(path, cause);
  }
}

function catchError(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Distinguishes the names of one process; it need not be hard to guess. */
export const randomWord = () => Math.random().toString(36).slice(2);

const notPlain = (path: string) =>
  new VextelError("STATE_UNTRUSTED", `${path} is not a plain file`, `Inspect it, and move it away: ${moveAside(path)}`);
