import { type Stats, statSync } from "node:fs";
import { type FileHandle, stat } from "node:fs/promises";
import { VextelError } from "../errors.ts";
import { attempt } from "./attempt.ts";
import { type OpenLogFile, openLogFile } from "./log-files.ts";

/** How far a log was read: enough to find the place again after a restart, under whatever name the file has then. */
export interface Position {
  /** 0 before the log exists. */
  readonly inode: number;
  /** Bytes from its beginning. */
  readonly offset: number;
  /** How many of its first bytes `headSha256` covers: a new file may get the inode of an old one. */
  readonly headBytes: number;
  readonly headSha256: string;
  /** When the file had been written to last, epoch milliseconds: what came after it is newer. */
  readonly mtimeMs: number;
}

/** What a look at a log gave. */
export type Followed =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Another file begins here: what was open in the old one is complete. `position` is the start of the new one. */
  | { readonly kind: "begin" };

/** Longest beginning by which a file is known again. */
const headMost = 256;
const chunkBytes = 256 * 1024;

/**
 * Follows one log by its name, like `tail -F`: through rotation by renaming (also several times between two looks),
 * through truncation, and from before the file exists. Nothing of it waits or ticks: the caller looks as often as it
 * likes.
 */
export class Follower {
  readonly path: string;
  #handle: FileHandle | undefined;
  #inode = 0;
  #offset = 0;
  #head = Buffer.alloc(0);
  /** Of the open file; before there is one, what was written to earlier is none of ours. */
  #mtimeMs = Date.now();
  /** Files that were there before the open one, so that a rotated one is not read again under its new name. */
  #done = new Set<number>();

  /** @param path - Need not exist yet. */
  constructor(path: string) {
    this.path = path;
  }

  /** Where it stands now. */
  get position(): Position {
    const headSha256 = digest(this.#head);
    const [offset, mtimeMs] = [this.#offset, this.#mtimeMs];
    return { inode: this.#inode, offset, headBytes: this.#head.length, headSha256, mtimeMs };
  }

  /**
   * Begins at a saved position if that file still exists under this or a rotated name. If it is gone, what was written
   * later is read from its beginning.
   */
  async resume(saved: Position): Promise<void> {
    const opened = await openLogFile(this.path, ({ found }) => found.ino === saved.inode && found.size >= saved.offset);
    if (opened && (await isSame(opened.handle, saved))) return this.#adopt(opened, saved.offset);
    await opened?.handle.close();
    const wasTruncated = attempt(() => statSync(this.path).ino) === saved.inode;
    if (!wasTruncated) this.#mtimeMs = saved.mtimeMs;
  }

  /**
   * Skips what is there: only what is written from now on counts.
   *
   * @throws {VextelError} `FILE_UNREADABLE` if it is a folder.
   */
  async skipToEnd(): Promise<void> {
    if (attempt(() => statSync(this.path).isDirectory()))
      throw new VextelError("FILE_UNREADABLE", `Cannot watch ${this.path}: it is a folder`, "Name the logs in it.");
    const opened = await openLogFile(this.path, ({ path }) => path === this.path);
    if (opened) await this.#adopt(opened, opened.found.size);
  }

  /** All that was written since the last look. */
  async *look(): AsyncGenerator<Followed> {
    if (this.#isIdle()) return;
    yield* this.#readNew();
    while (await this.#hasMoved()) {
      yield* this.#readNew(); // written between our last read and the rotation
      const next = await this.#nextFile();
      if (!next) return;
      await this.#adopt(next, 0);
      yield { kind: "begin" };
      yield* this.#readNew();
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Whether nothing happened at all, in one call that costs next to nothing: most looks find that. */
  #isIdle(): boolean {
    const now = attempt(() => statSync(this.path, { throwIfNoEntry: false }));
    if (!now) return !this.#handle;
    return now.ino === this.#inode && now.size === this.#offset && now.mtimeMs === this.#mtimeMs && !!this.#handle;
  }

  async *#readNew(): AsyncGenerator<Followed> {
    if (!this.#handle) return;
    const { size, mtimeMs } = await this.#handle.stat();
    const isTouched = size !== this.#offset || mtimeMs !== this.#mtimeMs;
    if (size < this.#offset || (isTouched && !(await this.#headHolds()))) yield this.#startOver();
    this.#mtimeMs = mtimeMs;
    if (size === this.#offset) return;
    for (;;) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, this.#offset);
      if (bytesRead === 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      if (this.#head.length < headMost && this.#offset === this.#head.length)
        this.#head = Buffer.concat([this.#head, bytes.subarray(0, headMost - this.#head.length)]);
      this.#offset += bytesRead;
      yield { kind: "bytes", bytes };
    }
  }

  /** It was truncated: the same file, from its beginning. */
  #startOver(): Followed {
    this.#offset = 0;
    this.#head = Buffer.alloc(0);
    return { kind: "begin" };
  }

  async #headHolds(): Promise<boolean> {
    const { buffer } = await this.#handle!.read(Buffer.alloc(this.#head.length), 0, this.#head.length, 0);
    return buffer.equals(this.#head);
  }

  /** Whether the name stands for another file than the one that is open, or for one at last. */
  async #hasMoved(): Promise<boolean> {
    const now = await stat(this.path).catch(() => undefined);
    return now !== undefined && (!this.#handle || now.ino !== this.#inode);
  }

  /** The oldest file that has not been read: one that was rotated away between two looks, else the one of that name. */
  #nextFile(): Promise<OpenLogFile | undefined> {
    const isMissed = ({ ino, mtimeMs }: Stats) => mtimeMs >= this.#mtimeMs && !this.#done.has(ino);
    return openLogFile(
      this.path,
      ({ path, found }) => found.ino !== this.#inode && (path === this.path || isMissed(found)),
    );
  }

  async #adopt({ path, handle, found, all }: OpenLogFile, offset: number): Promise<void> {
    this.#done.add(this.#inode);
    if (path === this.path) this.#done = new Set(all.map((file) => file.found.ino));
    this.#done.delete(found.ino); // an inode is used again when its file is gone
    await this.#handle?.close();
    this.#handle = handle;
    this.#inode = found.ino;
    this.#mtimeMs = found.mtimeMs;
    this.#offset = offset;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headMost), 0, Math.min(headMost, offset), 0);
    this.#head = buffer.subarray(0, bytesRead);
  }
}

const digest = (bytes: Uint8Array) =>
  process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex");

async function isSame(handle: FileHandle, { headBytes, headSha256 }: Position): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headMost), 0, headBytes, 0);
  return digest(buffer.subarray(0, bytesRead)) === headSha256;
}
