import { join, resolve } from "node:path";
import { VextelError } from "../../errors.ts";
import type { Bot } from "../../owner/bot.ts";
import { type ChosenBot, chooseBot } from "../../owner/find.ts";
import type { RedPlace } from "../../owner/red/paths.ts";
import type { World } from "../../world/world.ts";
import type { CommandDeps } from "../deps.ts";

/** Where bots are searched. */
export const placeOf = ({ platform, env, machine }: World): RedPlace => ({ platform, env, home: machine.home });

/** @throws {VextelError} `NOT_FOUND`, listing the known bots. */
export const findBot = (name: string, world: World): ChosenBot => chooseBot(name, placeOf(world), world.outside);

/** What a command reads. */
export interface Named {
  readonly files?: readonly string[];
  readonly bot?: string;
}

/** Absolute paths of the named files; none if standard input is among them. */
export const pathsOf = (files: readonly string[] = []): string[] =>
  files.includes("-") ? [] : files.map((file) => resolve(file));

/** The logs of its last two runs, oldest first: bots are often restarted after an error. */
export const logsOf = ({ previousLogs, logs }: Bot): readonly string[] => [...previousLogs, ...logs];

/**
 * What `watch` follows: the named files, otherwise the logs of the bot, which need not exist yet.
 *
 * @throws {VextelError} `USAGE` if neither is named; `NOT_FOUND` for a bot that does not exist.
 */
export async function logsToWatch({ files = [], bot: name }: Named, deps: CommandDeps): Promise<readonly string[]> {
  if (name === undefined && files.length === 0)
    throw new VextelError("USAGE", "No log to watch was given", "Name a log file or a bot: vextel watch --bot <name>");
  if (name === undefined) return files;
  const { bot } = findBot(name, deps.world);
  return files.length > 0 ? files : [join(bot.logFolder, "latest*.log")];
}
