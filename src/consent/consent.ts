import type { AgreedClaim, Claim } from "./claims.ts";
import type { AgreedKind } from "./kinds.ts";

/** The owner's answer for one publisher. */
export type Answer = "unset" | "enabled" | "disabled";

/** The entry of one publisher in the consent file. */
export interface Consent {
  /** Random, and not derived from anything; made at first use, and kept until `reset`. */
  readonly uuid: string;
  readonly answer: Answer;
  /** When the answer was given, epoch milliseconds; `undefined` while it is unset. */
  readonly sinceMs?: number;
  /** Number of the answer, counted over all publishers of this machine. It never repeats; 0 before the first answer. */
  readonly generation: number;
  /** What the consent covers, each part with the answer that covers it. Empty unless enabled. */
  readonly agreed: readonly AgreedClaim[];
  /** The kinds that the consent covers. Empty unless enabled. */
  readonly kinds: readonly AgreedKind[];
  /** What plugins that use the library declared on this machine. */
  readonly declared: readonly Claim[];
  /** Whether errors that are not sent automatically are kept, so that the owner can send them. */
  readonly manual: boolean;
  /** When the owner last got a notice that asks for an answer, epoch milliseconds; `undefined` if never. */
  readonly noticeSentAtMs?: number;
  /** Plugins about which the owner was told. */
  readonly notifiedPlugins: readonly string[];
  /** Destinations that the owner was told about because the consent does not cover them. */
  readonly notifiedDestinations: readonly string[];
}

/** The state before any answer. */
export const createConsent = (uuid: string): Consent => ({
  ...{ uuid, answer: "unset", generation: 0, agreed: [], kinds: [], declared: [] },
  ...{ manual: true, notifiedPlugins: [], notifiedDestinations: [] },
});

/** Differs after each decision of the owner: what is kept before and after it is not kept in the same way. */
export const answerKey = ({ generation, manual }: Pick<Consent, "generation" | "manual"> = unanswered): string =>
  `${generation} ${manual}`;

const unanswered = { generation: 0, manual: true };
