import type { Claim } from "./claims.ts";

/** Fewer claims are kept as they are. */
const MANY = 8;
/** The most that are compared with a claim: a text repeats a few forms. */
const FEW = 4;

/**
 * Claims that are kept for long, in a fraction of their memory: most differ in their places alone. V8 copies whatever
 * lives on, which takes longer than to find it.
 */
export class PackedClaims {
  readonly #few: readonly Claim[] | undefined;
  /** Where each begins and ends. */
  readonly #places: number[] = [];
  /** For each, one that is the same but for its place. */
  readonly #likes: Claim[] = [];

  /** @param claims - They are not to be changed afterwards. */
  constructor(claims: readonly Claim[]) {
    this.#few = claims.length < MANY ? claims : undefined;
    if (this.#few !== undefined) return;
    for (const claim of claims) {
      this.#places.push(claim.start, claim.end);
      this.#likes.push(this.#like(claim) ?? claim);
    }
  }

  /** One of the last few that is the same but for its place. */
  #like(claim: Claim): Claim | undefined {
    const likes = this.#likes;
    for (let i = likes.length - 1; i >= 0 && i >= likes.length - FEW; i--)
      if (isLike(claim, likes[i]!)) return likes[i];
    return undefined;
  }

  /** Equal to those that were packed. */
  unpack(): readonly Claim[] {
    if (this.#few !== undefined) return this.#few;
    const places = this.#places;
    return this.#likes.map(({ rule, becomes, open, isFolded, isQuiet }, i) => {
      return { start: places[2 * i]!, end: places[2 * i + 1]!, rule, becomes, open, isFolded, isQuiet };
    });
  }
}

const isLike = (claim: Claim, other: Claim): boolean =>
  claim.rule === other.rule &&
  claim.becomes === other.becomes &&
  claim.open === other.open &&
  claim.isFolded === other.isFolded &&
  claim.isQuiet === other.isQuiet;
