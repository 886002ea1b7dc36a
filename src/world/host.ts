import type { World } from "./world.ts";

/** What the library in a plugin needs from its process, in addition to the world. */
export interface Host extends World {
  /** Names this process; no other process on this machine has or had this name. */
  readonly processName: string;
  /** When this process began, epoch milliseconds. */
  readonly startedAtMs: number;
  /**
   * @param owner - A `processName`.
   * @param seenMs - When it was last known to run, epoch milliseconds: decides if the process cannot be inspected,
   * because it is in another container or machine.
   */
  isRunning(owner: string, seenMs: number): boolean;
  /**
   * Runs `work` repeatedly; does not keep the process alive.
   *
   * @returns A function that ends it.
   */
  every(periodMs: number, work: () => void): () => void;
  /**
   * Runs `work` once, however long the time is; keeps the process alive till then.
   *
   * @returns A function that cancels it.
   */
  after(ms: number, work: () => void): () => void;
  /**
   * Starts a process that sends the events that consent covers, and the named ones, then ends. Does not wait for it.
   */
  startSender(named: readonly string[]): Sender;
  /** How the owner runs vextel, from the folder that the bot runs in. Default: `npx vextel`. */
  ownerCommand?(): string;
  /**
   * If this process ends by an exception or by `process.exit` before this is cancelled, a separate process gets the
   * result of `render` for the exit status through a pipe; this process waits for it. If it is ending already, in a
   * listener of `exit`, that is done at once.
   *
   * @returns A function that cancels it.
   */
  atExit(render: (status: number) => string | undefined): () => void;
  /**
   * Reports uncaught errors, without any influence on the process.
   *
   * @param listener - `isEnd` if the error certainly ends the process.
   * @returns A function that removes the listener.
   */
  onCrash(listener: (error: unknown, isEnd: boolean) => void): () => void;
  /** Is notified of work that is in progress in this process; for tests that wait for it. */
  readonly onWork?: (work: Promise<unknown>) => void;
}

/** The process that sends. Neither promise rejects; reasons are in words. */
export interface Sender {
  /** Resolves when it runs, or with the reason why it cannot be started. */
  readonly started: Promise<string | undefined>;
  /** Resolves when it has ended, with the reason if it failed. */
  readonly ended: Promise<string | undefined>;
}
