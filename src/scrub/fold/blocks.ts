import { endsInPlaceholderAt } from "../claim/placeholders.ts";
import { mayTellAt } from "../rules/named/name/ends.ts";
import { byteClass, letters, skipBack, skipWhile } from "../text/bytes.ts";
import { holdsHint } from "./hints.ts";

const BACKSLASH = 0x5c;
const LETTER_R = 0x72;
/** What may be between the name of a secret and the end of its line or a quote: `password: |`, `<token>`, `"api_key",`. */
const between = byteClass(" \t:=|<>,\"'\\([{+@$*-");
const MAX_BETWEEN = 16;
const MAX_NAME = 32;
const backslashes = byteClass("\\");
/** Before an `n` in a string in a string in a string. */
const MAX_BACKSLASHES = 4;
const quotes = byteClass("\"'");
/** The letters of line ends and tabs. */
const ends = byteClass("nt");
/** Before a quote in a string in a string. */
const isQuoteDepth = (count: number): boolean => count === 1 || count === 3;
const isPower = (count: number): boolean => count === 1 || count === 2 || count === MAX_BACKSLASHES;
/** How deep a block of lines may be in strings. */
export const MAX_STRINGS = 3;

/**
 * Whether a line end, a tab or a quote, written as `\n`, `\t` or `\"`, begins at `at`: what is around it may be a block of
 * lines, code, XML or JSON that was written into a string. Strings in strings have twice as many backslashes.
 *
 * @param from - No byte before it is read.
 * @param before - Where the text before it ends.
 */
export function isInString(text: Uint8Array, at: number, from: number, to: number, before: number = at): boolean {
  if (before <= from || text[before - 1] === BACKSLASH) return false;
  const letter = skipWhile(text, at, Math.min(to, at + MAX_BACKSLASHES + 1), backslashes);
  if (letter >= to) return false;
  return quotes[text[letter]!] === 1 ? isQuoteDepth(letter - at) : ends[text[letter]!] === 1 && isPower(letter - at);
}

/** The same, but not where a string ends with the escape, unless its value may be behind it in the next record. */
export const mayBeInString = (text: Uint8Array, at: number, from: number, to: number): boolean =>
  isInString(text, at, from, to) && (!endsString(text, at, to) || followsName(text, at, from));

/** Docker's log has a line end at the end of each string. */
export const endsString = (text: Uint8Array, at: number, to: number): boolean =>
  at + 2 < to && text[at + 1] === 0x6e && text[at + 2] === 0x22;

/** Whether the name of a secret ends at `at` or just before, so that its value may be behind the escape there. */
export function followsName(text: Uint8Array, at: number, from: number): boolean {
  const isBehindReturn = at - 2 >= from && text[at - 1] === LETTER_R && text[at - 2] === BACKSLASH; // `\r\n`
  const end = skipBack(text, isBehindReturn ? at - 2 : at, Math.max(from, at - MAX_BETWEEN), between);
  if (end - 4 < from || letters[text[end - 1]!] !== 1 || !mayTellAt(text, end)) return false;
  return !endsInPlaceholderAt(text, Math.max(from, end - MAX_NAME), end);
}

/** Whether a line may contain a block in a string with a secret in it. */
export function holdsBlock(text: Uint8Array, from: number, to: number): boolean {
  let isEscaped = false;
  // `indexOf` would read beyond the line, up to the end of the text
  for (let i = from; i < to; i++)
    if (text[i] === BACKSLASH && isInString(text, i, from, to)) {
      if (followsName(text, i, from)) return true;
      isEscaped ||= !endsString(text, i, to);
    }
  return isEscaped && holdsHint(text, from, to);
}
