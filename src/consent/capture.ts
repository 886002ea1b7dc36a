import { type Claim, findGrant, type Grant } from "./claims.ts";
import type { Consent } from "./consent.ts";
import type { Env } from "./effective.ts";
import { type Hold, type Stamp, whyHeld } from "./hold.ts";
import type { Kind } from "./kinds.ts";

/** The answer and the destination under which something began. */
export interface Cover {
  readonly generation: number;
  /** Protocol, host and project. */
  readonly destination: string;
}

/** Something that was captured automatically. */
export interface Capture {
  readonly kind: Kind;
  /** Epoch milliseconds. */
  readonly happenedAtMs: number;
  /** Epoch milliseconds. */
  readonly capturedAtMs: number;
  /** For something that takes time: the consent that covered its beginning. Absent if it happened at once. */
  readonly begunUnder?: Cover | "nothing";
}

/** The consent that covers something captured now, ignoring the kill switches; `undefined` if none does. */
export function findCover(
  consent: Consent | undefined,
  claim: Claim | undefined,
  kind: Kind,
): (Cover & Grant) | undefined {
  const claimed = consent && claim && findGrant(consent.agreed, claim);
  const agreedKind = consent?.kinds.find((one) => one.kind === kind);
  if (typeof claimed !== "object" || !claim || !agreedKind) return undefined;
  return { ...latestOf(claimed, agreedKind), destination: claim.destination };
}

/** The decision about something that was captured automatically. */
export interface CaptureDecision {
  readonly verdict: "send" | "hold" | "drop";
  /** For its entry. */
  readonly stamp: Stamp;
  /** Present unless it is sent. */
  readonly why?: Hold;
  /** Breadcrumbs from before this time are removed, epoch milliseconds. Present if it is sent. */
  readonly sinceMs?: number;
}

/**
 * Decides at the time of capture, when the plugin's claim is known.
 *
 * @param claim - What the plugin claims now; absent if it has no destination.
 */
export function decideCapture(
  env: Env,
  consent: Consent | undefined,
  claim: Claim | undefined,
  { kind, happenedAtMs, capturedAtMs, begunUnder }: Capture,
): CaptureDecision {
  const stamp = { capture: "automatic", capturedAtMs } as const;
  const cover = findCover(consent, claim, kind);
  const isWhole = cover && (begunUnder === undefined || isSameCover(cover, begunUnder));
  const covering = isWhole ? { ...stamp, generation: cover.generation } : stamp;
  const destination = claim && { destination: claim.destination };
  const event = { ...covering, ...destination, namedByOwner: false, happenedAtMs, kind };
  const held = whyHeld(env, consent, event);
  if (held === undefined) return { verdict: "send", stamp: covering, sinceMs: cover!.sinceMs };
  const isWider = consent && claim && findGrant(consent.agreed, claim) === "wider claim";
  const why = held === "before the answer" && isWider ? "wider claim" : held;
  return { verdict: (consent?.manual ?? true) ? "hold" : "drop", stamp: { ...stamp, held: why }, why };
}

const isSameCover = (now: Cover, begun: Cover | "nothing") =>
  begun !== "nothing" && begun.generation === now.generation && begun.destination === now.destination;

const latestOf = (a: Grant, b: Grant): Grant => (a.generation >= b.generation ? a : b);
