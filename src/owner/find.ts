import { VextelError } from "../errors.ts";
import type { OutsideFiles } from "../world/outside/outside.ts";
import type { Bot, Cog } from "./bot.ts";
import { instancesBehind } from "./red/around.ts";
import { describeInstance, findInstances } from "./red/find.ts";
import type { RedInstance } from "./red/instances.ts";
import { type RedPlace, redConfigPaths } from "./red/paths.ts";
import { openSecretSource, type SecretSource } from "./red/secret-source.ts";
import { findContainers, findPm2, findUnits, type LogSource } from "./services.ts";

/** The bots and services of this machine, according to its files. */
export interface Machine {
  readonly bots: readonly Bot[];
  readonly sources: readonly LogSource[];
  /** Where Red's list of instances was searched. */
  readonly lookedIn: readonly string[];
  readonly problems: readonly string[];
}

/** Reads what is there and changes nothing. Holds no secret. */
export function findBots(place: RedPlace, files: OutsideFiles): Machine {
  const lookedIn = redConfigPaths(place);
  const { found, problems } = findInstances(lookedIn, files);
  const bots = found.map((instance) => describeInstance(instance, files));
  const onUnix = place.platform !== "win32";
  const sources = onUnix
    ? [...findUnits(place.home, files), ...findPm2(place.home, place.env, files), ...findContainers(files)]
    : [];
  return { bots, sources, lookedIn, problems };
}

/** One bot, chosen by name. */
export interface ChosenBot {
  readonly bot: Bot;
  readonly secrets: SecretSource;
}

/**
 * The bot with this name; for an empty name, the only bot there is.
 *
 * @throws {VextelError} `NOT_FOUND`, listing the known ones and the places that were searched.
 */
export function chooseBot(name: string, place: RedPlace, files: OutsideFiles): ChosenBot {
  const lookedIn = redConfigPaths(place);
  const { found, problems } = findInstances(lookedIn, files);
  const wanted = name.toLowerCase();
  const instance =
    name === "" && found.length === 1 ? found[0] : found.find((one) => one.name.toLowerCase() === wanted);
  if (!instance) throw notFound(name, found, lookedIn, problems);
  return { bot: describeInstance(instance, files), secrets: openSecretSource(instance, files) };
}

/**
 * The secrets that the files may contain: of the bots whose folders contain the files, or of all bots of this account
 * if a file is in none of these folders.
 *
 * @param paths - Absolute; none for what comes from elsewhere.
 */
export const secretsBehind = (paths: readonly string[], place: RedPlace, files: OutsideFiles): SecretSource[] =>
  behind(paths, place, files).map((instance) => openSecretSource(instance, files));

/** The lists of bots that cannot be read, so that secrets of bots may be unknown. */
export const unreadLists = (place: RedPlace, files: OutsideFiles): readonly string[] =>
  findInstances(redConfigPaths(place), files).problems;

/** The cogs of the same bots. */
export const cogsBehind = (paths: readonly string[], place: RedPlace, files: OutsideFiles): Cog[] =>
  behind(paths, place, files).flatMap((instance) => describeInstance(instance, files).cogs);

const behind = (paths: readonly string[], place: RedPlace, files: OutsideFiles): readonly RedInstance[] =>
  instancesBehind(paths, findInstances(redConfigPaths(place), files).found, files);

function notFound(
  name: string,
  found: readonly RedInstance[],
  lookedIn: readonly string[],
  problems: readonly string[],
): VextelError {
  const known = found.map((one) => one.name).join(", ");
  const problem = problems.length > 0 ? ` (${problems.join("; ")})` : "";
  if (found.length === 0)
    return new VextelError(
      "NOT_FOUND",
      `No instance of Red was found in ${lookedIn.join(" or ")}${problem}`,
      "Run it as the account that runs the bot, or name its log files.",
    );
  const what = name === "" ? `There are ${found.length} bots; name one of them` : `There is no bot named ${name}`;
  return new VextelError("NOT_FOUND", what, `Known: ${known}. See them: vextel find`);
}
