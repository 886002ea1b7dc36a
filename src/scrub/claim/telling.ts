import { byteClass, digits, latin1, letters, skipWhile } from "../text/bytes.ts";
import { holdsPlaceholder } from "./placeholders.ts";

/** Shorter values occur in texts by chance. */
export const MIN_VALUE = 8;
/** Longer values are recognised by their beginning. */
export const MAX_VALUE = 256;
/** The length of the beginning by which a longer value is recognised. */
export const TELLING = 32;
/** Shorter numbers are times and counts. */
const MIN_NUMBER = 10;
/** Letters alone are random only if there are many of them. */
const MIN_LETTERS = 16;
export const FEWEST_DIFFERENT = 5;

const valueBytes = byteClass("!-~").fill(1, 0x80);
/** Characters that join words, and that paths, versions, times and addresses contain. */
const joints = byteClass("_.,:;/\\()<>[]{}\"'`=&?|+-");

/**
 * Whether a value found after the name of a secret is distinct enough to be removed wherever else it appears: long
 * enough, without spaces, with different characters at its beginning, and not a word, a class name, a path or a small
 * number.
 */
export function tellsItself(text: Uint8Array, start: number, end: number): boolean {
  const limit = Math.min(end, start + MAX_VALUE);
  if (limit - start < MIN_VALUE || skipWhile(text, start, limit, valueBytes) < limit) return false;
  if (
    countDifferent(text, start, Math.min(limit, start + TELLING)) < FEWEST_DIFFERENT ||
    holdsPlaceholder(text, start, limit)
  )
    return false;
  if (skipWhile(text, start, limit, digits) === limit) return limit - start >= MIN_NUMBER;
  return isMixed(text, start, limit);
}

/** The same for a whole string. */
export function isTelling(value: string): boolean {
  const bytes = Buffer.from(value, "utf8");
  return tellsItself(bytes, 0, bytes.length);
}

/** The number of different bytes, of which no more than five are counted. */
export function countDifferent(text: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end && count < FEWEST_DIFFERENT; i++) {
    let before = start;
    while (text[before] !== text[i]) before++;
    if (before === i) count++;
  }
  return count;
}

/** Letters together with a digit or a sign, or many letters in a case pattern that no word has. */
function isMixed(text: Uint8Array, start: number, end: number): boolean {
  let lettersSeen = 0;
  let digitsSeen = 0;
  let capitals = 0;
  let signs = 0;
  for (let i = start; i < end; i++) {
    const byte = text[i]!;
    if (letters[byte] === 1 || byte >= 0x80) lettersSeen++;
    else if (digits[byte] === 1) digitsSeen++;
    else if (joints[byte] !== 1 && i > start && i < end - 1) signs++;
    if (byte >= 0x41 && byte <= 0x5a) capitals++;
  }
  if (digitsSeen > 0 && lettersSeen + digitsSeen === end - start && digits[text[start]!] !== 1) return true; // ordinary text has signs, or begins with a digit
  if (digitsSeen > 0) return lettersSeen > 0 && !isOrdinary(latin1(text, start, Math.min(end, start + 64)));
  if (signs > 0) return lettersSeen >= 4;
  const share = capitals / lettersSeen;
  return lettersSeen >= MIN_LETTERS && share > 0.25 && share < 0.75;
}

/**
 * Text of letters and digits that is not a secret: addresses of machines, paths, versions, algorithms, measures, dates.
 */
const isOrdinary = (value: string): boolean => ORDINARY.some((form) => form.test(value));
const ORDINARY = [
  /^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i,
  /^(?:localhost|[a-z][a-z-]*(?:\.[a-z-]+)+)(?::[0-9]{1,5})?$/i,
  /^(?:\.{0,2}|~|[A-Za-z]:)[/\\]/,
  /^v?[0-9]+(?:\.[0-9]+)+(?:[-+.]?[a-z]+[.-]?[0-9]*)?$/i,
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?$/,
  /^[0-9]+(?:\.[0-9]+)?[a-z]{1,9}$/i,
  /^[a-z]+(?:[_-][a-z]+)+[_-]?[0-9]{0,2}$/i,
];
