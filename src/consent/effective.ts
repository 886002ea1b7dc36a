import type { Consent } from "./consent.ts";

/** One source of the effective answer; the first in the list that is set decides. */
export interface Layer {
  readonly source: "DO_NOT_TRACK" | "VEXTEL_TELEMETRY" | "consent file" | "default";
  /** The value as written; `undefined` if it is not set. */
  readonly value: string | undefined;
  /** The answer that it leads to. */
  readonly verdict: "enabled" | "disabled" | undefined;
}

/** The effective answer, and the sources it depends on. */
export interface Effective {
  readonly effective: "enabled" | "disabled";
  readonly source: Layer["source"];
  readonly layers: readonly Layer[];
}

/** The environment. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * A kill switch can only disable: `DO_NOT_TRACK` with any value other than empty or `0`
 * (https://consoledonottrack.com), and `VEXTEL_TELEMETRY` with any value that does not clearly mean yes.
 *
 * @param consent - `undefined` if nothing is saved, `"untrusted"` if the file cannot be read or is not valid.
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
