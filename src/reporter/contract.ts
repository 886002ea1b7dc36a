import type { About } from "./errors/live-report.ts";
import type { OwnerControls } from "./owner/controls.ts";
import type { NoticeOutcome } from "./owner/notify.ts";
import type { ReportReceipt } from "./submit/report-receipt.ts";
import type { Loop } from "./tasks/loop.ts";

/** How things stand when a reporter has started. */
export interface Started {
  /** Whether errors are sent automatically. */
  readonly reporting: "enabled" | "disabled";
  /** What is wrong with vextel's files, if something is; nothing is sent then. */
  readonly problem?: string;
  /** What became of the notice to the owner, as soon as that is known. */
  readonly notice: Promise<NoticeOutcome>;
}

/** What reports of a guarded handler carry, and who wants to know what became of them. */
export interface Guarded extends About {
  readonly onReceipt?: (receipt: ReportReceipt) => void;
}

/** Reports the errors of one plugin. None of its methods ever throws or rejects because reporting fails. */
export interface Reporter {
  /**
   * Begins a session if the owner allows it, and tells the owner what is due. It does not wait for the owner's message
   * to go through, so it may be awaited before the bot has connected. A reporter of the same plugin that was started
   * before in this process, and never stopped (a module that was loaded again), ends its loops and session.
   */
  start(): Promise<Started>;
  /** Remembers that something happened: an error later in the same run carries the newest 25. */
  note(message: string, data?: Readonly<Record<string, unknown>>): void;
  /**
   * Reports an error, durably before it resolves. What was thrown once is reported once, however many guards and hands
   * it goes through; with `fatal`, its event and session then say so. Equal errors within a minute become one event,
   * and one more that counts them.
   */
  report(error: unknown, about?: About): Promise<ReportReceipt>;
  /**
   * A function that does what `handler` does; what it throws, at once or later, is reported and goes on to the caller.
   *
   * @param about - What the plugin does there: the name of a command or event, or more that the report shall carry.
   */
  guard<This, Args extends unknown[], Result>(
    about: string | Guarded,
    handler: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result;
  /** Runs `task` now and again `everyMs` after each end, until `stop`; reports what it throws, hands it to `logger`, and times a few runs. @throws {RangeError} for a bad interval. */
  loop(name: string, everyMs: number, task: () => unknown): Loop;
  /**
   * Runs something once, now, such as a migration: reports what it throws, which goes on to the caller, and times it.
   * Never for commands: how often and when they run tells of their users.
   */
  task<Result>(name: string, work: () => Result): Promise<Awaited<Result>>;
  /**
   * Reports uncaught errors, if they passed through the plugin's own files or a guard of it: uncaught exceptions
   * and unhandled rejections. What ends the process is `fatal`, and kept before it ends. Whether and how it ends, what it
   * prints and what other listeners get stays as it is without this.
   *
   * @returns Ends it; `stop` does too.
   * @throws {TypeError} without `plugin.paths`, or a package.json in their place: the plugin's errors could not be told from those of others.
   */
  onCrash(): () => void;
  /** Ends loops and the session, and waits until what was reported is on disk. A second call does nothing. */
  stop(): Promise<void>;
  /** For the owner's own commands: status, answer, list, send. */
  readonly owner: OwnerControls;
}
