import type { About } from "./errors/live-report.ts";
import type { OwnerControls } from "./owner/controls.ts";
import type { NoticeOutcome } from "./owner/notify.ts";
import type { ReportReceipt } from "./submit/report-receipt.ts";
import type { Loop } from "./tasks/loop.ts";

/** The state of a reporter that has started. */
export interface Started {
  /** Whether errors are sent automatically. */
  readonly reporting: "enabled" | "disabled";
  /** What is wrong with vextel's files, if anything; then nothing is sent. */
  readonly problem?: string;
  /** The result of the notice to the owner, as soon as it is known. */
  readonly notice: Promise<NoticeOutcome>;
}

/** What reports of a guarded handler contain, and who gets their receipts. */
export interface Guarded extends About {
  readonly onReceipt?: (receipt: ReportReceipt) => void;
}

/** Reports the errors of one plugin. None of its methods throws or rejects because reporting fails. */
export interface Reporter {
  /**
   * Begins a session if the owner allows it, and sends the owner a notice if one is due. It does not wait for the
   * owner's message, so you can await it before the bot connects. A reporter of the same plugin that was started in
   * this process and never stopped (for example, when a module is loaded again) is stopped.
   */
  start(): Promise<Started>;
  /** Records that something happened. An error later in the same run includes the newest 25 notes. */
  note(message: string, data?: Readonly<Record<string, unknown>>): void;
  /**
   * Reports an error; resolves when it is on disk. An error that is thrown once is reported once, however many guards
   * it passes; with `fatal`, its event and session say so. Equal errors within a minute become one event, and one more
   * with their count.
   */
  report(error: unknown, about?: About): Promise<ReportReceipt>;
  /**
   * Returns a function that does what `handler` does. An error that it throws, at once or later, is reported, then
   * thrown on.
   *
   * @param about - What the plugin does there: the name of a command or event, or more fields for the report.
   */
  guard<This, Args extends unknown[], Result>(
    about: string | Guarded,
    handler: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result;
  /**
   * Runs `task` now and again `everyMs` after each end, until `stop`; reports what it throws, passes it to `logger`,
   * and times a few runs.
   *
   * @param everyMs - Milliseconds, at least 1.
   * @throws {RangeError} for any other interval.
   */
  loop(name: string, everyMs: number, task: () => unknown): Loop;
  /**
   * Runs something once, such as a migration: times it, reports what it throws, and throws it on. Do not use it for
   * commands: how often and when they run says something about their users.
   */
  task<Result>(name: string, work: () => Result): Promise<Awaited<Result>>;
  /**
   * Reports uncaught exceptions and unhandled rejections that passed through the plugin's own files or one of its
   * guards. If one ends the process, it is `fatal`, and kept before the process ends. How the process ends, what it
   * prints and what other listeners get does not change.
   *
   * @returns A function that ends this; `stop` does so as well.
   * @throws {TypeError} without `plugin.paths`, or a package.json in their place: the plugin's errors could not be
   * distinguished from those of others.
   */
  onCrash(): () => void;
  /** Ends loops and the session, and waits until what was reported is on disk. A second call does nothing. */
  stop(): Promise<void>;
  /** For commands of the bot's owner: status, answer, list, send. */
  readonly owner: OwnerControls;
}
