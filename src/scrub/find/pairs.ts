import { OUTSIDE } from "../text/bytes.ts";
import { halvesOf } from "./nibbles.ts";

const LF = 0x0a;

/**
 * Pairs of bytes to search for, in at most eight kinds: for the first byte the bits of each kind by the low half, then
 * by the high half, then the same for the second byte. The result is a superset, because halves are compared, not
 * bytes.
 */
export type PairTables = Uint8Array;

/** @param pairs - Which bytes, as Latin-1 text, may follow which; omitted: any. */
export function compilePairs(pairs: readonly (readonly [first: string, second?: string])[]): PairTables {
  if (pairs.length > 8) throw new RangeError(`at most 8 kinds of pairs, not ${pairs.length}`);
  const tables = new Uint8Array(64);
  for (const [kind, pair] of pairs.entries())
    for (const place of [0, 1] as const) {
      const { low, high } = halvesOf(pair[place]);
      for (let half = 0; half < 16; half++) {
        if ((low & (1 << half)) !== 0) tables[32 * place + half]! |= 1 << kind;
        if ((high & (1 << half)) !== 0) tables[32 * place + 16 + half]! |= 1 << kind;
      }
    }
  return tables;
}

/**
 * Finds line ends, and places where a pair may begin, from `from` up to but not including `to`: for each 16 places with
 * any, where they begin and a word, in its lower half the line ends, in its upper half the pairs.
 *
 * @param end - Where the text ends.
 * @returns How many times 16 places there are.
 */
export function surveyPairs(
  text: Uint8Array,
  from: number,
  to: number,
  end: number,
  tables: PairTables,
  out: Int32Array,
): number {
  let count = 0;
  for (let first = from; first < to; first += 16) {
    let word = 0;
    for (let at = first; at < Math.min(first + 16, to); at++) {
      const byte = text[at]!;
      const next = at + 1 < end ? text[at + 1]! : OUTSIDE;
      const kinds =
        tables[byte & 15]! & tables[16 + (byte >> 4)]! & tables[32 + (next & 15)]! & tables[48 + (next >> 4)]!;
      if (byte === LF) word |= 1 << (at - first);
      if (kinds !== 0) word |= 0x10000 << (at - first);
    }
    if (word === 0) continue;
    out[2 * count] = first;
    out[2 * count + 1] = word;
    count++;
  }
  return count;
}
