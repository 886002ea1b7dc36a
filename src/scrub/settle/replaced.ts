import { type Claim, claimAt } from "../claim/claims.ts";

/** A part of a text, and the claims in it, disjoint and in order. */
interface Claimed {
  readonly start: number;
  readonly end: number;
  readonly claims: readonly Claim[];
}

export function lengthReplaced({ start, end, claims }: Claimed): number {
  let length = end - start;
  for (const claim of claims) length += claim.becomes.length - (claim.end - claim.start);
  return length;
}

/** Writes the lines from `into` on, with placeholders for their claims. */
export function replaceInto(out: Uint8Array, into: number, text: Uint8Array, { start, end, claims }: Claimed): void {
  let at = start;
  let to = into;
  for (const claim of claims) {
    while (at < claim.start) out[to++] = text[at++]!;
    for (let i = 0; i < claim.becomes.length; i++) out[to++] = claim.becomes.charCodeAt(i);
    at = claim.end;
  }
  while (at < end) out[to++] = text[at++]!;
}

/** Where the replaced parts of a text are in it, with their placeholders: each claim is converted in a few steps. */
export class Replaced {
  /** For each claim, where its placeholder begins in the replaced text. */
  readonly #starts: Int32Array;

  /** @param shift - The number of bytes before the original text that are not in the replaced one. */
  constructor(
    private readonly claims: readonly Claim[],
    private readonly shift: number,
  ) {
    this.#starts = new Int32Array(claims.length);
    let longer = -shift;
    for (let i = 0; i < claims.length; i++) {
      const { start, end, becomes } = claims[i]!;
      this.#starts[i] = start + longer;
      longer += becomes.length - (end - start);
    }
  }

  /**
   * Converts a claim on replaced text to one on the original text. A part of a placeholder becomes all of the text that
   * it replaced.
   */
  inOriginal(claim: Claim): Claim {
    return claimAt(claim, this.#start(claim.start), this.#end(claim.end));
  }

  #start(at: number): number {
    const i = this.#last(at);
    const claim = this.claims[i];
    if (claim === undefined) return at + this.shift;
    const behind = at - this.#starts[i]! - claim.becomes.length;
    return behind < 0 ? claim.start : claim.end + behind;
  }

  #end(at: number): number {
    const i = this.#last(at - 1);
    const claim = this.claims[i];
    if (claim === undefined) return at + this.shift;
    return claim.end + Math.max(0, at - this.#starts[i]! - claim.becomes.length);
  }

  /** The index of the last claim whose placeholder begins at `at` or before; -1 if there is none. */
  #last(at: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
