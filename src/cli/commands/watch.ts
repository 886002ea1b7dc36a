import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { plural } from "../../preview/summary.ts";
import { expandPattern } from "../../world/expand.ts";
import { watchPath } from "../../world/paths.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { example } from "../help.ts";
import { type IntakeFlags, openIntake } from "../intake.ts";
import { addSecretOptions } from "../secret-options.ts";
import { WatchedLog, type Watching } from "../watch-log.ts";
import { openWatchState } from "../watch-state.ts";

export interface WatchRequest extends IntakeFlags {
  readonly files: readonly string[];
  readonly fromStart?: true;
}

export function watchCommand(deps: CommandDeps, run = runWatch): Command {
  const command = new Command("watch")
    .description("follow logs through rotation and capture errors as they appear")
    .argument("<file...>", "logs; they may not exist yet, and may hold quoted `*` and `?`")
    .option("--from-start", "also take what stands in a log that was never watched before")
    .option("--plugin <name>", "the plugin of errors that the text gives to nobody")
    .option("--any", "also errors that belong to no registered plugin");
  return addSecretOptions(command)
    .addHelpText("after", example("vextel watch ~/red/red.log", "vextel watch '/var/log/bots/*.log'"))
    .action((files: string[], flags: Omit<WatchRequest, "files">) => run({ files, ...flags }, deps));
}

/** How often the logs are looked at. */
const lookEveryMs = 500;
/** How often a postman is called again after an error that consent lets go, in looks: the network may be away. */
const ringEvery = 240;
const ringAgain = 30;
/** How often what is too old is dropped, in looks: hourly. */
const tidyEvery = 7200;
/** How often names with `*` are looked up anew: in looks. */
const expandEvery = 10;

/** Ends on SIGTERM and Ctrl-C with everything that was written until then kept. */
export async function runWatch(request: WatchRequest, deps: CommandDeps): Promise<void> {
  const stop = new AbortController();
  const onStop = (signal: NodeJS.Signals) => {
    if (signal === "SIGINT") deps.setStatus(exit.interrupted);
    stop.abort();
  };
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  for (const signal of stopSignals) process.on(signal, onStop);
  const logs = new Map<string, WatchedLog>();
  try {
    const state = await openWatchState(watchPath(deps.paths), deps.world);
    const intake = await openIntake(request, deps);
    let sendable = 0;
    const onSendable = () => {
      sendable = ringAgain;
      void deps.startPostman();
    };
    const watching = { intake, state, deps, signal: stop.signal, onSendable };
    for (let look = 0; !stop.signal.aborted; look++) {
      if (look % expandEvery === 0) await openLogs(request, look === 0, logs, watching);
      if (look % tidyEvery === 0) await deps.outbox.tidy().catch(() => {});
      for (const log of logs.values()) await log.look();
      if (sendable > 0 && look % ringEvery === 0 && sendable-- > 0) await deps.startPostman();
      await wait(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {});
    }
    for (const log of logs.values()) await log.finish();
  } finally {
    for (const log of logs.values()) await log.close();
    for (const signal of stopSignals) process.off(signal, onStop);
  }
  await deps.terminal.note([`Stopped; ${plural(logs.size, "log")} watched.`]);
}

const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** A log that appears later is read from its beginning. */
async function openLogs(request: WatchRequest, first: boolean, logs: Map<string, WatchedLog>, watching: Watching) {
  for (const pattern of request.files)
    for (const path of await expandPattern(pattern))
      if (!logs.has(path)) logs.set(path, await WatchedLog.open(path, first && !request.fromStart, watching));
  if (first) await watching.deps.terminal.note([`Watching ${plural(logs.size, "log")}; Ctrl-C ends it.`]);
}
