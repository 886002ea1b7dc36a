import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { plural } from "../../preview/summary.ts";
import { expandPattern } from "../../world/expand.ts";
import { FolderWatcher } from "../../world/folder-watcher.ts";
import { Follower } from "../../world/follow.ts";
import { watchPath } from "../../world/paths.ts";
import { example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { logsToWatch } from "../pipeline/bot.ts";
import { openPipeline, type PipelineFlags } from "../pipeline/pipeline.ts";
import { noteWithheld } from "../pipeline/withheld.ts";
import { WatchedLog, type Watching } from "../watch/log.ts";
import { openWatchState } from "../watch/state.ts";

export interface WatchRequest extends PipelineFlags {
  readonly files: readonly string[];
  readonly fromStart?: true;
}

export function watchCommand(deps: CommandDeps, run = runWatch): Command {
  const command = new Command("watch")
    .description("follow logs through rotation and capture errors as they appear")
    .argument("[file...]", "logs; they may not exist yet, and may hold quoted `*` and `?`")
    .option("--from-start", "also take what stands in a log that was never watched before")
    .option("--plugin <name>", "the plugin of errors that the text gives to nobody")
    .option("--any", "also errors that belong to no registered plugin");
  return addSecretOptions(command)
    .addHelpText("after", example("vextel watch ~/red/red.log", "vextel watch '/var/log/bots/*.log'"))
    .action((files: string[], flags: Omit<WatchRequest, "files">) => run({ files, ...flags }, deps));
}

/** How often a log that is written to is looked at. */
const lookEveryMs = 500;
/** How often all is looked at though nothing was heard: not every file system tells what happens on it. */
const lookAnywayMs = 60_000;
/** The same where folders are named by a pattern: nobody tells of a new one's logs. */
const lookForFoldersMs = 10_000;
/** How often a sender is called again after an error that consent lets go: the network may be away. */
const ringEveryMs = 120_000;
const ringAgain = 30;
/** How often what is too old is dropped. */
const tidyEveryMs = 3_600_000;

/** Ends on SIGTERM and Ctrl-C with everything that was written until then kept. */
export async function runWatch(asked: WatchRequest, deps: CommandDeps): Promise<void> {
  const request = { ...asked, files: await logsToWatch(asked, deps) };
  const stop = new AbortController();
  const onStop = (signal: NodeJS.Signals) => {
    if (signal === "SIGINT") deps.setStatus(exit.interrupted);
    stop.abort();
  };
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  for (const signal of stopSignals) process.on(signal, onStop);
  const logs = new Map<string, WatchedLog>();
  const waker = new FolderWatcher();
  let withheld = 0;
  try {
    const state = await openWatchState(watchPath(deps.paths), deps.world);
    const pipeline = await openPipeline({ ...request, keepsReceipts: true }, deps, "automatic");
    let sendable = 0;
    let ringing = Promise.resolve();
    const onSendable = () => {
      sendable = ringAgain;
      ringing = deps.startSender();
    };
    const watching = { pipeline, state, deps, signal: stop.signal, onSendable };
    await openLogs(request, true, logs, watching);
    const isTimeTo = createTimes(deps.world.nowMs);
    const mostMs = request.files.some((file) => /[*?]/.test(dirname(resolve(file)))) ? lookForFoldersMs : lookAnywayMs;
    let hasRung = true;
    let isDeaf = false;
    while (!stop.signal.aborted) {
      if (isTimeTo("tidy", tidyEveryMs)) await deps.outbox.tidy().catch(() => {});
      const isHeard = waker.listen(foldersOf(request, logs)) && !isDeaf;
      const isNews = await lookAtLogs(request, logs, watching);
      if (sendable > 0 && isTimeTo("ring", ringEveryMs) && sendable-- > 0) await deps.startSender();
      // a folder that did not tell of it in a moment never will
      if (isNews && !hasRung) isDeaf = !(await waker.wait(lookEveryMs, stop.signal));
      else if (hasRung) await wait(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {});
      const isOpen = [...logs.values()].some((log) => log.isOpen);
      hasRung = !isHeard || isOpen || (await waker.wait(mostMs, stop.signal));
    }
    for (const log of logs.values()) await log.finish();
    await ringing;
    withheld = pipeline.withheld;
  } finally {
    waker.close();
    for (const log of logs.values()) await log.close();
    for (const signal of stopSignals) process.off(signal, onStop);
  }
  await noteWithheld({ withheld }, deps);
  await deps.terminal.note([`Stopped; ${plural(logs.size, "log")} watched.`]);
}

const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Answers whether something was written to a log that was followed already. */
async function lookAtLogs(request: WatchRequest, logs: Map<string, WatchedLog>, watching: Watching): Promise<boolean> {
  const known = new Set(logs.values());
  await openLogs(request, false, logs, watching);
  let isNews = false;
  for (const log of logs.values()) isNews = ((await log.look()) && known.has(log)) || isNews;
  return isNews;
}

/** A log that appears later is read from its beginning, also while nobody watches. */
async function openLogs(request: WatchRequest, first: boolean, logs: Map<string, WatchedLog>, watching: Watching) {
  const { state, deps } = watching;
  for (const pattern of request.files) {
    const name = resolve(pattern);
    const skip = first && !request.fromStart && !state.get(name);
    for (const path of await expandPattern(pattern))
      if (!logs.has(path)) logs.set(path, await WatchedLog.open(path, skip, watching));
    if (first && !state.get(name)) state.set(name, { position: new Follower(name).position, seen: [] });
  }
  if (!first) return;
  await state.save();
  await deps.terminal.note([`Watching ${plural(logs.size, "log")}; Ctrl-C ends it.`]);
}

/** Where something happens when a log is written to, appears or is rotated. */
const foldersOf = ({ files }: WatchRequest, logs: ReadonlyMap<string, WatchedLog>) =>
  new Set([...files.map((file) => resolve(file)), ...logs.keys()].map(dirname).filter((path) => !/[*?]/.test(path)));

/** Tells whether so long has passed since it last was time for that; the first time it is. */
function createTimes(nowMs: () => number): (what: string, everyMs: number) => boolean {
  const last = new Map<string, number>();
  return (what, everyMs) => {
    const now = nowMs();
    if (Math.abs(now - (last.get(what) ?? 0)) < everyMs) return false; // a clock may be set back
    last.set(what, now);
    return true;
  };
}
