import type { Gate } from "../seal/seal.ts";
import type { World } from "../world/world.ts";

type Secrets = () => Iterable<string | null | undefined>;

/**
 * The gate with the secrets as they are at the moment of asking; the rules are compiled anew only if these changed, and
 * loaded when first asked for: a bot without errors never pays for them.
 *
 * @returns Rejects with what `secrets` throws: without them nothing may be sealed.
 */
export function createGates(world: World, secrets: Secrets = () => []): () => Promise<Gate> {
  let known: string | undefined;
  let gate: Promise<Gate> | undefined;
  return async () => {
    const words = [...new Set(secrets())].filter((word): word is string => typeof word === "string" && word !== "");
    const key = JSON.stringify(words);
    if (!gate || key !== known) gate = createGate(world, words);
    known = key;
    return gate;
  };
}

async function createGate({ machine, nowMs }: World, words: readonly string[]): Promise<Gate> {
  const { createScrubber } = await import("../scrub/scrub.ts");
  const literals = {
    ...machine,
    tokens: words.filter((word) => isToken(word)),
    secrets: words.filter((word) => !isToken(word)),
  };
  return { scrubber: createScrubber({ literals, nowMs: nowMs() }), literals };
}

/** The form of Discord's tokens: three parts with dots between them. */
const isToken = (word: string) => /^[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{20,110}$/.test(word);
