import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass } from "../../../text/bytes.ts";
import { accept } from "../secret-looks.ts";
import { type Value, valueAt } from "../value-extent.ts";

const CLOSE = 0x5d;
const COMMA = 0x2c;
const HASH = 0x23;
/** A longer list is looked at no further. */
const MAX_LIST = 2_048;
const MAX_ELEMENTS = 64;
const between = byteClass(" \t\r\n,");
const quotes = byteClass("\"'");

/** `passwords: ["…", "…"]`: each string of the list, also over several lines. Undefined if it holds anything else. */
export function elements(window: Window, bracket: number, name: string): Span | undefined {
  const { text, to, last } = window;
  const limit = Math.min(to, bracket + MAX_LIST);
  const spans: Span[] = [];
  const isOfLanguage = name.toLowerCase() === "tokens"; // words and signs, as parsers have them
  let at = bracket + 1;
  for (let count = 0; count <= MAX_ELEMENTS; count++) {
    while (at < limit && between[text[at]!] === 1) at++;
    if (at >= limit) return !last && limit === to ? undecided : undefined;
    if (text[at] === CLOSE) break;
    if (quotes[text[at]!] !== 1) return undefined;
    const value = valueAt(window.upTo(limit), at, "text");
    if (!value.isQuoted || text[value.end] !== text[at]) return !last && limit === to ? undecided : undefined;
    const span = accept(window, value, "strong", name, isOfLanguage ? "likely" : "certain");
    if (span !== undefined) spans.push(span);
    at = value.end + 1;
    if (at < limit && text[at] !== COMMA && text[at] !== CLOSE && between[text[at]!] !== 1) return undefined;
  }
  const [first, ...also] = spans;
  return first === undefined ? undefined : { ...first, also };
}

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
