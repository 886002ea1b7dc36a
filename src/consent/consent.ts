import { type AgreedClaim, type Claim, findGrant, findOldest, type Grant } from "./claims.ts";
import type { AgreedKind, Kind } from "./kinds.ts";

/** The owner's answer for one publisher. */
export type Answer = "unset" | "enabled" | "disabled";

/** What the consent file holds for one publisher. */
export interface Consent {
  /** Random, linked to nobody; made at first use, kept until `reset`. */
  readonly uuid: string;
  readonly answer: Answer;
  /** When the answer was given, epoch milliseconds; `undefined` while it is unset. */
  readonly sinceMs?: number;
  /** Counts the answers of all publishers of this machine; never comes again. 0 before the first. */
  readonly generation: number;
  /** What the consent covers, each part with the decision that covers it; empty unless enabled. */
  readonly agreed: readonly AgreedClaim[];
  /** What may be sent of that; empty unless enabled. */
  readonly kinds: readonly AgreedKind[];
  /** What plugins that report by the library said of themselves on this machine. */
  readonly declared: readonly Claim[];
  /** Whether errors that are not sent are kept on this machine, to be sent by hand. */
  readonly manual: boolean;
  /** When the owner last got a notice that asks for an answer, epoch milliseconds; `undefined` before the first. */
  readonly noticeSentAtMs?: number;
  /** Plugins that the owner was told of. */
  readonly notifiedPlugins: readonly string[];
  /** Destinations that the owner was told about because the consent does not cover them. */
  readonly notifiedDestinations: readonly string[];
}

/** One thing that had a say in the effective answer; the first in the list that is not empty decides. */
export interface Layer {
  readonly source: "DO_NOT_TRACK" | "VEXTEL_TELEMETRY" | "consent file" | "default";
  /** As written there; `undefined` if it says nothing. */
  readonly value: string | undefined;
  /** What it comes to, if it decides. */
  readonly verdict: "enabled" | "disabled" | undefined;
}

/** The answer that counts, and why. */
export interface Effective {
  readonly effective: "enabled" | "disabled";
  readonly source: Layer["source"];
  readonly layers: readonly Layer[];
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A kill switch can only close: `DO_NOT_TRACK` with any value other than empty or `0`
 * (https://consoledonottrack.com), and `VEXTEL_TELEMETRY` with any value that does not plainly say yes.
 *
 * @param consent - `undefined` if nothing is saved, `"untrusted"` if the file cannot be read as what it should be.
 */
export function decideEffective(env: Env, consent: Consent | undefined | "untrusted"): Effective {
  const doNotTrack = env.DO_NOT_TRACK;
  const telemetry = env.VEXTEL_TELEMETRY;
  const saved = consent === "untrusted" ? "cannot be trusted" : consent?.answer;
  const savedVerdict = consent === "untrusted" || saved === "disabled" ? "disabled" : undefined;
  const layers: Layer[] = [
    { source: "DO_NOT_TRACK", value: doNotTrack, verdict: doNotTrack && doNotTrack !== "0" ? "disabled" : undefined },
    {
      source: "VEXTEL_TELEMETRY",
      value: telemetry,
      verdict: telemetry && !/^(1|true|yes|on)$/i.test(telemetry) ? "disabled" : undefined,
    },
    { source: "consent file", value: saved, verdict: saved === "enabled" ? "enabled" : savedVerdict },
    { source: "default", value: "disabled", verdict: "disabled" },
  ];
  const deciding = layers.find((layer) => layer.verdict)!;
  return { effective: deciding.verdict!, source: deciding.source, layers };
}

/** What is true before anybody answered. */
export const createConsent = (uuid: string): Consent => ({
  ...{ uuid, answer: "unset", generation: 0, agreed: [], kinds: [], declared: [] },
  ...{ manual: true, notifiedPlugins: [], notifiedDestinations: [] },
});

/** How an event came into the outbox, as its entry remembers it. */
export interface Stamp {
  /** `automatic`: by `watch`, the library, the relay. `by hand`: a person captured it, or it is unknown. */
  readonly capture: "automatic" | "by hand";
  /** Epoch milliseconds. */
  readonly capturedAtMs: number;
  /** The answer that covered it at that moment; absent if none did. */
  readonly generation?: number;
  /** Why it was held at that moment; absent if it was not. */
  readonly held?: Hold;
}

/** A sealed event, as far as consent is concerned. What is not known is left out, and counts against it. */
export interface Candidate extends Partial<Stamp> {
  /** The owner gave its id: naming an event is consent to it. */
  readonly namedByOwner: boolean;
  /** Epoch milliseconds. */
  readonly happenedAtMs?: number;
  readonly kind?: Kind;
  /** Where it would go: protocol, host and project. */
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
 * Why an event may not be sent automatically; `undefined` if it may. Consent is not retroactive, whatever the clock
 * does: it was captured automatically, it happened and was captured after the answer and under it, and where it goes
 * and what it is were agreed to.
 */
export const whyHeld = (env: Env, consent: Consent | undefined, event: Candidate): Hold | undefined =>
  createHoldRule(env, consent)(event);

/** The same for many events of one publisher: what does not depend on the event is looked at once. */
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
  new Map([...agreed, ...kinds].reverse().map((grant) => [grant.generation, grant])); // of equal numbers the first

/** Under which answer of the owner, and for which address, something was begun. */
export interface Cover {
  readonly generation: number;
  /** Protocol, host and project. */
  readonly destination: string;
}

/** Something that is being captured automatically. */
export interface Capture {
  readonly kind: Kind;
  /** Epoch milliseconds. */
  readonly happenedAtMs: number;
  /** Epoch milliseconds. */
  readonly capturedAtMs: number;
  /** For what takes a while: what covered its beginning, if anything did. Absent: it has just happened. */
  readonly begunUnder?: Cover | "nothing";
}

/** What covers something that is captured at this moment, whatever a kill switch says; `undefined` if nothing does. */
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

/** What becomes of something as it is captured automatically. */
export interface CaptureDecision {
  readonly verdict: "send" | "hold" | "drop";
  /** For its entry. */
  readonly stamp: Stamp;
  /** Present unless it is sent. */
  readonly why?: Hold;
  /** From when on steps that led to it may be told, epoch milliseconds; present if it is sent. */
  readonly sinceMs?: number;
}

/**
 * Decides at the moment of capture, which alone knows the plugin's claim.
 *
 * @param claim - What the plugin claims at present; absent if it has no destination.
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

/** Consent is not retroactive: what was captured before it is held until the owner names that event. */
export function decideDelivery(env: Env, consent: Consent | undefined, event: Candidate): "send" | "hold" | "drop" {
  if (event.namedByOwner || whyHeld(env, consent, event) === undefined) return "send";
  return (consent?.manual ?? true) ? "hold" : "drop";
}

/**
 * Captured after an answer, by its number, and by the clock as far as that goes: a text may be older than its capture.
 * What has no time is not after.
 */
const isUnder = (event: Candidate, grant: Grant) =>
  event.generation !== undefined &&
  event.generation >= grant.generation &&
  (event.capturedAtMs ?? Number.NaN) >= grant.sinceMs &&
  (event.happenedAtMs ?? Number.NaN) >= grant.sinceMs;

const isSameCover = (now: Cover, begun: Cover | "nothing") =>
  begun !== "nothing" && begun.generation === now.generation && begun.destination === now.destination;

const latestOf = (a: Grant, b: Grant): Grant => (a.generation >= b.generation ? a : b);
