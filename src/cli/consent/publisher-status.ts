import type { Claim } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { decideEffective, type Effective } from "../../consent/effective.ts";
import { type ClaimStanding, decideStanding } from "../../consent/standing.ts";
import { createOutlook, type Held } from "../../deliver/outlook.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Tally } from "../../outbox/outbox.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { claimsOf } from "./claims.ts";

/** The state of one publisher: the answer, what it covers, and what happened to its events. */
export interface PublisherStatus extends Effective {
  readonly name: string;
  readonly consent: Consent | undefined;
  readonly claims: readonly Claim[];
  readonly standing: ClaimStanding;
  /** Events in the outbox. */
  readonly waiting: number;
  /** How many of them are sent automatically. */
  readonly automatic: number;
  /** Why the others are not, and how many each. */
  readonly held: ReadonlyMap<Held, number>;
  readonly sent: number;
}

/** What is on this machine, read once for all publishers. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly manifests: readonly Manifest[];
  /** Pending events, by publisher. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly tallies: ReadonlyMap<string, Tally>;
}

/** @param saved - `"untrusted"` if the consent file cannot be trusted: then nothing is enabled. */
export function describePublisher(
  name: string,
  saved: Consent | undefined | "untrusted",
  { env, manifests, entries, tallies }: Machine,
): PublisherStatus {
  const consent = saved === "untrusted" ? undefined : saved;
  const claims = claimsOf(name, manifests, consent, env);
  const own = entries.get(name) ?? [];
  const held = new Map<Held, number>();
  const outlookOf = createOutlook(consent, env);
  for (const entry of own) {
    const outlook = outlookOf(entry);
    if (outlook.kind === "held") held.set(outlook.why, (held.get(outlook.why) ?? 0) + 1);
  }
  const heldCount = [...held.values()].reduce((sum, count) => sum + count, 0);
  return {
    ...{ name, consent, claims, standing: decideStanding(consent, claims), held },
    ...{ waiting: own.length, automatic: own.length - heldCount },
    sent: tallies.get(name)?.sent ?? 0,
    ...decideEffective(env, saved),
  };
}
