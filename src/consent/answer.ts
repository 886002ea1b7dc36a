import { type AgreedClaim, agreeTo, type Claim, type Grant, uniteClaims } from "./claims.ts";
import type { Consent } from "./consent.ts";
import type { Kind } from "./kinds.ts";

/** The owner's answer for one publisher. `unset` withdraws an earlier one. */
export type OwnerAnswer =
  | { readonly answer: "disabled" | "unset" }
  | {
      readonly answer: "enabled";
      /** What the consent covers, all of which was shown to the owner. */
      readonly claims: readonly Claim[];
      readonly kinds: readonly Kind[];
    };

/**
 * The entry after an answer; the same object if the answer changes nothing.
 *
 * Enabling more keeps the date and number of what was already covered, so that nothing of it is held; even a date in the
 * future, since the clock may be behind now instead.
 *
 * @param now - The moment of this answer, and its number.
 */
export function applyAnswer(before: Consent, given: OwnerAnswer, now: Grant): Consent {
  if (given.answer !== "enabled") {
    if (before.answer === given.answer) return before;
    const { sinceMs: _, ...rest } = before;
    const since = given.answer === "unset" ? {} : { sinceMs: now.sinceMs };
    return { ...rest, ...since, answer: given.answer, generation: now.generation, agreed: [], kinds: [] };
  }
  const agreed = agreeTo(uniteClaims(given.claims), before.agreed, now);
  const kinds = given.kinds.map((kind) => before.kinds.find((one) => one.kind === kind) ?? { kind, ...now });
  if (before.answer === "enabled" && isSame(before, agreed, kinds)) return before;
  const sinceMs = before.answer === "enabled" ? before.sinceMs! : now.sinceMs;
  return { ...before, answer: "enabled", sinceMs, generation: now.generation, agreed, kinds };
}

/** Whether an answer was given while the clock was ahead, so that part of what it covers is held until then. */
export const isDatedAhead = ({ answer, agreed, kinds }: Consent, nowMs: number): boolean =>
  answer === "enabled" && [...agreed, ...kinds].some(({ sinceMs }) => sinceMs > nowMs + slackMs);

/** Says so, as the beginning of a sentence. */
export const ahead = "Your answer is dated in the future, and errors are held until then";

/** Clocks are often set back by seconds. */
const slackMs = 60_000;

/** The number of the next answer on this machine. It never repeats, even if the file was lost. */
export function nextGeneration(all: Iterable<Pick<Consent, "generation">>, uuid: string): number {
  const last = Math.max(0, ...[...all].map(({ generation }) => generation));
  return last > 0 ? last + 1 : 1 + Number.parseInt(uuid.slice(0, 8), 16);
}

const isSame = (before: Consent, agreed: readonly AgreedClaim[], kinds: Consent["kinds"]) =>
  JSON.stringify([before.agreed, before.kinds]) === JSON.stringify([agreed, kinds]);
