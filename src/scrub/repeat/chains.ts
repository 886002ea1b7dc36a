import { gramAt, STRIDE } from "../find/grams.ts";

/** There is one chain for each four grams. */
const FOLDED = 2;
const CHAINS = 1 << 14;
export const NONE = -1;

/**
 * For each gram, by its first 14 bits, a chain of links. Link `n` is the value in slot `n / 5`, whose gram begins `n % 5`
 * after the beginning of its eight bytes.
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

  /** The first link for the gram at `at`, or `NONE`. */
  firstAt(text: Uint8Array, at: number): number {
    return this.#first[chainAt(text, at)]!;
  }

  /** The link after another one, or `NONE`. */
  after(link: number): number {
    return this.#next[link]!;
  }

  /** The last link for the gram at `at`, if there are so many; otherwise `NONE`. */
  lastOf(count: number, text: Uint8Array, at: number): number {
    let last = NONE;
    let left = count;
    for (let link = this.firstAt(text, at); link !== NONE; link = this.after(link)) {
      last = link;
      left--;
    }
    return left > 0 ? NONE : last;
  }

  /** The number of links in the longest chain of the eight bytes at `at`. */
  longestAt(text: Uint8Array, at: number): number {
    const next = this.#next;
    let most = 0;
    for (let phase = 0; phase < STRIDE; phase++) {
      let length = 0;
      for (let link = this.firstAt(text, at + phase); link !== NONE; link = next[link]!) length++;
      if (length > most) most = length;
    }
    return most;
  }

  /** Adds the value in a slot, whose eight bytes are at `at`. */
  add(slot: number, text: Uint8Array, at: number): void {
    for (let phase = 0; phase < STRIDE; phase++) {
      const place = chainAt(text, at + phase);
      const link = slot * STRIDE + phase;
      this.#next[link] = this.#first[place]!;
      this.#first[place] = link;
    }
  }

  remove(slot: number, text: Uint8Array, at: number): void {
    for (let phase = 0; phase < STRIDE; phase++) {
      const place = chainAt(text, at + phase);
      const link = slot * STRIDE + phase;
      let before = NONE;
      for (let other = this.#first[place]!; other !== link; other = this.after(other)) before = other;
      if (before === NONE) this.#first[place] = this.after(link);
      else this.#next[before] = this.after(link);
    }
  }
}

const chainAt = (text: Uint8Array, at: number): number => gramAt(text, at) >> FOLDED;
