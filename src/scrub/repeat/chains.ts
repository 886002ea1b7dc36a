import { STRIDE } from "../find/grams.ts";

/** There is one chain for each four hashes of grams. */
const FOLDED = 2;
const CHAINS = 1 << 14;
export const NONE = -1;
/** The lower bits of a link; the others are the slot. */
const PHASE_BITS = 3;
export const slotOf = (link: number): number => link >> PHASE_BITS;
export const phaseOf = (link: number): number => link & ((1 << PHASE_BITS) - 1);

/**
 * For each gram, by the first 14 bits of its hash, a chain of links: to a value, by its slot, whose gram begins
 * `phaseOf` after the beginning of its eight bytes.
 */
export class Chains {
  readonly #first = new Int16Array(CHAINS).fill(NONE);
  readonly #next: Int16Array;
  /** For each link the chain that it is in. */
  readonly #chainOf: Uint16Array;

  constructor(slots: number) {
    this.#next = new Int16Array(slots << PHASE_BITS);
    this.#chainOf = new Uint16Array(slots << PHASE_BITS);
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

  /** Adds the value in a slot, by the hashes of its five grams, which are from `at` on. */
  add(slot: number, hashes: Uint16Array, at: number): void {
    const first = this.#first;
    for (let phase = 0; phase < STRIDE; phase++) {
      const chain = hashes[at + phase]! >> FOLDED;
      const link = (slot << PHASE_BITS) + phase;
      this.#next[link] = first[chain]!;
      first[chain] = link;
      this.#chainOf[link] = chain;
    }
  }

  /** Removes the value in a slot. */
  remove(slot: number): void {
    const first = this.#first;
    const next = this.#next;
    for (let phase = 0; phase < STRIDE; phase++) {
      const link = (slot << PHASE_BITS) + phase;
      const chain = this.#chainOf[link]!;
      let before = NONE;
      for (let other = first[chain]!; other !== link; other = next[other]!) before = other;
      if (before === NONE) first[chain] = next[link]!;
      else next[before] = next[link]!;
    }
  }
}
