import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { findLeftPending } from "../../deliver/left-pending.ts";
import { plural } from "../../preview/summary.ts";
import { FolderWatcher } from "../../world/follow/folder-watcher.ts";
import { Follower } from "../../world/follow/follow.ts";
import { hasForeignName } from "../../world/outside/input.ts";
import { watchPath } from "../../world/paths.ts";
import { example } from "../arguments/help.ts";
import { addHostOption } from "../arguments/host-option.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { logsToWatch } from "../pipeline/bot.ts";
import { openPipeline, type PipelineFlags } from "../pipeline/pipeline.ts";
import { noteWithheld } from "../pipeline/withheld.ts";
import { findSendingProblem, renderProblem } from "../status/sending-problem.ts";
import type { Watched, Watching } from "../watch/keeper.ts";
import { WatchedLog } from "../watch/log.ts";
import { createSending } from "../watch/sending.ts";
import { openWatchState } from "../watch/state.ts";
import { WatchedStream } from "../watch/stream.ts";
import { logsOf, problemOf, readTarget, type Target } from "../watch/targets.ts";

export interface WatchRequest extends PipelineFlags {
  readonly files: readonly string[];
  readonly fromStart?: true;
}

export function watchCommand(deps: CommandDeps, run = runWatch): Command {
  const command = new Command("watch")
    .description("follow logs and capture errors as they appear")
    .argument("[file...]", "logs, folders of logs, named pipes, `-` for standard input; `*` and `?` if quoted")
    .option("--from-start", "also capture what is already in a log that is watched for the first time")
    .option("--plugin <name>", "attribute errors that match no registered plugin to this one")
    .option("--any", "include errors that belong to no registered plugin");
  return addSecretOptions(addHostOption(command))
    .addHelpText("after", example("vextel watch ~/red/core/logs", "journalctl -f -u red -o cat | vextel watch -"))
    .action((files: string[], flags: Omit<WatchRequest, "files">) => run({ files, ...flags }, deps));
}

/** How often a log that is being written to is checked. */
const lookEveryMs = 500;
/** How often everything is checked without a notification: not every file system reports changes. */
const lookAnywayMs = 60_000;
/** The same if a pattern matches folders: logs in a new folder are not reported. */
const lookForFoldersMs = 10_000;
/** How often the sender is started again after an error that consent covers: the network may have been unavailable. */
const retryEveryMs = 120_000;
const retries = 30;
/** How often old events are dropped. */
const tidyEveryMs = 3_600_000;

/** How long earlier text is still read after a signal; the rest is read the next time. */
const graceMs = 2_000;
/**
 * A second signal after this time means that somebody does not want to wait. Earlier ones are ignored, since launchers
 * pass a signal on twice.
 */
const againMs = 1_000;

/** Ends on SIGTERM and Ctrl-C, after it has kept the errors written until then, as far as time permits. */
export async function runWatch(asked: WatchRequest, deps: CommandDeps): Promise<void> {
  const request = { ...asked, files: await logsToWatch(asked, deps) };
  const [stop, late] = [new AbortController(), new AbortController()];
  const onStop = (signal: NodeJS.Signals) => {
    if (signal === "SIGINT") deps.setStatus(exit.interrupted);
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => late.abort(), graceMs).unref();
    setTimeout(() => stopSignals.forEach((one) => void process.off(one, onStop)), againMs).unref();
  };
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  for (const signal of stopSignals) process.on(signal, onStop);
  const logs = new Map<string, Watched>();
  const targets = request.files.map((file) => readTarget(file, deps));
  const waker = new FolderWatcher();
  let withheld = 0;
  try {
    const state = await openWatchState(watchPath(deps.paths), deps.world);
    const pipeline = await openPipeline({ ...request, keepsReceipts: true }, deps, "automatic");
    let sendable = 0;
    let wasTidied = false;
    let sending = Promise.resolve();
    const startSender = createSending(deps);
    const onSendable = () => {
      sendable = retries;
      sending = startSender();
    };
    const watching = {
      pipeline,
      state,
      deps,
      signal: stop.signal,
      late: late.signal,
      onSendable,
      wake: () => waker.wake(),
    };
    await openTargets(targets, asked.fromStart ?? false, true, logs, watching);
    const isTimeTo = createTimes(deps.world.nowMs);
    const isOfFolders = (target: Target) => target.kind === "logs" && /[*?]/.test(dirname(target.pattern));
    const mostMs = targets.some(isOfFolders) ? lookForFoldersMs : lookAnywayMs;
    let wasWoken = true;
    let isSilent = false;
    while (!stop.signal.aborted) {
      if (isTimeTo("tidy", tidyEveryMs)) {
        await deps.outbox.tidy().catch(() => {});
        // at the start as after an error; later, a server that is gone for days is tried once an hour
        if (await isLeftPending(deps).catch(() => false)) sendable = Math.max(sendable, wasTidied ? 1 : retries);
        wasTidied = true;
      }
      const isWatched = waker.watch(foldersOf(targets, logs)) && !isSilent;
      const isNews = await lookAtAll(targets, logs, watching);
      if (logs.size > 0 && [...logs.values()].every(({ hasEnded }) => hasEnded) && !targets.some(isOfLogs)) break;
      if (sendable > 0 && isTimeTo("retry", retryEveryMs) && sendable-- > 0) await startSender();
      // a folder that does not report it within a moment never will
      if (isNews && !wasWoken) isSilent = !(await waker.wait(lookEveryMs, stop.signal));
      else if (wasWoken) await wait(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {});
      const isOpen = [...logs.values()].some((log) => log.isOpen);
      await state.saveNowAndThen();
      wasWoken = !isWatched || isOpen || (await waker.wait(state.isDirty ? lookEveryMs : mostMs, stop.signal));
    }
    for (const log of logs.values()) await log.finish();
    await state.save();
    await sending;
    withheld = pipeline.withheld;
  } finally {
    waker.close();
    for (const log of logs.values()) await log.close();
    for (const signal of stopSignals) process.off(signal, onStop);
  }
  await noteWithheld({ withheld }, deps);
  const rest = late.signal.aborted ? " What was not read yet is read the next time." : "";
  await deps.terminal.note([`Stopped; ${plural(logs.size, "log")} watched.${rest}`]);
}

