import type { ScrubContext } from "../../seal/seal.ts";
import { formatKeys } from "../../seal/words.ts";
import type { World } from "../../world/world.ts";

type Secrets = () => Iterable<string | null | undefined>;

/**
 * The scrubContext with the secrets as they are at the moment of asking; the rules are compiled anew only if these changed, and
 * loaded when first asked for: a bot without errors never pays for them.
 *
 * @returns Rejects with what `secrets` throws: without them nothing may be sealed.
 */
export function createScrubContexts(world: World, secrets: Secrets = () => []): () => Promise<ScrubContext> {
  let known: string | undefined;
  let scrubContext: Promise<ScrubContext> | undefined;
  return async () => {
    const words = [...new Set(secrets())].filter((word): word is string => typeof word === "string" && word !== "");
    const key = JSON.stringify(words);
    if (!scrubContext || key !== known) scrubContext = createScrubContext(world, words);
    known = key;
    return scrubContext;
  };
}

async function createScrubContext({ machine, nowMs }: World, words: readonly string[]): Promise<ScrubContext> {
  const { createScrubber } = await import("../../scrub/scrub.ts");
  const literals = {
    ...machine,
    tokens: words.filter((word) => isToken(word)),
    secrets: words.filter((word) => !isToken(word)),
  };
  return { scrubber: createScrubber({ formatKeys, literals, nowMs: nowMs() }), literals };
}

/** The form of Discord's tokens: three parts with dots between them. */
const isToken = (word: string) => /^[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{20,110}$/.test(word);
