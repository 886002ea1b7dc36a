import type { PolicyFile } from "../../policy/file.ts";
import { createScrubContexts, type ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Literals } from "../../scrub/options.ts";
import type { World } from "../../world/world.ts";

type Secrets = () => Iterable<string | null | undefined>;

/**
 * The scrub context with the secrets as they are at the moment of asking; the rules are loaded when first asked for: a bot
 * without errors never pays for them.
 *
 * @returns Rejects with what `secrets` throws: without them nothing may be sealed.
 */
export function createBotScrubContexts(world: World, policy: PolicyFile, secrets: Secrets = () => []): ScrubContextOf {
  let known: { key: string; literals: Literals } | undefined;
  return createScrubContexts(world, policy, () => {
    const words = [...new Set(secrets())].filter((word): word is string => typeof word === "string" && word !== "");
    const key = JSON.stringify(words);
    if (key !== known?.key) known = { key, literals: toLiterals(world, words) };
    return known.literals;
  });
}

const toLiterals = ({ machine }: World, words: readonly string[]): Literals => ({
  ...machine,
  tokens: words.filter((word) => isToken(word)),
  secrets: words.filter((word) => !isToken(word)),
});

/** The form of Discord's tokens: three parts with dots between them. */
const isToken = (word: string) => /^[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{20,110}$/.test(word);
