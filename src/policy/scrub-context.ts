import { VextelError } from "../errors.ts";
import { type Literals, ownOptions, type ScrubOptions } from "../scrub/options.ts";
import type { ScrubContext } from "../seal/draft.ts";
import { formatKeys } from "../seal/field-names.ts";
import type { World } from "../world/world.ts";
import type { PolicyFile } from "./file.ts";
import { defaultPolicy, type Policy, rulesFor } from "./policy.ts";
import { scrubOptionsOf } from "./scrub-options.ts";

/** How events of a publisher are scrubbed, according to the owner's current policy. */
export type ScrubContextOf = (publisher?: string) => Promise<ScrubContext>;

/**
 * Compiles rules at first use, and again only when the policy or the literals have changed.
 *
 * @param literals - Returns the private texts of this machine and bot as of now; equal objects mean that nothing
 * changed.
 * @param more - Options of the command line, in addition to the policy.
 * @param whenDamaged - What replaces a policy that cannot be used: nothing, or the strictest policy, for errors that
 * are held rather than lost.
 * @returns Rejects with `STATE_UNTRUSTED` if the policy cannot be used, and with what `literals` throws.
 */
export function createScrubContexts(
  world: World,
  policyFile: PolicyFile,
  literals: () => Literals,
  more: ScrubOptions = {},
  whenDamaged: "refuse" | "strictest" = "refuse",
): ScrubContextOf {
  let known: Basis | undefined;
  const contexts = new Map<string | undefined, ScrubContext>();
  return async (publisher) => {
    const current = () => (whenDamaged === "refuse" ? policyFile.current() : currentOrProblem(policyFile));
    const now = { literals: literals(), policy: await current() };
    if (now.literals !== known?.literals || now.policy !== known.policy) contexts.clear();
    known = now;
    const context = contexts.get(publisher) ?? (await compile(world, now, publisher, more));
    contexts.set(publisher, context);
    return context;
  };
}

/** The parts from which rules are made. */
interface Basis {
  readonly literals: Literals;
  /** Or the reason why it cannot be used. */
  readonly policy: Policy | string;
}

const currentOrProblem = (file: PolicyFile): Promise<Policy | string> =>
  file.current().catch((error: unknown) => {
    if (error instanceof VextelError && error.code === "STATE_UNTRUSTED") return error.message;
    throw error;
  });

async function compile(
  world: World,
  { literals, policy: current }: Basis,
  publisher: string | undefined,
  given: ScrubOptions,
): Promise<ScrubContext> {
  const { createScrubber } = await import("../scrub/scrub.ts");
  const policy = typeof current === "string" ? await strictest() : current;
  const own = ownOptions(scrubOptionsOf(policy, publisher));
  const more = ownOptions(given);
  const merged = {
    ...{ formatKeys, ...own, ...more },
    on: [...(own.on ?? []).filter((name) => !more.off?.includes(name)), ...(more.on ?? [])],
    off: [...(own.off ?? []).filter((name) => !more.on?.includes(name)), ...(more.off ?? [])],
  };
  const scrubber = createScrubber({ ...merged, literals, nowMs: () => world.nowMs() });
  const problem = typeof current === "string" ? { problem: current } : {};
  return { scrubber, literals, breadcrumbs: rulesFor(policy, publisher).breadcrumbs, ...problem };
}

/** All rules, and no breadcrumbs. Only the owner's own words are missing. */
async function strictest(): Promise<Policy> {
  const { rules } = await import("../scrub/rules/index.ts");
  return { ...defaultPolicy, on: rules.filter(({ on }) => on === false).map(({ name }) => name), breadcrumbs: 0 };
}
