import type { AppendOptions } from "./files/append.ts";
import type { OutsideFiles } from "./outside/outside.ts";

/** Everything outside the program, behind one interface. It is passed to all other code, which has no other access. */
export interface World {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** A random version-4 UUID. */
  uuid(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly machine: Machine;
  readonly files: Files;
  /** Files that do not belong to vextel: the bot's and the system's. */
  readonly outside: OutsideFiles;
  readonly post: Post;
}

/** Names of this machine and its user, so that they can be removed from events. */
export interface Machine {
  readonly home: string;
  readonly user: string;
  readonly host: string;
  /** Other names of the account. */
  readonly userAliases?: readonly string[];
  /** Other names of the machine. */
  readonly hostAliases?: readonly string[];
}

/**
 * vextel's own files. Folders are made 0700 and files 0600 as they are needed; below vextel's folders no symbolic link
 * is followed.
 *
 * Every method throws `VextelError`: `STATE_UNTRUSTED` for a file that cannot be read or is not a plain file (a folder,
 * a symbolic link), `FILE_UNWRITABLE` for one that the system refuses to write.
 */
export interface Files {
  /** The whole file, or `undefined` if there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The names in a folder, sorted; none if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /**
   * Many small files of one folder at once, in the order of the names.
   *
   * @param parse - Parses the text of one file; `undefined` for one that is gone or is not a plain file.
   */
  readMany<T>(folder: string, names: readonly string[], parse: (text: string | undefined) => T): Promise<T[]>;
  /** Replaces the whole file durably: after a crash it has the old bytes or the new ones. */
  write(path: string, bytes: Uint8Array | string): Promise<void>;
  /**
   * The same for many files, in this order. Waits for the disk once instead of once for each: the more files, the less
   * each costs. If one cannot be written, those before it may have been.
   */
  writeAll(all: readonly (readonly [path: string, bytes: Uint8Array | string])[]): Promise<void>;
  /** Appends to a file, which is created if it does not exist. Not durable at once: for data that can be made again. */
  append(path: string, text: string): Promise<void>;
  /** Renames a file durably, replacing an existing one. Does nothing if there is no such file. */
  move(from: string, to: string): Promise<void>;
  /** The same for many files, in this order. */
  moveAll(all: readonly (readonly [from: string, to: string])[]): Promise<void>;
  /** Replaces a settings file as a whole, durably; call it under a lock. */
  writeSettings(path: string, content: Record<string, unknown>): Promise<void>;
  /**
   * A settings file, read by conf and checked against the schemas of its keys; `undefined` if there is none. Writes
   * nothing.
   *
   * @throws {VextelError} as `read`.
   * @throws {Error} Naming the key that is not as its schema says.
   */
  readSettings<T extends object>(path: string, schema: Readonly<Record<string, object>>): Promise<T | undefined>;
  /**
   * Adds a line to a file; call it under a lock. See `appendLine` in `append.ts`.
   *
   * @param render - The line for the one before it, if there is one; without line end.
   */
  appendLine(path: string, render: (before: string | undefined) => string, options: AppendOptions): Promise<void>;
  /**
   * A text that differs after each change of the names in a folder, including the replacement of a file; `undefined` if
   * the next change might not be visible, because the last one is too recent, or because the system does not provide
   * it.
   */
  stateOf(folder: string): Promise<string | undefined>;
  /**
   * For each of these files of a folder, a text that differs once the file was replaced or written to; `undefined` if
   * the next change might not be visible, or if there is no such plain file.
   */
  versionsOf(folder: string, names: readonly string[]): Promise<(string | undefined)[]>;
  /** Removes temporary files in a folder that a killed process left. */
  sweep(folder: string): Promise<void>;
  /** Removes a file; false if there was none. */
  remove(path: string): Promise<boolean>;
  /** Makes a folder with its parents. */
  makeFolder(path: string): Promise<void>;
  /**
   * Runs `work` under a lock: no two run at once under the same path. A lock whose owner died is taken over.
   *
   * @param needsRoom - False for work that frees space or needs none, which then also runs on a full disk. Default:
   * true.
   * @throws {VextelError} `LOCK_TIMEOUT` if another process lives and keeps it for longer than `timeoutMs` (default
   * 20,000), however long this process's own queue is.
   */
  withLock<T>(path: string, work: () => Promise<T>, timeoutMs?: number, needsRoom?: boolean): Promise<T>;
  /** Whether this lock is held now. */
  isLocked(path: string): Promise<boolean>;
}

/** One HTTP POST. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Limit of the whole request. */
  readonly timeoutMs: number;
  readonly proxy?: string;
}

/** The answer: a status line, or the reason why there is none. */
export type PostAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly kind: "unreached";
      /** In words, without the address. */
      readonly reason: string;
      /** Whether the server may have received the body anyway. */
      readonly ambiguous: boolean;
      /** Something answered, but not with HTTP. */
      readonly isGarbled?: boolean;
    };

export type Post = (request: PostRequest) => Promise<PostAnswer>;
