import type { AgreedClaim, Claim } from "./claims.ts";
import type { AgreedKind } from "./kinds.ts";

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

/** What is true before anybody answered. */
export const createConsent = (uuid: string): Consent => ({
  ...{ uuid, answer: "unset", generation: 0, agreed: [], kinds: [], declared: [] },
  ...{ manual: true, notifiedPlugins: [], notifiedDestinations: [] },
});
