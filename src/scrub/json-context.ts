import { byteClass, skipBack, skipWhile } from "./bytes.ts";
import type { Window } from "./rule.ts";

const blank = byteClass(" \t");
const backslashes = byteClass("\\");
const listBytes = byteClass("0-9 \t,[]-");
const QUOTE = 0x22;

/**
 * The quote that a placeholder needs to take the place of a bare number in JSON: as deeply escaped as the quotes of the
 * key before it, `"` in a list of numbers, nothing in other text.
 */
export function quoteForNumber({ text, from, to }: Window, start: number, end: number): string {
  const next = skipWhile(text, end, Math.min(to, end + 8), blank);
  const isEnd = next >= to || text[next] === 0x0a || text[next] === 0x0d;
  if (!isEnd && text[next] !== 0x2c && text[next] !== 0x7d && text[next] !== 0x5d) return "";
  const before = skipBack(text, start, from, blank);
  if (before > from && text[before - 1] === 0x3a) return keyQuote(text, before - 1, from);
  const list = skipBack(text, start, from, listBytes);
  const isInList = text.subarray(list, start).includes(0x5b) || start - list > 300;
  if (list > from && text[list - 1] === 0x3a) return isInList ? keyQuote(text, list - 1, from) : "";
  const isLineStart = list === 0 || text[list - 1] === 0x0a;
  if (isLineStart) return isInList || list < start ? '"' : "";
  return start - list > 300 ? '"' : "";
}

/** The quote before the colon with its backslashes, or nothing if there is none. */
function keyQuote(text: Uint8Array, colon: number, from: number): string {
  const quote = skipBack(text, colon, from, blank) - 1;
  if (quote < from || text[quote] !== QUOTE) return "";
  return `${"\\".repeat(quote - skipBack(text, quote, from, backslashes))}"`;
}
