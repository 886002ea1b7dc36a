import { type Claim, findGrant, type Uncovered } from "./claims.ts";
import type { Consent } from "./consent.ts";
import { allKinds, type Kind } from "./kinds.ts";

/** A claim that the consent does not cover, with what it covers instead, so that the owner can compare them. */
export interface HeldClaim {
  readonly plugin: string;
  readonly why: Uncovered;
  /** What the consent covers: destinations, or paths and loggers. Empty for an answer given to an older vextel. */
  readonly before: readonly string[];
  /** What is not covered. */
  readonly now: readonly string[];
}

/** How the owner's answer compares with what is claimed now. */
export interface ClaimStanding {
  /** `held`: the owner agreed to less than this; events that are not covered are held until the owner decides again. */
  readonly state: "enabled" | "held" | "disabled";
  readonly held: readonly HeldClaim[];
  /** Kinds that are not sent. */
  readonly refused: readonly Kind[];
}

/** Compares the owner's answer with what a publisher's plugins claim now. Claiming less needs no new answer. */
export function decideStanding(consent: Consent | undefined, claims: readonly Claim[]): ClaimStanding {
  if (consent?.answer !== "enabled") return { state: "disabled", held: [], refused: [] };
  const held = claims.flatMap((claim) => describeHeld(consent, claim) ?? []);
  const refused = allKinds.filter((kind) => !consent.kinds.some((one) => one.kind === kind));
  return { state: held.length > 0 ? "held" : "enabled", held, refused };
}

function describeHeld({ agreed }: Consent, claim: Claim): HeldClaim | undefined {
  const why = findGrant(agreed, claim);
  if (typeof why !== "string") return undefined;
  const { plugin, destination } = claim;
  if (why === "new destination")
    return { plugin, why, before: unique(agreed.map((one) => one.destination)), now: [destination] };
  const isNew = (part: Pick<Claim, "paths" | "loggers">) => findGrant(agreed, { destination, ...part }) === why;
  return {
    ...{ plugin, why, before: unique(agreed.flatMap(({ paths, loggers }) => [...paths, ...loggers])) },
    now: [
      ...claim.paths.filter((path) => isNew({ paths: [path], loggers: [] })),
      ...claim.loggers.filter((name) => isNew({ paths: [], loggers: [name] })),
    ],
  };
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
