import { type Consent, createConsent } from "../../src/consent/consent.ts";
import { createConsentFile } from "../../src/consent/file.ts";
import { allKinds } from "../../src/consent/kinds.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";

export const sampleUuid = "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10";

/** Consent to all kinds of events for these destinations. */
export function yesTo(destinations: readonly string[], sinceMs = 0, generation = 1): Consent {
  const grant = { sinceMs, generation };
  return {
    ...createConsent(sampleUuid),
    ...{ answer: "enabled", sinceMs, generation },
    agreed: destinations.map((destination) => ({ plugin: "weather", destination, paths: [], loggers: [], ...grant })),
    kinds: allKinds.map((kind) => ({ kind, ...grant })),
  };
}

/** The consent file of a real home. */
export function openConsentFile(home: string) {
  const env = { VEXTEL_HOME: home };
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), env);
  return createConsentFile(consentPath(resolvePaths(env, "/")), world, createLedger(resolvePaths(env, "/"), world));
}
