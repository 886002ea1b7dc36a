import type { Rule, Span } from "../rule.ts";
import type { ByteClass } from "../text/bytes.ts";

/** A part of the text that a rule wants removed: bytes `start` up to but not including `end`. */
export interface Claim {
  start: number;
  end: number;
  rule: Rule;
  becomes: string;
  /** Set if the claim continues beyond its window. It outranks every other claim. */
  open: ByteClass | undefined;
  /** Whether it was found in a folded view of the text, where its surroundings may look different. */
  isFolded: boolean;
  /** Whether it is certain that the rules find nothing new beside its placeholder. */
  isQuiet: boolean;
}

/**
 * A union of claims does not grow beyond this many bytes by claims that follow it, so that a stream knows when it is
 * settled.
 */
export const MAX_UNION = 65_536;

export function claimOf(rule: Rule, span: Span, notBefore: number): Claim {
  const start = Math.max(span.start, notBefore);
  const { end, open, becomes = rule.becomes, isQuiet = false } = span;
  return { start, end, rule, becomes, open, isFolded: false, isQuiet: isQuiet && start === span.start };
}

/** The same claim on other bytes. */
export const claimAt = ({ rule, becomes, open, isFolded }: Claim, start: number, end: number): Claim => ({
  start,
  end,
  rule,
  becomes,
  open,
  isFolded,
  isQuiet: false,
});

/** The same claim, counted from `to` as it was from `from`: no difference of them, which might be a negative zero. */
export const moved = (claim: Claim, from: number, to: number): Claim => ({
  start: claim.start - from + to,
  end: claim.end - from + to,
  rule: claim.rule,
  becomes: claim.becomes,
  open: claim.open,
  isFolded: claim.isFolded,
  isQuiet: claim.isQuiet,
});

/** A claim that was found in a folded view of the text, at its place in the text. */
export const foldedClaim = ({ rule, becomes }: Claim, start: number, end: number): Claim => ({
  start,
  end,
  rule,
  becomes,
  open: undefined,
  isFolded: true,
  isQuiet: false,
});

const outranks = (a: Claim, b: Claim): boolean => {
  if ((a.open !== undefined) !== (b.open !== undefined)) return a.open !== undefined;
  if (a.rule.priority !== b.rule.priority) return a.rule.priority > b.rule.priority;
  if (a.start !== b.start) return a.start < b.start;
  return a.end > b.end;
};

/**
 * Resolves overlaps in one sweep: claims that overlap become one, from the first byte to the last that any of them
 * wants removed, with the placeholder of the highest. So the order of rules does not matter, and no part of a secret
 * remains. Claims that only touch stay separate.
 *
 * @returns Disjoint claims in order. Without overlaps, the given array itself, sorted.
 */
export function resolveClaims(claims: Claim[]): Claim[] {
  if (inOrder(claims)) return claims;
  claims.sort((a, b) => a.start - b.start || b.rule.priority - a.rule.priority || b.end - a.end);
  const settled: Claim[] = [];
  let union = claims[0]!;
  let winner = union;
  for (let i = 1; i < claims.length; i++) {
    const claim = claims[i]!;
    if (claim.start < union.end && (union.end - union.start < MAX_UNION || union.open !== undefined)) {
      if (outranks(claim, winner)) winner = claim;
      if (claim.end > union.end) union = claimAt(union, union.start, claim.end);
      continue;
    }
    settled.push(united(union, winner));
    union = claim.start < union.end ? claimAt(claim, union.end, Math.max(union.end, claim.end)) : claim;
    winner = union;
  }
  settled.push(united(union, winner));
  return settled;
}

/** Whether no claim overlaps the one before, as in most texts. */
function inOrder(claims: readonly Claim[]): boolean {
  for (let i = 1; i < claims.length; i++) if (claims[i]!.start < claims[i - 1]!.end) return false;
  return true;
}

const united = (union: Claim, winner: Claim): Claim =>
  union === winner
    ? union
    : {
        start: union.start,
        end: union.end,
        rule: winner.rule,
        becomes: winner.becomes,
        open: winner.open,
        isFolded: union.isFolded,
        isQuiet: false,
      };
