import type { FileHandle } from "node:fs/promises";
import { type SavedInode, saveInode } from "./file-look.ts";

/** The position in a log, which can be found again after a restart even if the file has another name then. */
export interface Position {
  /** 0 before the log exists. */
  readonly inode: SavedInode;
  /** Offset in bytes. */
  readonly offset: number;
  /** How many of its first bytes `headSha256` covers: a new file may get the inode of an old one. */
  readonly headBytes: number;
  readonly headSha256: string;
  /** When the file was last written to, epoch milliseconds. */
  readonly mtimeMs: number;
}

/** The most bytes at the beginning that identify a file. */
export const headMost = 256;

/** What a follower knows of the file that it reads. */
interface Reading {
  readonly inode: bigint;
  readonly offset: number;
  /** The first bytes of the file, as far as it was read; at most `headMost`. */
  readonly head: Uint8Array;
  readonly mtimeMs: number;
}

/** The position in a file that is being read. */
export const positionIn = ({ inode, offset, head, mtimeMs }: Reading): Position => ({
  inode: saveInode(inode),
  offset,
  headBytes: head.length,
  headSha256: digest(head),
  mtimeMs,
});

/** Whether a file begins as the one with this position did. Does not compare inodes: the file may be a copy. */
export async function beginsLike(handle: FileHandle, { headBytes, headSha256 }: Position): Promise<boolean> {
  return digest(await readHead(handle, headBytes)) === headSha256;
}

/** The first bytes of a file, of those before `end`; at most `headMost`. */
export async function readHead(handle: FileHandle, end: number): Promise<Buffer<ArrayBuffer>> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headMost), 0, Math.min(headMost, end), 0);
  return buffer.subarray(0, bytesRead);
}

const digest = (bytes: Uint8Array) =>
  process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex");
