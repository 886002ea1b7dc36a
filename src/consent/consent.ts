/** The owner's answer for one publisher. */
export type Answer = "unset" | "enabled" | "disabled";

/** What the consent file holds for one publisher. */
export interface Consent {
  /** Random, linked to nobody; made at first use, kept until `reset`. */
  readonly uuid: string;
  readonly answer: Answer;
  /** When the answer was given, epoch milliseconds; `undefined` while it is unset. */
  readonly sinceMs?: number;
  /** Whether errors that are not sent are kept on this machine, to be sent by hand. */
  readonly manual: boolean;
  /** When the owner last got a notice that asks for an answer, epoch milliseconds; `undefined` before the first. */
  readonly noticeSentAtMs?: number;
  /** Plugins that the owner was told of. */
  readonly notifiedPlugins: readonly string[];
}

/** One thing that had a say in the effective answer; the first in the list that is not empty decides. */
export interface Layer {
  readonly source: "DO_NOT_TRACK" | "VEXTEL_TELEMETRY" | "consent file" | "default";
  /** As it stands there; `undefined` where it says nothing. */
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
 * A kill switch can only close: `DO_NOT_TRACK` with any value but empty and `0`
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

/** A sealed event, as far as consent is concerned. */
export interface Candidate {
  /** The owner gave its id: naming an event is consent to it. */
  readonly namedByOwner: boolean;
  /** Epoch milliseconds. */
  readonly capturedAtMs: number;
}

/** Consent never reaches back: what was captured before it waits until the owner names that very event. */
export function decideDelivery(env: Env, consent: Consent | undefined, event: Candidate): "send" | "hold" | "drop" {
  if (event.namedByOwner) return "send";
  const enabled = decideEffective(env, consent).effective === "enabled";
  if (enabled && event.capturedAtMs >= (consent?.sinceMs ?? Number.POSITIVE_INFINITY)) return "send";
  return (consent?.manual ?? true) ? "hold" : "drop";
}
