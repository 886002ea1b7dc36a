import { statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { attempt } from "../files/attempt.ts";
import { DoneFiles } from "./done-files.ts";
import { isInode, lookAt, lookAtOpen } from "./file-look.ts";
import { ownPartsFrom } from "./log-family.ts";
import { isNumbered, type LogFile, listLogFiles, type OpenLogFile, openLogFile } from "./log-files.ts";
import { beginsLike, headMost, type Position, positionIn, readHead } from "./position.ts";

/** The result of reading a log. */
export type Followed =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Another file begins here: open errors in the old one are complete. `position` is the start of the new one. */
  | { readonly kind: "begin" };

const chunkBytes = 256 * 1024;

/**
 * Follows one log by its name, like `tail -F`: through rotation by renaming (also several times between two checks),
 * through truncation, and from before the file exists. It has no timers: the caller checks as often as it likes.
 */
export class Follower {
  readonly path: string;
  #handle: FileHandle | undefined;
  #inode = 0n;
  #offset = 0;
  #head = Buffer.alloc(0);
  /** Of the open file; before there is one, files that were written earlier are ignored. */
  #mtimeMs = Date.now();
  #refused: string | undefined;
  readonly #done: DoneFiles;
  /** Files to be read next, as they were when the folder was last read. */
  #queue: LogFile[] = [];
  #listed: readonly LogFile[] = [];
  /** The folder's time of change at that check, unless another change could have the same time. */
  #folderMtimeMs: number | undefined;

  /** @param path - Need not exist yet. */
  constructor(path: string) {
    this.path = path;
    this.#done = new DoneFiles(path);
  }

  /** Where it is now. */
  get position(): Position {
    return positionIn({ inode: this.#inode, offset: this.#offset, head: this.#head, mtimeMs: this.#mtimeMs });
  }

  /** The first bytes of the open file, as far as it was read. */
  get head(): Uint8Array {
    return this.#head;
  }

  /**
   * Begins at a saved position if that file still exists under this or a rotated name. If not, files that were written
   * later are read from their beginning.
   */
  async resume(saved: Position): Promise<void> {
    for (const file of this.#list().filter(
      ({ found }) => isInode(saved.inode, found.ino) && found.size >= saved.offset,
    )) {
      const opened = await openLogFile(file);
      if (opened === "moved") return this.resume(saved);
      if (!opened) continue;
      if (await beginsLike(opened.handle, saved)) return this.#adopt(opened, saved.offset);
      await opened.handle.close();
    }
    const now = lookAt(this.path);
    const wasTruncated = now !== undefined && isInode(saved.inode, now.ino);
    if (!wasTruncated) this.#mtimeMs = saved.mtimeMs;
    const copy = wasTruncated ? await this.#copyOf(saved, now.ino) : undefined;
    if (copy) await this.#adopt(copy, saved.offset);
  }

  /** Skips the present content: only text that is written from now on is read. */
  async skipToEnd(): Promise<void> {
    const newest = this.#list().at(-1);
    if (!newest || (newest.path !== this.path && newest.rank === undefined)) return;
    const opened = await openLogFile(newest);
    if (typeof opened === "object") await this.#adopt(opened, opened.found.size);
    else if (opened === "moved") await this.skipToEnd();
  }

  /** Begins at the start of the log: in the first of its numbered parts, if it has any. */
  takeAll(): void {
    this.#queue = this.#list().filter(({ path, rank }) => path === this.path || (rank ?? 0) >= ownPartsFrom);
  }

  /** Whether no file has the name any longer, and no numbered part replaced it. */
  get isGone(): boolean {
    return this.#handle !== undefined && !lookAt(this.path) && !isNumbered(this.#listed);
  }

  /** The existing files of the log, in the order in which they were written. */
  get paths(): string[] {
    return this.#list().map(({ path }) => path);
  }

  /** A file of the log that the system did not open at the last check. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** Reads everything that was written since the last check. */
  async *look(): AsyncGenerator<Followed> {
    if (this.#isIdle()) return;
    this.#refused = undefined;
    yield* this.#readNew();
    while (this.#queue.length > 0 || this.#mayHaveMoved()) {
      const next = await this.#nextFile();
      yield* this.#readNew(); // written before the next file existed: only now is the open one complete
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

  /** A quick check whether nothing happened, as at most times. */
  #isIdle(): boolean {
    if (this.#queue.length > 0) return false;
    const now = lookAt(this.path);
    if (!now && this.#folderMtime() !== this.#folderMtimeMs) return false;
    const file = now ?? (this.#handle && attempt(() => lookAtOpen(this.#handle!)));
    if (!file || !this.#handle) return !file;
    return file.ino === this.#inode && file.size === this.#offset && file.mtimeMs === this.#mtimeMs;
  }

  #folderMtime = () => attempt(() => statSync(dirname(this.path)).mtimeMs);

  #list(): readonly LogFile[] {
    const changedMs = this.#folderMtime();
    this.#folderMtimeMs = changedMs !== undefined && Date.now() - changedMs > settledMs ? changedMs : undefined;
    this.#listed = listLogFiles(this.path);
    return this.#listed;
  }

  async *#readNew(): AsyncGenerator<Followed> {
    while (this.#handle) {
      const { size, mtimeMs } = lookAtOpen(this.#handle);
      const isTouched = size !== this.#offset || mtimeMs !== this.#mtimeMs;
      if (size < this.#offset || (isTouched && !(await this.#headHolds()))) {
        const copy = await this.#copyOf(this.position, this.#inode);
        if (!copy) yield this.#startOver();
        else await this.#adopt(copy, this.#offset); // the log itself is the next file then
        continue;
      }
      this.#mtimeMs = mtimeMs;
      if (size === this.#offset) return;
      const { bytesRead, buffer } = await this.#handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, this.#offset);
      if (bytesRead === 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      if (this.#head.length < headMost && this.#offset === this.#head.length)
        this.#head = Buffer.concat([this.#head, bytes.subarray(0, headMost - this.#head.length)]);
      this.#offset += bytesRead;
      yield { kind: "bytes", bytes };
    }
  }

  /** The file to which a log was copied before it was truncated, if there is more in it than was read of the log. */
  async #copyOf(read: Position, inode: bigint): Promise<OpenLogFile | undefined> {
    const files = this.#list();
    if (read.headBytes === 0 || isNumbered(files)) return undefined;
    for (const file of files.filter(({ found }) => found.ino !== inode && found.size > read.offset)) {
      const opened = await openLogFile(file);
      if (typeof opened !== "object") continue;
      if (await beginsLike(opened.handle, read)) return opened;
      await opened.handle.close();
    }
    return undefined;
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

  /** Whether the name belongs to another file than the open one, or to none: its parts are numbered then. */
  #mayHaveMoved(): boolean {
    const now = lookAt(this.path);
    return now === undefined || !this.#handle || now.ino !== this.#inode;
  }

  /** The oldest file that has not been read: one that was rotated away between two looks, otherwise the newest. */
  async #nextFile(): Promise<OpenLogFile | undefined> {
    for (const refused = new Set<bigint>(); ; ) {
      if (this.#queue.length === 0)
        this.#queue = this.#done
          .missed(this.#list(), { inode: this.#inode, mtimeMs: this.#mtimeMs })
          .filter(({ found }) => !refused.has(found.ino));
      const file = this.#queue.shift();
      if (!file) return undefined;
      const opened = await openLogFile(file);
      if (typeof opened === "object") return opened;
      if (opened === "moved")
        this.#queue = []; // the file has been renamed
      else {
        refused.add(file.found.ino); // it is tried again at the next look
        this.#refused = file.path;
      }
    }
  }

  async #adopt(file: OpenLogFile, offset: number): Promise<void> {
    const { handle, found } = file;
    this.#done.moveOn(this.#listed, this.#inode, file);
    await this.#handle?.close();
    this.#handle = handle;
    this.#inode = found.ino;
    this.#mtimeMs = found.mtimeMs;
    this.#offset = offset;
    this.#head = await readHead(handle, offset);
  }
}

/** A folder that was changed more recently may change again without a new time, since file times are coarse. */
const settledMs = 1000;
