import { type BigIntStats, fstatSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { attempt } from "../files/attempt.ts";

/** The facts about a file that following it needs. */
export interface FileLook {
  /** The file's inode: 64 bits, on Windows more than a number holds exactly. */
  readonly ino: bigint;
  readonly size: number;
  /** Epoch milliseconds, with their fraction. */
  readonly mtimeMs: number;
  readonly birthtimeNs: bigint;
  readonly isFile: boolean;
}

/** The inode in a form that JSON keeps exactly: a number if it is safe, otherwise its digits. */
export type SavedInode = number | string;

/** @returns `undefined` if it cannot be inspected. */
export function lookAt(path: string): FileLook | undefined {
  const found = attempt(() => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return found && toLook(found);
}

export const lookAtOpen = (handle: FileHandle): FileLook => toLook(fstatSync(handle.fd, { bigint: true }));

const toLook = (found: BigIntStats): FileLook => ({
  ino: found.ino,
  size: Number(found.size),
  mtimeMs: toMs(found.mtimeNs),
  birthtimeNs: found.birthtimeNs,
  isFile: found.isFile(),
});

const nsPerSecond = 1_000_000_000n;

/**
 * Equal to Node's `mtimeMs` to the last digit; that of a bigint stat has no fraction, so files of one moment would have
 * no order.
 */
const toMs = (ns: bigint) => Number(ns / nsPerSecond) * 1e3 + Number(ns % nsPerSecond) / 1e6;

export const saveInode = (ino: bigint): SavedInode =>
  ino <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ino) : String(ino);

/** Whether a saved inode is this one. One that is too large for a number was saved, rounded, by an earlier vextel. */
export const isInode = (saved: SavedInode, ino: bigint): boolean =>
  typeof saved === "number" ? Number(ino) === saved : String(ino) === saved;

export const isSavedInode = (saved: unknown): saved is SavedInode =>
  typeof saved === "string" ? /^\d{1,20}$/.test(saved) : Number.isInteger(saved) && Number(saved) >= 0;
