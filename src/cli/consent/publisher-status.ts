import { isDatedAhead } from "../../consent/answer.ts";
import type { Claim } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { decideEffective, type Effective } from "../../consent/effective.ts";
import { type ClaimStanding, decideStanding } from "../../consent/standing.ts";
import { createOutlook, eachForOutlook, type Held } from "../../deliver/outlook/outlook.ts";
import type { Columns } from "../../outbox/cache/columns.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Tally } from "../../outbox/outbox.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { claimsOf } from "./claims.ts";

/** Pending events of one publisher. */
export interface PendingCounts {
  readonly waiting: number;
  /** How many of them are sent automatically. */
  readonly automatic: number;
  /** How many of those could not be sent yet, for a reason that their entries state. */
  readonly late: number;
  /** Why the others are not, and how many each. */
  readonly held: ReadonlyMap<Held, number>;
}

/** The state of one publisher: the answer, what it covers, and what happened to its events. */
export interface PublisherStatus extends Effective {
  readonly name: string;
  readonly consent: Consent | undefined;
  readonly claims: readonly Claim[];
  readonly standing: ClaimStanding;
  /** The answer was given while the clock was ahead; errors are held until then. */
  readonly isDatedAhead: boolean;
  readonly pending: PendingCounts;
  readonly sent: number;
}

/** What is on this machine, read once for all publishers. */
export interface Machine {
  readonly nowMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly manifests: readonly Manifest[];
  readonly pending: ReadonlyMap<string, PendingCounts>;
  readonly tallies: ReadonlyMap<string, Tally>;
}

/** The answer of a publisher, if there is one. */
export type Saved = Consent | undefined | "untrusted";

/** @param saved - `"untrusted"` if the consent file cannot be trusted: then nothing is enabled. */
export function describePublisher(
  name: string,
  saved: Saved,
  { nowMs, env, manifests, pending, tallies }: Machine,
): PublisherStatus {
  const consent = trusted(saved);
  const claims = claimsOf(name, manifests, consent, env);
  return {
    ...{ name, consent, claims, standing: decideStanding(consent, claims) },
    isDatedAhead: consent !== undefined && isDatedAhead(consent, nowMs),
    pending: pending.get(name) ?? { waiting: 0, automatic: 0, late: 0, held: new Map() },
    sent: tallies.get(name)?.sent ?? 0,
    ...decideEffective(env, saved),
  };
}

/** @param saved - Of each publisher, as for `describePublisher`. */
export function countPending(
  entries: Columns<Entry>,
  saved: ReadonlyMap<string, Saved>,
  env: Machine["env"],
): ReadonlyMap<string, PendingCounts> {
  const all = new Map<string, Counting>();
  for (const entry of eachForOutlook(entries, ["publisher", "reason"])) {
    const { publisher } = entry;
    const counts = all.get(publisher) ?? {
      ...{ waiting: 0, automatic: 0, late: 0, held: new Map() },
      outlookOf: createOutlook(trusted(saved.get(publisher)), env),
    };
    all.set(publisher, counts);
    const outlook = counts.outlookOf(entry);
    counts.waiting += 1;
    if (outlook.kind === "held") counts.held.set(outlook.why, (counts.held.get(outlook.why) ?? 0) + 1);
    else {
      counts.automatic += 1;
      if (entry.reason !== undefined && entry.state !== "posting") counts.late += 1;
    }
  }
  return all;
}

interface Counting extends PendingCounts {
  waiting: number;
  automatic: number;
  late: number;
  readonly held: Map<Held, number>;
  readonly outlookOf: ReturnType<typeof createOutlook>;
}

const trusted = (saved: Saved) => (saved === "untrusted" ? undefined : saved);
