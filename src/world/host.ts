import type { World } from "./world.ts";

/** What a plugin's library needs of its process, in addition to the world: nothing of it is shared. */
export interface Host extends World {
  /** Names this process; no other process on this machine has or had this name. */
  readonly processName: string;
  /** When this process began, epoch milliseconds. */
  readonly startedAtMs: number;
  /**
   * @param owner - A `processName`.
   * @param seenMs - When it was last known to run, epoch milliseconds: decides where it cannot be looked at, because it
   * belongs to another container or machine.
   */
  isRunning(owner: string, seenMs: number): boolean;
  /**
   * Runs `work` again and again; does not keep the process alive.
   *
   * @returns Ends it.
   */
  every(periodMs: number, work: () => void): () => void;
  /**
   * Runs `work` once, however long the time is; keeps the process alive till then.
   *
   * @returns Calls it off.
   */
  after(ms: number, work: () => void): () => void;
  /**
   * Starts a process that sends what consent covers, and the events named, and ends by itself. Never waits for it.
   *
   * @returns `undefined` if the program is missing, because a bundler did not copy it.
   */
  startSender(named: readonly string[]): Sender | undefined;
  /** How the owner runs vextel, from the folder that the bot runs in. Default: `npx vextel`. */
  ownerCommand?(): string;
  /**
   * If this process ends by an exception or by `process.exit` before that is taken back, a separate process gets
   * what `render` gives for its exit status, through a pipe, and is waited for.
   *
   * @returns Takes it back.
   */
  atExit(render: (status: number) => string | undefined): () => void;
  /**
   * Reports uncaught errors, without any influence on what becomes of the process.
   *
   * @param listener - `isEnd` if the process ends by it for certain.
   * @returns Takes the listener off.
   */
  onCrash(listener: (error: unknown, isEnd: boolean) => void): () => void;
  /** Is notified of work that is in progress in this process; for tests that wait for it. */
  readonly onWork?: (work: Promise<unknown>) => void;
}

export interface Sender {
  /** Resolves when the process has ended, in whatever way. */
  readonly ended: Promise<void>;
}
