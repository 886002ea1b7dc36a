import { boundText, createTextBudget } from "../report/bounds.ts";
import { limits } from "../report/limits.ts";
import { createNodeHost } from "../world/node-host.ts";
import { reportCrashes } from "./collect/crashes.ts";
import type { Guarded, Reporter } from "./contract.ts";
import { kindOf } from "./errors/fields/kind-of.ts";
import { snapshot, toText } from "./errors/fields/snapshot.ts";
import { guardHandler } from "./errors/guard.ts";
import { type About, readAbout } from "./errors/live-report.ts";
import type { Fate } from "./errors/sightings.ts";
import { checkOptions } from "./options/check-options.ts";
import type { ReporterOptions } from "./options/options.ts";
import { callerOf } from "./options/own-paths.ts";
import { findUnknownOptions } from "./options/unknown-options.ts";
import { createOwnerControls } from "./owner/controls.ts";
import { createParts } from "./parts.ts";
import { createScheduler } from "./scheduler.ts";
import { takeOver } from "./session/take-over.ts";
import type { ReportReceipt } from "./submit/report-receipt.ts";
import { dropped } from "./submit/submit.ts";
import { type Loop, startLoop } from "./tasks/loop.ts";
import { runTimed } from "./tasks/task.ts";

/** UTF-16 units of the data of one note. */
const noteUnits = 8192;

/** The entry point that an author used. */
export interface Door {
  /** The function that the author called. */
  readonly create: (...args: never[]) => unknown;
  /** Its own options, in addition to a reporter's. */
  readonly options?: readonly string[];
  /** Called when another reporter of the plugin takes over. */
  readonly onReplaced?: () => void;
}

/** See `createReporter`. */
export function openReporter(options: ReporterOptions, door: Door): Reporter {
  checkOptions(options);
  for (const problem of findUnknownOptions(options, door.options)) process.emitWarning(problem);
  const host = options.world ?? createNodeHost();
  const parts = createParts(options, host, callerOf(door.create));
  const { asker, cli, stores, collector, sessions, waker, notifier, breadcrumbs, timer, log } = parts;
  const { isOwn, hasOwnFiles } = parts;
  const scheduler = createScheduler({
    ...{ host, stores, asker, collector, sessions, waker, notifier },
  });
  const loops = new Set<Loop>();
  let stopping: Promise<void> | undefined;
  const take = (error: unknown, about: About, fate?: Fate): Promise<ReportReceipt> => {
    const receipt = stopping ? Promise.resolve(dropped(wasStopped)) : collector.report(error, about, fate);
    void receipt.then((known) => log.tell(known, error));
    return receipt;
  };
  let endCrashes: (() => void) | undefined;

  const reporter: Reporter = {
    async start() {
      if (stopping) return { reporting: "disabled", problem: wasStopped, notice: Promise.resolve("nothing due") };
      await takeOver(options.world ?? process, asker, retire);
      const { effective, problem } = await scheduler.start();
      return { reporting: effective, ...(problem !== undefined && { problem }), notice: notifier.tell() };
    },
    note(message, data) {
      const copy = data && (snapshot(data, createTextBudget(noteUnits)) as Record<string, unknown>);
      const text = boundText(toText(message), limits.messageUnits / 4);
      breadcrumbs.add({ message: text, timeMs: host.nowMs(), ...(copy && { data: copy }) });
    },
    async report(error, given) {
      let failed = "what was passed with it could not be read";
      try {
        const about = readAbout(given ?? {});
        failed = "its stack could not be compared with plugin.paths";
        if (about.ownOnly && !isOwn(error)) return dropped(notOwn);
        failed = "it could not be taken";
        return await take(error, about);
      } catch (cause) {
        return dropped(`${failed} (${kindOf(cause)})`); // another plugin may have replaced what everybody uses
      }
    },
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
      const onError = (error: unknown) => {
        void take(error, { during: name }, "thrown on");
        void (async () => options.logger?.error(`${name} failed`, error))().catch(() => {}); // the author's logger may fail
      };
      const chooseTimed = () => timer.choose("loops", name);
      const deps = { nowMs: host.nowMs, after: host.after, onError, around: breadcrumbs.run, chooseTimed };
      const loop = startLoop(everyMs, task, deps);
      loops.add(loop);
      return loop;
    },
    task(name, work) {
      const chooseTimed = () => (stopping ? undefined : timer.choose("tasks", name));
      return reporter.guard(name, () => runTimed(work, { nowMs: host.nowMs, chooseTimed }))();
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
    owner: createOwnerControls(asker, host, stores, cli, collector.follow),
  };
  /** Background work ends; errors that are still reported are kept. */
  const retire = async () => {
    for (const loop of loops) loop.stop();
    endCrashes?.();
    scheduler.stop();
    collector.endGroups(Number.POSITIVE_INFINITY);
    await Promise.all([collector.settle(), timer.settle()]);
    await sessions.end("exited");
    door.onReplaced?.();
  };
  const close = async () => {
    await retire();
    breadcrumbs.close();
  };
  return reporter;
}

const notOwn = "its stack contains no file of the plugin";
const wasStopped = "the reporter was stopped; make another with createReporter";
