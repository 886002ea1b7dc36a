import { basename, resolve } from "node:path";
import { VextelError } from "../../errors.ts";
import type { Bot } from "../../owner/bot.ts";
import { findBots, type Machine } from "../../owner/find.ts";
import type { LogSource } from "../../owner/services.ts";
import { plural } from "../../preview/summary.ts";
import type { CommandDeps } from "../deps.ts";
import { logsOf, placeOf } from "../pipeline/bot.ts";
import { logsNamed } from "../pipeline/logs-named.ts";

/** The bot or log that is set up. */
export interface Source {
  /** Its name for people, and for the service. */
  readonly name: string;
  /** Its logs, oldest first. */
  readonly logs: readonly string[];
  /** The bot, whose secrets are removed. */
  readonly bot?: Bot;
  /** The arguments that name it for `preview`, `capture` and `watch`. */
  readonly words: readonly string[];
}

export interface SourceFlags {
  readonly bot?: string;
  readonly log?: string;
}

/**
 * The bot or log that the options name, otherwise the only bot of this machine, otherwise the one that the owner
 * chooses.
 *
 * @returns `undefined` if there are several and there is no terminal to ask on; then they were listed.
 * @throws {VextelError} `NOT_FOUND` if there is none.
 */
export async function chooseSource(
  { bot, log }: SourceFlags,
  asks: boolean,
  deps: CommandDeps,
): Promise<Source | undefined> {
  if (bot !== undefined && log !== undefined)
    throw new VextelError("USAGE", "Give either --bot or --log; nothing was changed", "See the bots: vextel find");
  if (log !== undefined) return ofLog(resolve(log), await logsNamed(resolve(log), deps));
  const machine = findBots(placeOf(deps.world), deps.world.outside);
  const found = [...machine.bots.map(ofBot), ...machine.sources.filter(hasLogs).map(ofService)];
  if (bot !== undefined)
    return found.find(({ name }) => name.toLowerCase() === bot.toLowerCase()) ?? refuse(bot, found);
  if (found.length === 0) throw nothingFound(machine);
  if (found.length === 1) return found[0];
  if (asks) return askSource(found, deps);
  await deps.terminal.printProse([
    [`${found.length} bots were found; choose one with --bot:`],
    ...found.map((source) => [`  ${describe(source)}`]),
  ]);
  return undefined;
}

const ofLog = (path: string, logs: readonly string[]): Source => ({ name: basename(path), logs, words: [path] });
const ofBot = (bot: Bot): Source => ({ name: bot.name, logs: logsOf(bot), bot, words: ["--bot", bot.name] });
const ofService = ({ name, logs }: LogSource): Source => ({ name, logs, words: logs });
const hasLogs = ({ logs }: LogSource) => logs.length > 0;

const describe = ({ name, logs, bot }: Source) =>
  `${name}  ${bot ? `${bot.framework}, ${plural(bot.cogs.length, "cog")}, ` : ""}${plural(logs.length, "log")}`;

async function askSource(found: readonly Source[], { terminal }: CommandDeps): Promise<Source> {
  const choices = found.map((source, at) => ({ value: String(at), name: describe(source) }));
  return found[Number(await terminal.choose("Which bot?", choices))]!;
}

function refuse(bot: string, found: readonly Source[]): never {
  const known = found.map(({ name }) => name).join(", ");
  throw new VextelError(
    "NOT_FOUND",
    `There is no bot named ${bot}`,
    known === "" ? "Name its log: vextel setup --log <file or folder>" : `Known: ${known}. See them: vextel find`,
  );
}

function nothingFound({ lookedIn, problems, sources }: Machine): VextelError {
  const journal = sources.find(({ command }) => command !== undefined);
  return new VextelError(
    "NOT_FOUND",
    `No bot was found: ${problems.length > 0 ? problems.join("; ") : `there is no ${lookedIn.join(" and no ")}`}`,
    journal
      ? `${journal.name} keeps its output in the journal; see it: ${journal.command} | vextel preview`
      : "Run it as the account that runs the bot, or name its log: vextel setup --log <file or folder>",
  );
}
