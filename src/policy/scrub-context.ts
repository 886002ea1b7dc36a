import type { Literals, ScrubOptions } from "../scrub/options.ts";
import type { ScrubContext } from "../seal/seal.ts";
import { formatKeys } from "../seal/words.ts";
import type { World } from "../world/world.ts";
import type { PolicyFile } from "./file.ts";
import { type Policy, rulesFor } from "./policy.ts";
import { scrubOptionsOf } from "./scrub-options.ts";

/** How events of a publisher are scrubbed, by the owner's policy as it is at this moment. */
export type ScrubContextOf = (publisher?: string) => Promise<ScrubContext>;

/**
 * Compiles rules when they are first asked for, and again only when the policy or the literals have changed.
 *
 * @param literals - What of this machine and bot must never leave, as it is at this moment; equal objects mean that
 * nothing changed.
 * @param more - What a command line asks for on top of the policy.
 * @returns Rejects with `STATE_UNTRUSTED` if the policy cannot be used, and with what `literals` throws.
 */
export function createScrubContexts(
  world: World,
  policyFile: PolicyFile,
  literals: () => Literals,
  more: ScrubOptions = {},
): ScrubContextOf {
  let known: { literals: Literals; policy: Policy } | undefined;
  const contexts = new Map<string | undefined, ScrubContext>();
  return async (publisher) => {
    const now = { literals: literals(), policy: await policyFile.current() };
    if (now.literals !== known?.literals || now.policy !== known.policy) contexts.clear();
    known = now;
    const context = contexts.get(publisher) ?? (await compile(world, now, publisher, more));
    contexts.set(publisher, context);
    return context;
  };
}

async function compile(
  world: World,
  { literals, policy }: { literals: Literals; policy: Policy },
  publisher: string | undefined,
  more: ScrubOptions,
): Promise<ScrubContext> {
  const { createScrubber } = await import("../scrub/scrub.ts");
  const own = scrubOptionsOf(policy, publisher);
  const merged = {
    ...{ formatKeys, ...own, ...more },
    on: [...(own.on ?? []).filter((name) => !more.off?.includes(name)), ...(more.on ?? [])],
    off: [...(own.off ?? []).filter((name) => !more.on?.includes(name)), ...(more.off ?? [])],
  };
  const scrubber = createScrubber({ ...merged, literals, nowMs: world.nowMs() });
  return { scrubber, literals, breadcrumbs: rulesFor(policy, publisher).breadcrumbs };
}
