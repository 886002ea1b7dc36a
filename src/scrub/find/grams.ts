/** The number of bits that distinguish grams (four bytes in a row). */
const BITS = 16;
/** Grams are looked up at every fifth place: of the five grams in eight bytes, one is at such a place. */
export const STRIDE = 5;
/** The number of bytes in a gram. */
export const GRAM = 4;

/** The bits of the gram at `at`. */
export function gramAt(text: Uint8Array, at: number): number {
  const word = text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);
  return Math.imul(word, 0x9e3779b1) >>> (32 - BITS);
}

/** The grams to search for. */
export class GramTable {
  /** One for each possible gram. */
  readonly bits: Int32Array = new Int32Array(1 << (BITS - 5));
  /** Increases with each change. */
  version = 0;

  add(gram: number): void {
    this.bits[gram >> 5]! |= 1 << (gram & 31);
    this.version++;
  }

  clear(): void {
    this.bits.fill(0);
    this.version++;
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
    const gram = gramAt(text, at);
    if ((bits[gram >> 5]! & (1 << (gram & 31))) !== 0) out[count++] = at;
  }
  return count;
}
