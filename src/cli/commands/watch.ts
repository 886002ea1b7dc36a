import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { plural } from "../../preview/summary.ts";
import { FolderWatcher } from "../../world/follow/folder-watcher.ts";
import { watchPath } from "../../world/paths.ts";
import { addAttributionOptions } from "../arguments/attribution-options.ts";
import { example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { logsToWatch } from "../pipeline/bot.ts";
import { noteOthers } from "../pipeline/others.ts";
import { openPipeline, type PipelineFlags } from "../pipeline/pipeline.ts";
import { noteWithheld } from "../pipeline/withheld.ts";
import { createInterval } from "../watch/interval.ts";
import type { Watching } from "../watch/keeper.ts";
import { createRetries, type Retries } from "../watch/retries.ts";
import { createSending } from "../watch/sending.ts";
import { Sources } from "../watch/sources.ts";
import { openWatchState } from "../watch/state.ts";
import { listenForStop } from "../watch/stop-signals.ts";
import { readTarget } from "../watch/targets.ts";

export interface WatchRequest extends PipelineFlags {
  readonly files: readonly string[];
  readonly fromStart?: true;
}

export function watchCommand(deps: CommandDeps, run = runWatch): Command {
  const command = new Command("watch")
    .description("follow logs and capture errors as they appear")
    .argument("[file...]", "logs, folders of logs, named pipes, `-` for standard input; `*` and `?` if quoted")
    .option("--from-start", "also capture what is already in a log that is watched for the first time");
  return addSecretOptions(addAttributionOptions(command))
    .addHelpText("after", example("vextel watch ~/red/core/logs", "journalctl -f -u red -o cat | vextel watch -"))
    .action((files: string[], flags: Omit<WatchRequest, "files">) => run({ files, ...flags }, deps));
}

/** How often a log that is being written to is checked. */
const lookEveryMs = 500;
/** How often old events are dropped. */
const tidyEveryMs = 3_600_000;

/** Ends on SIGTERM and Ctrl-C, after it has kept the errors written until then, as far as time permits. */
export async function runWatch(asked: WatchRequest, deps: CommandDeps): Promise<void> {
  const request = { ...asked, files: await logsToWatch(asked, deps) };
  const stop = listenForStop(() => deps.setStatus(exit.interrupted));
  const targets = request.files.map((file) => readTarget(file, deps));
  const waker = new FolderWatcher();
  let sources: Sources | undefined;
  try {
    const state = await openWatchState(watchPath(deps.paths), deps.world);
    const pipeline = await openPipeline({ ...request, keepsReceipts: true }, deps, "automatic");
    const retries = createRetries(deps, createSending(deps));
    const { signal, late } = stop;
    const { onSendable } = retries;
    const watching = { pipeline, state, deps, signal, late, onSendable, wake: () => waker.wake() };
    sources = new Sources(targets, watching);
    await sources.open(asked.fromStart ?? false);
    await watchUntilStopped(sources, retries, waker, watching);
    await sources.finish();
    await state.save();
    await retries.settle();
    await noteOthers(pipeline, deps);
    await noteWithheld(pipeline, deps);
  } finally {
    waker.close();
    await sources?.close();
    stop.close();
  }
  const rest = stop.late.aborted ? " What was not read yet is read the next time." : "";
  await deps.terminal.note([`Stopped; ${plural(sources.size, "log")} watched.${rest}`]);
}

async function watchUntilStopped(sources: Sources, retries: Retries, waker: FolderWatcher, watching: Watching) {
  const { deps, signal, state } = watching;
  const isTimeToTidy = createInterval(deps.world.nowMs, tidyEveryMs);
  let wasWoken = true;
  let isSilent = false;
  while (!signal.aborted) {
    if (isTimeToTidy()) {
      await deps.outbox.tidy().catch(() => {});
      await retries.lookForLeft();
    }
    const isWatched = waker.watch(sources.folders) && !isSilent;
    const isNews = await sources.look();
    if (sources.hasEnded) break;
    await retries.retryIfDue();
    // a folder that does not report it within a moment never will
    if (isNews && !wasWoken) isSilent = !(await waker.wait(lookEveryMs, signal));
    else if (wasWoken) await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    const { isOpen } = sources;
    await state.saveNowAndThen();
    wasWoken = !isWatched || isOpen || (await waker.wait(state.isDirty ? lookEveryMs : sources.longestPauseMs, signal));
  }
}
