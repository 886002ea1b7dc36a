import { secretsBehind, unreadLists } from "../../../owner/find.ts";
import type { SecretSource } from "../../../owner/red/secret-source.ts";
import { plural } from "../../../preview/summary.ts";
import type { Line } from "../../../preview/terminal/line.ts";
import type { Literals } from "../../../scrub/options.ts";
import type { World } from "../../../world/world.ts";
import { findBot, type Named, pathsOf, placeOf } from "../bot.ts";

/** @throws {VextelError} `NOT_FOUND` if there is no bot of this name. */
export const findSecrets = ({ bot, files }: Named, world: World): SecretSource[] =>
  bot === undefined ? secretsBehind(pathsOf(files), placeOf(world), world.outside) : [findBot(bot, world).secrets];

/** How often the bots' settings are checked. */
const lookEveryMs = 5000;

/** The literals and the secrets of bots, which are read again when settings change. */
export function followSecrets(sources: readonly SecretSource[], literals: Literals, world: World): () => Literals {
  const look = () => sources.map((source) => source.current());
  let lookedAtMs = world.nowMs();
  let seen = look();
  let known = withSecrets(literals, seen);
  return () => {
    if (Math.abs(world.nowMs() - lookedAtMs) < lookEveryMs) return known;
    lookedAtMs = world.nowMs();
    const now = look();
    if (now.some((one, at) => one !== seen[at])) [seen, known] = [now, withSecrets(literals, now)];
    return known;
  };
}

const withSecrets = (literals: Literals, all: readonly ReturnType<SecretSource["current"]>[]): Literals => ({
  ...literals,
  tokens: [...(literals.tokens ?? []), ...all.flatMap(({ tokens }) => tokens)],
  secrets: [...(literals.secrets ?? []), ...all.flatMap(({ secrets }) => secrets)],
});

/** `3 secrets of tavern will be removed.` For a bot that was named, also what could not be read. */
export function introduce(sources: readonly SecretSource[], { bot, files = [] }: Named): Line[] {
  const counts = sources.map((source) => {
    const { tokens, secrets } = source.current();
    return tokens.length + secrets.length;
  });
  const count = counts.reduce((sum, one) => sum + one, 0);
  const whose = sources.length > most ? plural(sources.length, "bot") : sources.map(({ name }) => name).join(", ");
  const isMeant = bot !== undefined || files.length > 0;
  return [
    [
      [
        "dim",
        count === 0 ? `No secrets of ${whose} were found.` : `${plural(count, "secret")} of ${whose} will be removed.`,
      ],
    ],
    ...(isMeant ? sources : []).flatMap(({ problems }) => problems).map(notRead),
  ];
}

/** A warning for each list of bots that cannot be read. */
export const warnOfLists = ({ bot }: Named, world: World): Line[] =>
  bot === undefined ? unreadLists(placeOf(world), world.outside).map(notRead) : [];

const notRead = (problem: string): Line => [["warn", `Not read for secrets: ${problem}`]];

/** The most bots that are listed. */
const most = 3;
