/** The number of bits of a hash of a gram (four bytes in a row). */
const BITS = 16;
/** Grams are looked up at every fifth place: of the five grams in eight bytes, one is at such a place. */
export const STRIDE = 5;
/** The number of bytes in a gram. */
export const GRAM = 4;

/** The factors of the two hashes. */
const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;

/** The first hash of the gram at `at`. */
export const gramAt = (text: Uint8Array, at: number): number => hash(wordAt(text, at), FIRST);

const wordAt = (text: Uint8Array, at: number): number =>
  text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);

const hash = (word: number, factor: number): number => Math.imul(word, factor) >>> (32 - BITS);

/** How many hashes there are, and how many words hold a bit for each. */
const HASHES = 1 << BITS;
const WORDS = HASHES >> 5;
const MOST = 255;

/** The grams to search for, by two hashes: few others have the bits of both. */
export class GramTable {
  /** One for each possible value of the first hash, and then of the second; the kernel may move them to its memory. */
  bits: Int32Array = new Int32Array(2 * WORDS);
  /** How many grams need each bit, up to `MOST`; made with the first gram. */
  #counts: Uint8Array | undefined;

  /** Adds the `count` grams from `at` on; each may be added several times. */
  add(text: Uint8Array, at: number, count: number): void {
    const { bits } = this;
    this.#counts ??= new Uint8Array(2 * HASHES);
    const counts = this.#counts;
    for (let i = at; i < at + count; i++) {
      const word = wordAt(text, i);
      const first = hash(word, FIRST);
      const second = HASHES + hash(word, SECOND);
      if (counts[first]! < MOST) counts[first]!++;
      if (counts[second]! < MOST) counts[second]!++;
      bits[first >> 5]! |= 1 << (first & 31);
      bits[second >> 5]! |= 1 << (second & 31);
    }
  }

  /** Removes grams that were added as often; a bit that was needed `MOST` times remains. */
  remove(text: Uint8Array, at: number, count: number): void {
    for (let i = at; i < at + count; i++) {
      const word = wordAt(text, i);
      this.#release(hash(word, FIRST));
      this.#release(HASHES + hash(word, SECOND));
    }
  }

  #release(bit: number): void {
    const counts = this.#counts!;
    if (counts[bit] !== MOST && --counts[bit]! === 0) this.bits[bit >> 5]! &= ~(1 << (bit & 31));
  }

  clear(): void {
    this.bits.fill(0);
    this.#counts?.fill(0);
  }
}

/**
 * Finds the places `from`, `from + 5`, `from + 10` … before `to` where there may be one of the grams.
 *
 * @returns The number of places.
 */
export function findGrams(text: Uint8Array, from: number, to: number, { bits }: GramTable, out: Int32Array): number {
  let count = 0;
  for (let at = from; at < to; at += STRIDE) {
    const word = wordAt(text, at);
    const first = hash(word, FIRST);
    if ((bits[first >> 5]! & (1 << (first & 31))) === 0) continue;
    const second = hash(word, SECOND);
    if ((bits[WORDS + (second >> 5)]! & (1 << (second & 31))) !== 0) out[count++] = at;
  }
  return count;
}
