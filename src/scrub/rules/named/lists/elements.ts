import { allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { lineEnd } from "../lines/next-line.ts";
import { type Value, valueAt, valueBytes } from "../value/extent.ts";
import { acceptItem } from "./sequence.ts";

const CLOSE = 0x5d;
const BRACE = 0x7b;
const COMMA = 0x2c;
const HASH = 0x23;
/** The most bytes of a list that are searched. */
const MAX_LIST = 2_048;
const MAX_ELEMENTS = 64;
const between = byteClass(" \t\r\n,");
const numberStarts = byteClass("0-9-");
const numberBytes = byteClass("0-9.eE+-");
const quotes = byteClass("\"'");
const backslashes = byteClass("\\");

/**
 * `passwords: ["…", "…"]`, of Node also `Set(2) { '…', '…' }`: each string of the list, also over several lines; of
 * YAML also `[…, …]`, alone on its line.
 * Undefined if it contains anything else, except for numbers.
 *
 * @param mayBePlain - Whether the text before it looks like YAML.
 */
export function elements(window: Window, bracket: number, name: string, mayBePlain: boolean): Span | undefined {
  const { text, to, last } = window;
  const limit = Math.min(to, bracket + MAX_LIST);
  const spans: Span[] = [];
  if (mayBePlain && plainBytes[text[bracket + 1] ?? 0] === 1) return plainElements(window, bracket, name);
  const end = text[bracket] === BRACE ? 0x7d : CLOSE;
  let isAny = false;
  let at = bracket + 1;
  for (let count = 0; count <= MAX_ELEMENTS; count++) {
    while (at < limit && between[text[at]!] === 1) at++;
    if (at >= limit) return !last && limit === to ? undecided : undefined;
    if (text[at] === end) break;
    if (numberStarts[text[at]!] === 1) {
      at = skipWhile(text, at, limit, numberBytes);
      if (at < limit && text[at] !== end && between[text[at]!] !== 1) return undefined;
      continue;
    }
    const open = skipWhile(text, at, limit, backslashes);
    if (open >= limit) return !last && limit === to ? undecided : undefined;
    const quote = text[open]!;
    if (quotes[quote] !== 1) return undefined;
    const value = valueAt(window.upTo(limit), at, "text");
    const close = skipWhile(text, value.end, limit, backslashes);
    if (!value.isQuoted || text[close] !== quote) return !last && limit === to ? undecided : undefined;
    const span = acceptItem(window, value, name);
    if (span !== undefined) {
      spans.push(span);
      isAny = true;
    }
    at = close + 1;
    if (at < limit && text[at] !== COMMA && text[at] !== end && between[text[at]!] !== 1) return undefined;
  }
  const [first, ...also] = spans;
  return first === undefined || !isAny ? undefined : { ...first, also };
}

/** Whether a number and a comma are there: a list, and not a header whose values are printed in brackets. */
export const beginsNumbers = (text: Uint8Array, at: number, to: number): boolean => {
  const end = skipWhile(text, at, Math.min(to, at + MAX_NUMBER), numberBytes);
  return end > at && numberStarts[text[at]!] === 1 && text[end] === COMMA;
};
const MAX_NUMBER = 32;

/** Words between commas, up to a bracket that ends the line: a comma after it would make it code. */
function plainElements(window: Window, bracket: number, name: string): Span | undefined {
  const { text } = window;
  const end = lineEnd(window, bracket);
  if (end === undefined) return undecided;
  const list = PLAIN_LIST.exec(latin1(text, bracket, Math.min(end, bracket + MAX_PLAIN)))?.[1];
  if (list === undefined || list === "Getter/Setter") return undefined; // as Node prints an accessor
  const spans: Span[] = [];
  for (const word of list.matchAll(PLAIN_WORD)) {
    const start = bracket + 1 + word.index;
    const span = acceptItem(window, { start, end: start + word[0].length, isQuoted: false }, name);
    if (span !== undefined) spans.push(span);
  }
  return allOf(spans);
}

const MAX_PLAIN = 320;
const PLAIN_LIST = /^\[( ?[^\s,"'`[\]{}]+(?: ?, ?[^\s,"'`[\]{}]+)* ?)\][ \t\r]*$/;
const PLAIN_WORD = /[^\s,]+/g;
const plainBytes = valueBytes.slice();
plainBytes[0x20] = 1;
plainBytes[CLOSE] = plainBytes[0x5b] = 0;

/** `[[value]]` of Lua. */
export function longString(window: Window, bracket: number): Value | undefined {
  const { text, to } = window;
  const start = bracket + 2;
  if (text[bracket + 1] !== 0x5b || start >= to || quotes[text[start]!] === 1 || text[start] === HASH) return undefined;
  const end = window.next(ends, start);
  return end > start && end + 1 < to && text[end] === CLOSE && text[end + 1] === CLOSE
    ? { start, end, isQuoted: true }
    : undefined;
}

const ends = byteClass("]\n\"'[");
