import { VextelError } from "../../errors.ts";
import type { CommandDeps } from "../deps.ts";
import { statusOfError } from "../exit.ts";
import { findBot, logsOf, type Named } from "./bot.ts";
import { logsNamed } from "./logs-named.ts";

/**
 * Reads what a command was given: the named files and the logs in named folders, otherwise the logs of the bot,
 * otherwise standard input. If there are several, one that cannot be read does not affect the others: it is reported,
 * and decides the exit status.
 *
 * @throws {VextelError} `FILE_UNREADABLE` for the only file; `NOT_FOUND` for the only folder if it has no logs, and for
 * a bot that does not exist or has no logs.
 */
export async function forEachFile(
  named: Named,
  deps: CommandDeps,
  read: (file: string) => Promise<void>,
): Promise<void> {
  const names = namesToRead(named, deps);
  const files: string[] = [];
  await eachAlone(names, names.length > 1, deps, async (name) => void files.push(...(await logsNamed(name, deps))));
  await eachAlone(files, names.length > 1 || files.length > 1, deps, read);
}

function namesToRead({ files = [], bot: name }: Named, { world }: CommandDeps): readonly string[] {
  if (name === undefined) return files.length > 0 ? files : ["-"];
  const { bot } = findBot(name, world);
  if (files.length > 0) return files;
  const logs = logsOf(bot);
  if (logs.length > 0) return logs;
  throw new VextelError(
    "NOT_FOUND",
    `${bot.name} has no logs yet in ${bot.logFolder}`,
    "Start the bot once, or name a log file.",
  );
}

/**
 * Acts on each in turn. If there are several, one that cannot be read is reported, and decides the exit status.
 *
 * @param areSeveral - Whether others remain if one cannot be read.
 */
export async function eachAlone(
  names: readonly string[],
  areSeveral: boolean,
  { terminal, setStatus }: CommandDeps,
  act: (name: string) => Promise<void>,
): Promise<void> {
  for (const name of names)
    try {
      await act(name);
    } catch (error) {
      if (!areSeveral || !isAboutInput(error)) throw error;
      setStatus(statusOfError[error.code]);
      await terminal.note([["warn", error.message]]);
    }
}

const isAboutInput = (error: unknown): error is VextelError =>
  error instanceof VextelError && (error.code === "FILE_UNREADABLE" || error.code === "NOT_FOUND");
