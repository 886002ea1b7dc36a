import { VextelError } from "../../errors.ts";
import type { ChosenBot } from "../../owner/find.ts";
import { createScrubContexts, type ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Literals, ScrubOptions } from "../../scrub/options.ts";
import { readInput } from "../../world/input.ts";
import type { World } from "../../world/world.ts";
import type { CommandDeps } from "../deps.ts";
import { findBot } from "./bot.ts";

/** Flags that name secrets without holding them: a command line can be seen by every user of the machine. */
export interface SecretFlags {
  readonly secretEnv?: readonly string[];
  readonly secretFile?: readonly string[];
  /** A bot of this machine, whose token, keys and database password are to be taken out. */
  readonly bot?: string;
}

/** Where bots keep their token; taken along unasked. */
const tokenVariables = ["RED_TOKEN", "DISCORD_TOKEN", "DISCORD_BOT_TOKEN", "BOT_TOKEN"];

/**
 * What of this machine must never leave.
 *
 * @throws {VextelError} `USAGE` if a named variable is not set, or what was named is too short to be looked for;
 * `FILE_UNREADABLE` if a named file cannot be read.
 */
export async function readLiterals(world: World, flags: SecretFlags): Promise<Literals> {
  const named = (flags.secretEnv ?? []).map((name) => longEnough(world.env[name] ?? unset(name), name));
  const lines = await Promise.all((flags.secretFile ?? []).map(readSecretFile));
  return {
    ...world.machine,
    tokens: tokenVariables.map((name) => world.env[name]).filter((token) => token !== undefined),
    secrets: [...named, ...lines.flat()],
  };
}

/**
 * The scrubber and the second look for a publisher's events: by the policy, with the secrets of this machine, and of the
 * bot as they are at any moment.
 *
 * @param options - What the command line asks for on top of the policy.
 * @param whenDamaged - As for `createScrubContexts`.
 */
export async function openScrubContexts(
  { world, policy }: Pick<CommandDeps, "world" | "policy">,
  flags: SecretFlags,
  options: ScrubOptions = {},
  whenDamaged: "refuse" | "strictest" = "refuse",
): Promise<ScrubContextOf> {
  const literals = await readLiterals(world, flags);
  const current = flags.bot === undefined ? () => literals : followBot(findBot(flags.bot, world), literals, world);
  const contextOf = createScrubContexts(world, policy, current, options, whenDamaged);
  return (publisher) =>
    contextOf(publisher).catch((cause) => {
      if (!(cause instanceof RangeError)) throw cause;
      const message = `The rules cannot be chosen so: ${cause.message}`;
      throw new VextelError("USAGE", message, "See them: vextel scrub --rules", { cause });
    });
}

/** How often the bot's settings are looked at. */
const lookEveryMs = 5000;

/** Reads the bot's secrets anew when its settings have changed. */
function followBot({ secrets, settingsModifiedMs }: ChosenBot, literals: Literals, world: World): () => Literals {
  const read = (): Literals => {
    const { tokens, secrets: more } = secrets();
    return {
      ...literals,
      tokens: [...(literals.tokens ?? []), ...tokens],
      secrets: [...(literals.secrets ?? []), ...more],
    };
  };
  let [modifiedMs, lookedAtMs, known] = [settingsModifiedMs(), world.nowMs(), read()];
  return () => {
    if (Math.abs(world.nowMs() - lookedAtMs) < lookEveryMs) return known;
    lookedAtMs = world.nowMs();
    const now = settingsModifiedMs();
    if (now !== modifiedMs) [modifiedMs, known] = [now, read()];
    return known;
  };
}

function unset(name: string): never {
  throw new VextelError("USAGE", `The variable ${name} of --secret-env is not set`, `Set it, or leave the option out.`);
}

/** What is shorter stands in too many innocent words. */
const shortest = 8;

function longEnough(secret: string, source: string): string {
  if (secret.length >= shortest) return secret;
  throw new VextelError(
    "USAGE",
    `A secret in ${source} has fewer than ${shortest} characters, and would be taken out of innocent words`,
    "Leave it out, or give more of it.",
  );
}

/** One secret a line. */
async function readSecretFile(path: string): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInput(path)) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString()
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => longEnough(line, path));
}
