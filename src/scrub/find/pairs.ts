import { byteClass, OUTSIDE } from "../text/bytes.ts";
import { halvesOf } from "./nibbles.ts";

const LF = 0x0a;
const CR = 0x0d;
const OPEN = 0x5b;
const ESC = 0x1b;

/** What the last byte of a line says about whether it continues in the next one. */
export const MAY_GO_ON = 0;
/**
 * It ends if the next line begins a record (`beginsRecord`); otherwise as its width and the next line tell
 * (`isWrapped`).
 */
export const ENDS_BEFORE_RECORD = 1;
export const ENDS = 2;
/** The number of bytes after a line end that must be known to recognise a record or a deep indentation there. */
export const KNOWN = 8;

/** Where they begin in the tables, after those of the pairs. */
const ENDINGS = 64;
/** Longer lines are not wrapped at the width of a terminal. */
const MAX_WIDTH = 255;
const WIDTHS = ENDINGS + 256;

/**
 * Pairs of bytes to search for, in at most eight kinds: for the first byte the bits of each kind by the low half, then
 * by the high half, then the same for the second byte; for each last byte of a line whether it continues, and for each
 * length whether it is that of a wrapped line. The result is a superset, because halves are compared, not bytes.
 */
export type PairTables = Uint8Array;

/**
 * @param pairs - Which bytes, as Latin-1 text, may follow which; omitted: any.
 * @param endings - For each byte at the end of a line one of the constants above.
 * @param widths - The lengths of lines that are wrapped.
 */
export function compilePairs(
  pairs: readonly (readonly [first: string, second?: string])[],
  endings: Uint8Array,
  widths: Iterable<number>,
): PairTables {
  if (pairs.length > 8) throw new RangeError(`at most 8 kinds of pairs, not ${pairs.length}`);
  const tables = new Uint8Array(WIDTHS + MAX_WIDTH + 1);
  tables.set(endings, ENDINGS);
  for (const width of widths) tables[WIDTHS + width] = 1;
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
  let line = UNKNOWN;
  for (let first = from; first < to; first += 16) {
    let word = 0;
    for (let at = first; at < Math.min(first + 16, to); at++) {
      const byte = text[at]!;
      const next = at + 1 < end ? text[at + 1]! : OUTSIDE;
      const kinds =
        tables[byte & 15]! & tables[16 + (byte >> 4)]! & tables[32 + (next & 15)]! & tables[48 + (next >> 4)]!;
      if (byte === LF) {
        if (mayGoOn(text, line, at, end, tables)) word |= 1 << (at - first);
        line = at + 1;
      } else if (kinds !== 0 && !(byte === OPEN && isDated(text, at + 1, end))) {
        word |= 0x10000 << (at - first);
        line = UNKNOWN;
      } else if (byte >= 0x80) line = UNKNOWN;
    }
    if (word === 0) continue;
    out[2 * count] = first;
    out[2 * count + 1] = word;
    count++;
  }
  return count;
}

/** It began before what is surveyed, or the number of its bytes does not tell how wide it is. */
const UNKNOWN = -1;

function mayGoOn(text: Uint8Array, line: number, lf: number, end: number, tables: PairTables): boolean {
  const last = text[lf - 1] === CR ? lf - 2 : lf - 1;
  const ending = tables[ENDINGS + (text[last] ?? LF)]!;
  if (ending !== ENDS_BEFORE_RECORD || lf + KNOWN >= end) return ending !== ENDS;
  return !beginsRecord(text, lf + 1, end) && (line === UNKNOWN || isWrapped(text, last + 1 - line, lf + 1, tables));
}

/** Whether the line has the width of a terminal, or the next one is indented as a column is, or begins with a code. */
function isWrapped(text: Uint8Array, length: number, next: number, tables: PairTables): boolean {
  if (text[next] === ESC || (blank[text[next]!] === 1 && blank[text[next + KNOWN - 1]!] === 1)) return true;
  return length >= 0 && length <= MAX_WIDTH && tables[WIDTHS + length] === 1;
}

const blank = byteClass(" \t");

/** Whether a bracket or a date is there, as at the beginning of a record in a log. */
export const beginsRecord = (text: Uint8Array, at: number, end: number): boolean =>
  text[at] === OPEN || isDated(text, at, end);

/** Whether a year and a hyphen are there. */
function isDated(text: Uint8Array, at: number, end: number): boolean {
  if (at + 4 >= end || text[at + 4] !== 0x2d) return false;
  for (let i = at; i < at + 4; i++) if (!(text[i]! >= 0x30 && text[i]! <= 0x39)) return false;
  return true;
}
