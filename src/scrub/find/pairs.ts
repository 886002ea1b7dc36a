import { OUTSIDE } from "../text/bytes.ts";
import { halvesOf } from "./nibbles.ts";

const LF = 0x0a;
const CR = 0x0d;
const OPEN = 0x5b;

/** What the last byte of a line says about whether it continues in the next one. */
export const MAY_GO_ON = 0;
/** It ends if the next line begins a record (`beginsRecord`). */
export const ENDS_BEFORE_RECORD = 1;
export const ENDS = 2;
/** The number of bytes after a line end that must be known to recognise a record there. */
export const KNOWN = 8;

/** Where they begin in the tables, after those of the pairs. */
const ENDINGS = 64;

/**
 * Pairs of bytes to search for, in at most eight kinds: for the first byte the bits of each kind by the low half, then
 * by the high half, then the same for the second byte; and for each last byte of a line whether it continues. The
 * result is a superset, because halves are compared, not bytes.
 */
export type PairTables = Uint8Array;

/**
 * @param pairs - Which bytes, as Latin-1 text, may follow which; omitted: any.
 * @param endings - For each byte at the end of a line one of the constants above.
 */
export function compilePairs(
  pairs: readonly (readonly [first: string, second?: string])[],
  endings: Uint8Array,
): PairTables {
  if (pairs.length > 8) throw new RangeError(`at most 8 kinds of pairs, not ${pairs.length}`);
  const tables = new Uint8Array(ENDINGS + 256);
  tables.set(endings, ENDINGS);
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
 * Finds the ends of lines that may continue, and places where a pair may begin, from `from` up to but not including
 * `to`, except brackets before a date, as in most lines of logs: for each 16 places with any, where they begin and a
 * word, in its lower half the line ends, in its upper half the pairs.
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
      if (byte === LF && mayGoOn(text, at, end, tables)) word |= 1 << (at - first);
      if (kinds !== 0 && !(byte === OPEN && isDated(text, at + 1, end))) word |= 0x10000 << (at - first);
    }
    if (word === 0) continue;
    out[2 * count] = first;
    out[2 * count + 1] = word;
    count++;
  }
  return count;
}

function mayGoOn(text: Uint8Array, lf: number, end: number, tables: PairTables): boolean {
  const last = text[lf - 1] === CR ? text[lf - 2] : text[lf - 1];
  const ending = tables[ENDINGS + (last ?? LF)]!;
  return ending !== ENDS && !(ending === ENDS_BEFORE_RECORD && lf + KNOWN < end && beginsRecord(text, lf + 1, end));
}

/** Whether a bracket or a date is there, as at the beginning of a record in a log. */
export const beginsRecord = (text: Uint8Array, at: number, end: number): boolean =>
  text[at] === OPEN || isDated(text, at, end);

/** Whether a year and a hyphen are there. */
function isDated(text: Uint8Array, at: number, end: number): boolean {
  if (at + 4 >= end || text[at + 4] !== 0x2d) return false;
  for (let i = at; i < at + 4; i++) if (!(text[i]! >= 0x30 && text[i]! <= 0x39)) return false;
  return true;
}
