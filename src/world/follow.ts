import { type Stats, statSync } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { VextelError } from "../errors.ts";
import { attempt } from "./attempt.ts";

/** How far a log was read: enough to find the place again after a restart, under whatever name the file has then. */
export interface Position {
  readonly inode: number;
  /** Bytes from its beginning. */
  readonly offset: number;
  /** How many of its first bytes `headSha256` covers: a new file may get the inode of an old one. */
  readonly headBytes: number;
  readonly headSha256: string;
}

/** What a look at a log gave. */
export type Followed =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Another file begins here: what was open in the old one is complete. `position` is the start of the new one. */
  | { readonly kind: "begin" };

/** Longest beginning by which a file is known again. */
const headMost = 256;
/** More rotated files than any folder keeps. */
const doneMost = 1000;
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
  #mtimeMs = 0;
  /** Files that were read to their end, so that a rotated one is not read again under its new name. */
  readonly #done = new Set<number>();

  /** @param path - Need not exist yet. */
  constructor(path: string) {
    this.path = path;
  }

  /** Where it stands now; `undefined` before the file exists. */
  get position(): Position | undefined {
    if (!this.#handle) return undefined;
    const headSha256 = digest(this.#head);
    return { inode: this.#inode, offset: this.#offset, headBytes: this.#head.length, headSha256 };
  }

  /** Begins at a saved position if that file still exists under this or a rotated name; else where the log begins. */
  async resume(saved: Position | undefined): Promise<void> {
    if (!saved) return;
    for (const path of [this.path, ...(await this.#rotated())]) {
      const handle = await open(path, "r").catch(() => undefined);
      const found = handle && (await handle.stat());
      if (handle && found?.ino === saved.inode && found.size >= saved.offset && (await isSame(handle, saved))) {
        await this.#adopt(handle, found, saved.offset);
        return;
      }
      await handle?.close();
    }
  }

  /**
   * Skips what is there: only what is written from now on counts.
   *
   * @throws {VextelError} `FILE_UNREADABLE` if it is a folder.
   */
  async skipToEnd(): Promise<void> {
    const handle = await open(this.path, "r").catch(() => undefined);
    if (!handle) return;
    const now = await handle.stat();
    if (now.isDirectory()) {
      await handle.close();
      throw new VextelError("FILE_UNREADABLE", `Cannot watch ${this.path}: it is a folder`, "Name the logs in it.");
    }
    await this.#adopt(handle, now, now.size);
  }

  /** All that was written since the last look. */
  async *look(): AsyncGenerator<Followed> {
    if (this.#isIdle()) return;
    yield* this.#readNew();
    while (await this.#hasMoved()) {
      yield* this.#readNew(); // written between our last read and the rotation
      const next = await this.#nextFile();
      if (!next) return;
      await this.#adopt(next.handle, next.found, 0);
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
  async #nextFile(): Promise<{ handle: FileHandle; found: Stats } | undefined> {
    const missed = this.#handle ? await this.#rotated(this.#mtimeMs) : [];
    for (const path of [...missed, this.path]) {
      const handle = await open(path, "r").catch(() => undefined);
      const found = await handle?.stat();
      if (handle && found?.isFile() && found.ino !== this.#inode && !(path !== this.path && this.#done.has(found.ino)))
        return { handle, found };
      await handle?.close();
    }
    return undefined;
  }

  /** Names that a rotated file of this log may have now (`red.log.1`, `red.log-20260101`), oldest content first. */
  async #rotated(sinceMs = 0): Promise<string[]> {
    const folder = dirname(this.path);
    const prefix = basename(this.path);
    const names = (await readdir(folder).catch(() => [])).filter(
      (name) => name !== prefix && name.startsWith(prefix) && !/\.(gz|xz|zst|bz2)$/.test(name),
    );
    const entries = await Promise.all(
      names.map(async (name) => ({
        path: join(folder, name),
        found: await stat(join(folder, name)).catch(() => undefined),
      })),
    );
    return entries
      .filter(({ found }) => found?.isFile() && found.mtimeMs >= sinceMs && !this.#done.has(found.ino))
      .sort((a, b) => a.found!.mtimeMs - b.found!.mtimeMs)
      .map(({ path }) => path);
  }

  async #adopt(handle: FileHandle, found: Stats, offset: number): Promise<void> {
    if (this.#handle) this.#done.add(this.#inode);
    if (this.#done.size > doneMost) this.#done.delete(this.#done.values().next().value!);
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