/** Whether consent covers events that no sender has sent yet: of an earlier run, or after a long outage. */
const isLeftPending = async ({ outbox, consent, world }: CommandDeps) =>
  (await findLeftPending(outbox, await consent.read(), world, 1)).length > 0;

const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

const isOfLogs = (target: Target): target is Target & { kind: "logs" } => target.kind === "logs";

/** Returns whether something was written to a log that was followed already. */
async function lookAtAll(targets: readonly Target[], logs: Map<string, Watched>, watching: Watching): Promise<boolean> {
  const known = new Set(logs.values());
  await openTargets(targets, false, false, logs, watching);
  let isNews = false;
  for (const log of logs.values()) isNews = ((await log.look()) && known.has(log)) || isNews;
  return isNews;
}

/** A log that appears later is read from its beginning, even if it appeared while `watch` did not run. */
async function openTargets(
  targets: readonly Target[],
  fromStart: boolean,
  first: boolean,
  logs: Map<string, Watched>,
  watching: Watching,
): Promise<void> {
  const { state, deps } = watching;
  for (const target of targets.filter(isOfLogs)) {
    const { pattern } = target;
    const skip = first && !fromStart && !state.get(pattern);
    for (const path of await logsOf(pattern))
      if (!logs.has(path)) {
        logs.set(path, await WatchedLog.open(path, skip, watching));
        if (hasForeignName(path))
          await deps.terminal.note([["warn", `${path} cannot be read: its name is not UTF-8.`]]);
      }
    if (first && !state.get(pattern)) state.set(pattern, { position: new Follower(pattern).position, seen: [] });
  }
  if (!first) return;
  await state.save();
  for (const target of targets)
    if (target.kind === "stream") logs.set(target.name, await WatchedStream.open(target.name, target.open(), watching));
  await deps.terminal.note([`Watching ${plural(logs.size, "log")}; Ctrl-C ends it.`]);
  const unsendable = await findSendingProblem(deps);
  if (unsendable) await deps.terminal.note(...renderProblem(unsendable));
  for (const target of targets.filter(isOfLogs)) {
    const problem = await problemOf(target);
    if (problem) await deps.terminal.note([["warn", `${problem}; it is read from its beginning when it appears.`]]);
  }
}

/** Where something happens when a log is written to, appears or is rotated. */
const foldersOf = (targets: readonly Target[], logs: ReadonlyMap<string, Watched>) =>
  new Set(
    [...targets.filter(isOfLogs).map(({ pattern }) => pattern), ...[...logs].filter(isFollowed).map(([path]) => path)]
      .map((path) => dirname(path))
      .filter((path) => !/[*?]/.test(path)),
  );

const isFollowed = ([, watched]: [string, Watched]) => watched instanceof WatchedLog;

/** Returns whether this time has passed since the last call that returned true; the first call returns true. */
function createTimes(nowMs: () => number): (what: string, everyMs: number) => boolean {
  const last = new Map<string, number>();
  return (what, everyMs) => {
    const now = nowMs();
    if (Math.abs(now - (last.get(what) ?? 0)) < everyMs) return false; // a clock may be set back
    last.set(what, now);
    return true;
  };
}
