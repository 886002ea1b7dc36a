import { findOldest, type Grant } from "./claims.ts";
import type { Consent } from "./consent.ts";
import { decideEffective, type Env } from "./effective.ts";
import type { Kind } from "./kinds.ts";

/** How an event was captured, as stored in its entry. */
export interface Stamp {
  /** `automatic`: by `watch`, the library, the relay. `by hand`: by `vextel capture`, or unknown. */
  readonly capture: "automatic" | "by hand";
  /** Epoch milliseconds. */
  readonly capturedAtMs: number;
  /** The answer that covered it at that moment; absent if none did. */
  readonly generation?: number;
  /** Why it was held at that moment; absent if it was not. */
  readonly held?: Hold;
}

/**
 * A sealed event, as far as consent is concerned. An unknown field is absent; consent then does not cover the event.
 */
export interface Candidate extends Partial<Stamp> {
  /** The owner gave its id: naming an event is consent to send it. */
  readonly namedByOwner: boolean;
  /** Epoch milliseconds. */
  readonly happenedAtMs?: number;
  readonly kind?: Kind;
  /** The destination: protocol, host and project. */
  readonly destination?: string;
}

/** Why something is not sent automatically. */
export type Hold =
  | "not enabled"
  | "captured by hand"
  | "no destination"
  | "new destination"
  | "wider claim"
  | "kind refused"
  | "before the answer"
  | "perhaps written by a user"
  | "files damaged";

/**
 * Why an event may not be sent automatically; `undefined` if it may. Consent is not retroactive, even if the clock is
 * changed: the event must have been captured automatically, have happened and been captured after the answer and under
 * it, and its destination and kind must be agreed to.
 */
export const whyHeld = (env: Env, consent: Consent | undefined, event: Candidate): Hold | undefined =>
  createHoldRule(env, consent)(event);

/** The same for many events of one publisher; what does not depend on the event is computed once. */
export function createHoldRule(env: Env, consent: Consent | undefined): (event: Candidate) => Hold | undefined {
  if (!consent || decideEffective(env, consent).effective !== "enabled") return () => "not enabled";
  const grants = grantsOf(consent);
  return (event) => {
    if (event.capture !== "automatic") return "captured by hand";
    if (event.destination === undefined) return "no destination";
    const destination = findOldest(consent.agreed, (one) => one.destination === event.destination);
    if (!destination) return "new destination";
    const kind = consent.kinds.find((one) => one.kind === event.kind);
    if (!kind) return "kind refused";
    const grant = event.generation === undefined ? undefined : grants.get(event.generation);
    const isCovered = grant && isUnder(event, destination) && isUnder(event, kind) && isUnder(event, grant);
    return isCovered ? undefined : "before the answer";
  };
}

/** What the owner agreed to, by the number of the answer. */
export const grantsOf = ({ agreed, kinds }: Consent): ReadonlyMap<number, Grant> =>
  new Map([...agreed, ...kinds].reverse().map((grant) => [grant.generation, grant])); // the first of those with equal numbers

/** Consent is not retroactive: an event captured before it is held until the owner names that event. */
export function decideDelivery(env: Env, consent: Consent | undefined, event: Candidate): "send" | "hold" | "drop" {
  if (event.namedByOwner || whyHeld(env, consent, event) === undefined) return "send";
  return (consent?.manual ?? true) ? "hold" : "drop";
}

/**
 * Whether it was captured after an answer: by the answer's number, and by the clock as far as possible, since a log may
 * be older than its capture. An event without a time does not count as after.
 */
const isUnder = (event: Candidate, grant: Grant) =>
  event.generation !== undefined &&
  event.generation >= grant.generation &&
  (event.capturedAtMs ?? Number.NaN) >= grant.sinceMs &&
  (event.happenedAtMs ?? Number.NaN) >= grant.sinceMs;
