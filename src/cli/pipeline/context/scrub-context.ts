import { VextelError } from "../../../errors.ts";
import { createScrubContexts, type ScrubContextOf } from "../../../policy/scrub-context.ts";
import type { Line } from "../../../preview/terminal/line.ts";
import type { Literals, ScrubOptions } from "../../../scrub/options.ts";
import type { CommandDeps } from "../../deps.ts";
import { readFile } from "../input.ts";
import { findSecrets, followSecrets, introduce, warnOfLists } from "./bot-secrets.ts";

/** Options that name secrets without containing them: every user of the machine can see a command line. */
export interface SecretFlags {
  readonly secretEnv?: readonly string[];
  readonly secretFile?: readonly string[];
  /** A bot on this machine, whose token, keys and passwords are removed. */
  readonly bot?: string;
  /**
   * The files that are read. If no bot is named, the secrets of the bots whose folders contain them are removed, or
   * those of all bots of this account.
   */
  readonly files?: readonly string[];
}

/** Environment variables in which bots keep their token; always used. */
const tokenVariables = ["RED_TOKEN", "DISCORD_TOKEN", "DISCORD_BOT_TOKEN", "BOT_TOKEN"];

type ScrubDeps = Pick<CommandDeps, "world" | "policy" | "terminal">;

/**
 * Literals of this machine that must be removed.
 *
 * @throws {VextelError} `USAGE` if a named variable is not set, or a secret is too short to be searched for;
 * `FILE_UNREADABLE` if a named file cannot be read.
 */
async function readLiterals({ world, terminal }: ScrubDeps, flags: SecretFlags): Promise<Literals> {
  const named = (flags.secretEnv ?? []).map((name) => longEnough(world.env[name] ?? unset(name), name));
  const lines = await Promise.all((flags.secretFile ?? []).map((path) => readSecretFile(path, terminal)));
  return {
    ...world.machine,
    tokens: tokenVariables.map((name) => world.env[name]).filter((token) => token !== undefined),
    secrets: [...named, ...lines.flat()],
  };
}

/** On top of the policy. */
export interface ScrubChoices {
  /** The options of the command line. */
  readonly options?: ScrubOptions;
  /** As for `createScrubContexts`. */
  readonly whenDamaged?: "refuse" | "strictest";
  /** Gets the names of the bots whose secrets are known, never a secret. */
  readonly tell?: (...lines: Line[]) => Promise<void>;
}

/**
 * The scrubber and the second check for a publisher's events, with the policy, the secrets of this machine, and the
 * current secrets of its bots.
 *
 * @throws {VextelError} `NOT_FOUND` for a bot that does not exist.
 */
export async function openScrubContexts(
  deps: ScrubDeps,
  flags: SecretFlags,
  { options, whenDamaged, tell }: ScrubChoices = {},
): Promise<ScrubContextOf> {
  const { world, policy } = deps;
  const literals = await readLiterals(deps, flags);
  const sources = findSecrets(flags, world);
  const current = sources.length === 0 ? () => literals : followSecrets(sources, literals, world);
  if (tell) await tell(...(sources.length > 0 ? introduce(sources, flags) : []), ...warnOfLists(flags, world));
  const contextOf = createScrubContexts(world, policy, current, options, whenDamaged);
  return (publisher) =>
    contextOf(publisher).catch((cause) => {
      if (!(cause instanceof RangeError)) throw cause;
      const message = `These rules cannot be chosen: ${cause.message}`;
      throw new VextelError("USAGE", message, "See them: vextel scrub --rules", { cause });
    });
}

function unset(name: string): never {
  if (name === "") throw new VextelError("USAGE", "--secret-env got an empty name", "Give the name of a variable.");
  throw new VextelError("USAGE", `The variable ${name} of --secret-env is not set`, `Set it, or leave the option out.`);
}

/** Shorter values appear in too many harmless words. */
const shortest = 8;

function longEnough(secret: string, source: string): string {
  if (secret.length >= shortest) return secret;
  throw new VextelError(
    "USAGE",
    `A secret in ${source} has fewer than ${shortest} characters, and would also match inside ordinary words`,
    "Leave it out, or give a longer part of it.",
  );
}

/** One secret per line. */
async function readSecretFile(path: string, terminal: CommandDeps["terminal"]): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of readFile(path, { terminal })) chunks.push(chunk);
  } catch (cause) {
    if (!(cause instanceof VextelError)) throw cause;
    throw new VextelError(
      cause.code,
      cause.message,
      "Name a file with one secret per line, or leave --secret-file out.",
      {
        cause,
      },
    );
  }
  return Buffer.concat(chunks)
    .toString()
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => longEnough(line, path));
}
