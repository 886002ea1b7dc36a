import { boundText, createTextBudget } from "../report/bounds.ts";
import { limits } from "../report/limits.ts";
import { createNodeHost } from "../world/node-host.ts";
import { reportCrashes } from "./collect/crashes.ts";
import { guardHandler } from "./errors/guard.ts";
import { type About, readAbout } from "./errors/live-report.ts";
import type { Fate } from "./errors/sightings.ts";
import { snapshot, toText } from "./errors/snapshot.ts";
import { checkOptions } from "./options/check-options.ts";
import type { ReporterOptions } from "./options/options.ts";
import { callerOf } from "./options/own-paths.ts";
import { createOwnerControls, type OwnerControls } from "./owner/controls.ts";
import type { NoticeOutcome } from "./owner/notify.ts";
import { createParts } from "./parts.ts";
import { createScheduler } from "./scheduler.ts";
import type { ReportReceipt } from "./submit/receipt.ts";
import { dropped } from "./submit/submit.ts";
import { type Loop, startLoop } from "./tasks/loop.ts";

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
  /** Report only errors that have passed through a file below `plugin.paths`, if those are given. Default false. */
  readonly ownOnly?: boolean;
  readonly onReceipt?: (receipt: ReportReceipt) => void;
}

/** UTF-16 units of the data of one note. */
const noteUnits = 8192;

/** Reports the errors of one plugin. None of its methods ever throws or rejects because reporting fails. */
export interface Reporter {
  /**
   * Begins a session if the owner allows it, and tells the owner what is due. It does not wait for the owner's message
   * to go through, so it may be awaited before the bot has connected.
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
  /** Runs `task` now and again `everyMs` after each end, until `stop`; reports what it throws and times a few runs. @throws {RangeError} for a bad interval. */
  loop(name: string, everyMs: number, task: () => unknown): Loop;
  /**
   * Reports errors that nobody caught, if they passed through the plugin's own files or a guard of it: uncaught exceptions
   * and unhandled rejections. What ends the process is `fatal`, and kept before it ends. Whether and how it ends, what it
   * prints and what other listeners get stays as it is without this.
   *
   * @returns Ends it; `stop` does too.
   * @throws {TypeError} without `plugin.paths`, or a package.json in their place: nobody could tell the plugin's errors from those of others.
   */
  onCrash(): () => void;
  /** Ends loops and the session, and waits until what was reported is on disk. A second call does nothing. */
  stop(): Promise<void>;
  /** For the owner's own commands: status, answer, list, send. */
  readonly owner: OwnerControls;
}

/**
 * Touches nothing until its methods are called, and then only vextel's own files.
 *
 * @throws {TypeError | RangeError} naming the option that is not as it should be.
 * @throws {VextelError} `DSN_INVALID`.
 */
export function createReporter(options: ReporterOptions): Reporter {
  return openReporter(options, createReporter);
}

/** @param door - The function that the author called. */
export function openReporter(options: ReporterOptions, door: (...args: never[]) => unknown): Reporter {
  checkOptions(options);
  const host = options.world ?? createNodeHost();
  const { asker, stores, collector, sessions, waker, notifier, breadcrumbs, timer, isOwn, hasOwnFiles } = createParts(
    options,
    host,
  );
  const scheduler = createScheduler({
    ...{ host, stores, asker, collector, sessions, waker, notifier },
  });
  const loops = new Set<Loop>();
  let stopping: Promise<void> | undefined;
  const take = (error: unknown, about: About, fate?: Fate): Promise<ReportReceipt> =>
    stopping ? Promise.resolve(dropped("the reporter was stopped")) : collector.report(error, about, fate);
  let endCrashes: (() => void) | undefined;

  const reporter: Reporter = {
    async start() {
      if (stopping) return { reporting: "disabled", notice: Promise.resolve("nothing due") };
      const { effective, problem } = await scheduler.start();
      return { reporting: effective, ...(problem !== undefined && { problem }), notice: notifier.tell() };
    },
    note(message, data) {
      const copy = data && (snapshot(data, createTextBudget(noteUnits)) as Record<string, unknown>);
      const text = boundText(toText(message), limits.messageUnits / 4);
      breadcrumbs.add({ message: text, timeMs: host.nowMs(), ...(copy && { data: copy }) });
    },
    report: (error, about) => take(error, readAbout(about ?? {})),
    guard(given, handler) {
      const { onReceipt, ownOnly, ...about }: Guarded =
        typeof given === "string" ? { during: given } : readAbout(given);
      const onError = async (error: unknown) => {
        if (ownOnly && !isOwn(error)) return;
        const receipt = await take(error, { handled: false, ...about }, "thrown on");
        void (async () => onReceipt?.(receipt))().catch(() => {}); // the author's own callback must not end the bot
      };
      return guardHandler(handler, breadcrumbs.run, onError);
    },
    loop(name, everyMs, task) {
      const onError = (error: unknown) => void take(error, { during: name }, "thrown on");
      const chooseTimed = () => timer.choose(name);
      const loop = startLoop(everyMs, task, { nowMs: host.nowMs, onError, around: breadcrumbs.run, chooseTimed });
      loops.add(loop);
      return loop;
    },
    onCrash() {
      if (!hasOwnFiles()) throw new TypeError("onCrash needs plugin.paths: they say which files are the plugin's own");
      if (stopping) return () => {};
      endCrashes ??= reportCrashes(host, collector, (error) => isOwn(error) || collector.knows(error));
      return () => {
        endCrashes?.();
        endCrashes = undefined;
      };
    },
    stop() {
      stopping ??= close();
      return stopping;
    },
    owner: createOwnerControls(asker, host, stores),
  };
  const close = async () => {
    for (const loop of loops) loop.stop();
    endCrashes?.();
    scheduler.stop();
    collector.endGroups(Number.POSITIVE_INFINITY);
    await collector.settle();
    await sessions.end("exited");
    breadcrumbs.close();
  };
  return reporter;
}
