import { STRIDE } from "../find/grams.ts";

/** There is one chain for each four hashes of grams. */
const FOLDED = 2;
const CHAINS = 1 << 14;
export const NONE = -1;

/**
 * For each gram, by the first 14 bits of its hash, a chain of links. Link `n` is the value in slot `n / 5`, whose gram
 * begins `n % 5` after the beginning of its eight bytes.
 */
export class Chains {
  readonly #first = new Int16Array(CHAINS).fill(NONE);
  readonly #next: Int16Array;

  constructor(slots: number) {
    this.#next = new Int16Array(slots * STRIDE);
  }

  clear(): void {
    this.#first.fill(NONE);
  }

  /** The first link for a gram with this hash, or `NONE`. */
  firstOf(hash: number): number {
    return this.#first[hash >> FOLDED]!;
  }

  /** The link after another one, or `NONE`. */
  after(link: number): number {
    return this.#next[link]!;
  }

  /** The last link for a gram with this hash, if there are so many; otherwise `NONE`. */
  lastOf(count: number, hash: number): number {
    let last = NONE;
    let left = count;
    for (let link = this.firstOf(hash); link !== NONE; link = this.after(link)) {
      last = link;
      left--;
    }
    return left > 0 ? NONE : last;
  }

  /** The number of links in the longest chain of the five grams whose hashes are from `at` on. */
  longestOf(hashes: Uint16Array, at: number): number {
    const next = this.#next;
    let most = 0;
    for (let i = at; i < at + STRIDE; i++) {
      let length = 0;
      for (let link = this.firstOf(hashes[i]!); link !== NONE; link = next[link]!) length++;
      if (length > most) most = length;
    }
    return most;
  }

  /** Adds the value in a slot, by the hashes of its five grams. */
  add(slot: number, hashes: Uint16Array): void {
    const first = this.#first;
    for (let phase = 0; phase < STRIDE; phase++) {
      const chain = hashes[phase]! >> FOLDED;
      const link = slot * STRIDE + phase;
      this.#next[link] = first[chain]!;
      first[chain] = link;
    }
  }

  remove(slot: number, hashes: Uint16Array): void {
    for (let phase = 0; phase < STRIDE; phase++) {
      const chain = hashes[phase]! >> FOLDED;
      const link = slot * STRIDE + phase;
      let before = NONE;
      for (let other = this.#first[chain]!; other !== link; other = this.after(other)) before = other;
      if (before === NONE) this.#first[chain] = this.after(link);
      else this.#next[before] = this.after(link);
    }
  }
}
