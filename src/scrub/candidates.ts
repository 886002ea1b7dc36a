import type { AnchorTables } from "./anchors.ts";

/** How many bytes are looked at in one go. */
export const BLOCK = 4_096;

/** The places in one block where rules may apply. */
export interface Candidates {
  readonly at: Int32Array;
  /** The bits of the rules. */
  readonly bits: Int32Array;
}

export function createCandidates(): Candidates {
  return { at: new Int32Array(BLOCK + 4), bits: new Int32Array(BLOCK + 4) };
}

/** The text as words of four bytes, from the last word boundary before its beginning. */
export function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  const shift = byteOffset & 3;
  return new Int32Array(buffer, byteOffset - shift, (shift + length) >> 2);
}

/**
 * Finds the candidates in whole words, of which each byte must have two others before it and one behind it. Kept free
 * of calls: this loop meets every byte.
 *
 * @param shift - How many bytes the words begin before the text.
 * @returns How many there are.
 */
export function findInWords(
  text: Uint8Array,
  words: Int32Array,
  shift: number,
  first: number,
  last: number,
  tables: AnchorTables,
  out: Candidates,
): number {
  const { pairs, kind, before, after, beforeThat } = tables;
  const { at, bits } = out;
  let count = 0;
  for (let word = first; word < last; word++) {
    const four = words[word]!;
    if ((pairs[four & 0xffff]! | pairs[four >>> 16]!) === 0) continue;
    const start = (word << 2) - shift;
    const a = text[start - 1]!;
    const b = text[start]!;
    const c = text[start + 1]!;
    const d = text[start + 2]!;
    const e = text[start + 3]!;
    const rowB = kind[b]! << 8;
    const rowC = kind[c]! << 8;
    const rowD = kind[d]! << 8;
    const rowE = kind[e]! << 8;
    const bitsB = before[rowB | a]! & after[rowB | c]! & beforeThat[rowB | text[start - 2]!]!;
    const bitsC = before[rowC | b]! & after[rowC | d]! & beforeThat[rowC | a]!;
    const bitsD = before[rowD | c]! & after[rowD | e]! & beforeThat[rowD | b]!;
    const bitsE = before[rowE | d]! & after[rowE | text[start + 4]!]! & beforeThat[rowE | c]!;
    if ((bitsB | bitsC | bitsD | bitsE) === 0) continue;
    at[count] = start;
    bits[count] = bitsB;
    count += bitsB === 0 ? 0 : 1;
    at[count] = start + 1;
    bits[count] = bitsC;
    count += bitsC === 0 ? 0 : 1;
    at[count] = start + 2;
    bits[count] = bitsD;
    count += bitsD === 0 ? 0 : 1;
    at[count] = start + 3;
    bits[count] = bitsE;
    count += bitsE === 0 ? 0 : 1;
  }
  return count;
}
