import type { Grant } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { createHoldRule, grantsOf, type Hold } from "../../consent/hold.ts";
import type { Columns } from "../../outbox/cache/columns.ts";
import type { Entry } from "../../outbox/entry.ts";
import { addressAutomatically } from "../dsn.ts";
import { candidateFields, toCandidate } from "./candidate.ts";

/** What happens to a pending event if its owner does nothing. */
export type Outlook =
  /** It is sent under the decision of this number, made at that time. */
  | { readonly kind: "automatic"; readonly generation: number; readonly sinceMs: number }
  /** It is sent only if the owner names it. */
  | { readonly kind: "held"; readonly why: Held };

/** Why an event is sent only if the owner names it. */
export type Held = Hold | "refused by the server" | "changed after approval";

const outlookFields = [...candidateFields, "state", "dsn", "held", "approvedSha256"] as const;

/** The fields of an entry that decide it. The digest of its bytes may be absent if nothing was approved. */
export type OutlookEntry = Pick<Entry, (typeof outlookFields)[number]> & Partial<Pick<Entry, "sha256">>;

/** Entries with the fields that decide their outlook, and more fields. */
export const eachForOutlook = <K extends keyof Entry>(
  entries: Columns<Entry>,
  more: readonly K[],
): Iterable<OutlookEntry & Pick<Entry, K>> =>
  entries.each([...more, ...outlookFields, ...(entries.has("approvedSha256") ? (["sha256"] as const) : [])]);

type Env = Readonly<Record<string, string | undefined>>;

/** @param consent - Of its publisher; `undefined` if nothing is saved, or if it cannot be trusted. */
export const outlookOf = (entry: OutlookEntry, consent: Consent | undefined, env: Env): Outlook =>
  createOutlook(consent, env)(entry);

/** The same for many events of one publisher; what does not depend on the event is computed once. */
export function createOutlook(consent: Consent | undefined, env: Env): (entry: OutlookEntry) => Outlook {
  const whyHeld = createHoldRule(env, consent);
  const covers = new Map([...(consent ? grantsOf(consent) : [])].map(([number, grant]) => [number, toOutlook(grant)]));
  return (entry) => {
    if (entry.state === "rejected") return held("refused by the server");
    if (entry.approvedSha256 !== undefined && entry.approvedSha256 !== entry.sha256)
      return held("changed after approval");
    const why = whyHeld(toCandidate(entry, addressAutomatically(entry.dsn, env)));
    if (why !== undefined) return held(why === "before the answer" ? (alreadyHeld(entry, consent) ?? why) : why);
    return covers.get(entry.generation!)!; // otherwise it would be held
  };
}

const held = (why: Held): Outlook => ({ kind: "held", why });

const toOutlook = ({ generation, sinceMs }: Grant): Outlook => ({ kind: "automatic", generation, sinceMs });

/** Reasons that only the entry records: without them, the reason would be that the event is from before the answer. */
const remembered: readonly Held[] = ["wider claim", "perhaps written by a user", "files damaged"];

/** What was captured after the answer, while an environment variable closed it, is not from before it. */
function alreadyHeld({ held, capturedAtMs }: OutlookEntry, consent: Consent | undefined): Held | undefined {
  const isClosed = held === "not enabled" && (capturedAtMs ?? 0) >= (consent?.sinceMs ?? Number.POSITIVE_INFINITY);
  return isClosed ? "not enabled" : remembered.find((why) => why === held);
}
