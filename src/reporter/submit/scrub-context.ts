import { VextelError } from "../../errors.ts";
import type { PolicyFile } from "../../policy/file.ts";
import { createScrubContexts, type ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Literals } from "../../scrub/options.ts";
import type { World } from "../../world/world.ts";

/** All secrets, as of now. */
export type Secrets = () => readonly string[];

/**
 * Reads the author's secrets.
 *
 * @throws {TypeError} if it is not a function.
 * @returns A function that throws `USAGE` if reading fails or does not return a list of texts.
 */
export function createSecrets(given: () => Iterable<string | null | undefined> = () => []): Secrets {
  if (typeof given !== "function")
    throw new TypeError("secrets must be a function that returns an array of strings: secrets: () => [client.token]");
  return () => {
    let words: unknown;
    try {
      words = given();
      if (typeof words === "object" && words !== null && Symbol.iterator in words)
        words = [...(words as Iterable<unknown>)];
    } catch (cause) {
      throw unreadable("it threw", cause);
    }
    if (!Array.isArray(words)) throw unreadable(`it gave ${isThenable(words) ? "a promise" : `a ${typeof words}`}`);
    if (words.some((word) => typeof word !== "string" && word !== null && word !== undefined))
      throw unreadable("not everything that it returned is a string");
    return [...new Set(words)].filter((word): word is string => typeof word === "string" && word !== "");
  };
}

const isThenable = (value: unknown) => typeof (value as { then?: unknown } | undefined)?.then === "function";

const unreadable = (what: string, cause?: unknown) =>
  new VextelError(
    "USAGE",
    `The plugin's option \`secrets\` failed: ${what}`,
    "It must be a function that returns an array of strings at once: secrets: () => [client.token]. Without it nothing is kept.",
    { cause },
  );

/**
 * The scrub context with the secrets as they are at the moment of asking; the rules are loaded at first use, so a bot
 * without errors never loads them.
 *
 * @returns Rejects with what `secrets` throws: without them nothing may be sealed.
 */
export function createBotScrubContexts(world: World, policy: PolicyFile, secrets: Secrets): ScrubContextOf {
  let known: { key: string; literals: Literals } | undefined;
  const literals = () => {
    const words = secrets();
    const key = JSON.stringify(words);
    if (key !== known?.key) known = { key, literals: toLiterals(world, words) };
    return known.literals;
  };
  return createScrubContexts(world, policy, literals, {}, "strictest");
}

const toLiterals = ({ machine }: World, words: readonly string[]): Literals => ({
  ...machine,
  tokens: words.filter((word) => isToken(word)),
  secrets: words.filter((word) => !isToken(word)),
});

/** The form of Discord's tokens: three parts separated by dots. */
const isToken = (word: string) => /^[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{20,110}$/.test(word);
