import { type Consent, type Hold, whyHeld } from "../consent/consent.ts";
import type { Entry } from "../outbox/entry.ts";
import { toCandidate } from "./candidate.ts";
import { addressAutomatically } from "./dsn.ts";

/** What becomes of a pending event while its owner does nothing. */
export type Outlook =
  /** It is sent under the answer of this number, which was given then. */
  | { readonly kind: "automatic"; readonly generation: number; readonly sinceMs: number }
  /** It is sent by name only. */
  | { readonly kind: "held"; readonly why: Held };

/** Why an event is sent by name only. */
export type Held = Hold | "refused by the server" | "changed after approval";

type Env = Readonly<Record<string, string | undefined>>;

/** @param consent - Of its publisher; `undefined` if nothing is saved, or what is saved cannot be trusted. */
export function outlookOf(entry: Entry, consent: Consent | undefined, env: Env): Outlook {
  if (entry.state === "rejected") return { kind: "held", why: "refused by the server" };
  if (entry.approvedSha256 !== undefined && entry.approvedSha256 !== entry.sha256)
    return { kind: "held", why: "changed after approval" };
  const why = whyHeld(env, consent, toCandidate(entry, addressAutomatically(entry.dsn, env)));
  if (why !== undefined) return { kind: "held", why: why === "before the answer" ? (alreadyHeld(entry) ?? why) : why };
  const grants = [...consent!.agreed, ...consent!.kinds];
  const { generation, sinceMs } = grants.find((one) => one.generation === entry.generation)!; // else it were held
  return { kind: "automatic", generation, sinceMs };
}

/** What the entry alone remembers: without it, an event under no answer is taken for one from before it. */
const remembered: readonly Held[] = ["wider claim", "perhaps written by a user", "files damaged"];

const alreadyHeld = ({ held }: Entry): Held | undefined => remembered.find((why) => why === held);
