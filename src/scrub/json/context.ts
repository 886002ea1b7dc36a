import { MAX_LINE, type Window } from "../rule.ts";
import { byteClass, hasExactly, skipBack, skipWhile } from "../text/bytes.ts";

const blank = byteClass(" \t");
const backslashes = byteClass("\\");
const quotes = byteClass('"');
const closers = byteClass("]");
const listBytes = byteClass("0-9 \t,[].eE+-");
const openers = byteClass(":,[{");
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** A list of this many numbers is JSON, whatever precedes it. */
const LONG_LIST = 300;

/**
 * The quote that a placeholder needs if it replaces a bare number in JSON, as deeply escaped as the quotes before it;
 * nothing in other text. Judged by the nearest bytes alone, since a stream knows no others.
 */
export function quoteForNumber(window: Window, start: number, end: number): string {
  const { text, from, to } = window;
  if (!endsNumber(text, end, to)) return "";
  const before = skipBack(text, start, from, blank);
  const left = before > from ? text[before - 1]! : 0;
  const place = placeInJson(window, before);
  if (place === "outside strings") return openers[left] === 1 ? '"' : "";
  const quote = guess(window, start, before, left);
  const isInside = place === "inside a string" || (place === "unknown" && isInMember(window, start));
  return isInside && quote === '"' ? "" : quote;
}

/** The end of the JSON string that contains `start` and perhaps everything up to `end`, if known; otherwise `end`. */
export function endInJson(window: Window, start: number, end: number): number {
  const { text } = window;
  if (window.next(quotes, start, end) === end) return end;
  let quote = start;
  while (quote < end && text[quote] !== QUOTE) quote += text[quote] === BACKSLASH ? 2 : 1;
  if (quote >= end) return end;
  const place = placeInJson(window, start);
  return place === "inside a string" || (place === "unknown" && isInMember(window, start) && endsMember(window, quote))
    ? quote
    : end;
}

/** Whether the line begins with a string, as those of indented JSON do, and `at` is inside one of its strings. */
function isInMember(window: Window, at: number): boolean {
  const { line, isInside } = readLine(window, at);
  return line >= 0 && isInside && window.text[skipWhile(window.text, line, at, blank)] === QUOTE;
}

/** Whether the quote ends a string of JSON. */
function endsMember({ text, to, last }: Window, quote: number): boolean {
  const next = skipWhile(text, quote + 1, Math.min(to, quote + 3), blank);
  return next < to ? behindString[text[next]!] === 1 : last;
}

const behindString = byteClass(",:]}\n\r");

type Place = "outside strings" | "inside a string" | "unknown";

/**
 * The position of `at` in a line that begins like JSON, or whose available part can be read as JSON in one way only.
 */
function placeInJson(window: Window, at: number): Place {
  const { text, from } = window;
  const { line, isInside } = readLine(window, at);
  if (line < 0) return placeWithin(window, at);
  const first = text[skipWhile(text, line, at, blank)];
  if (first !== 0x7b && first !== 0x5b) return from > line ? placeWithin(window, at) : "unknown";
  return isInside ? "inside a string" : "outside strings";
}

/**
 * The beginning of the line that contains `at`, and whether `at` is inside a string, if the line begins outside of one.
 *
 * @returns A `line` below zero if the line is too long for its beginning to be known, because a stream may have passed
 * it on.
 */
function readLine({ text, line, startsLine }: Window, at: number): { line: number; isInside: boolean } {
  line.open(text, at, MAX_LINE, startsLine);
  if (line.start < 0 || at - line.start > MAX_LINE) return { line: -1, isInside: false };
  return { line: line.start, isInside: line.isInside(text, at) };
}

/** Text that may be outside of JSON's strings. */
const outsideBytes = byteClass("0-9 \t,:[]{}.eE+truefalsn-");

/** The middle of a line begins either inside or outside of a string; the wrong guess soon finds words outside. */
function placeWithin(window: Window, at: number): Place {
  const { text, from } = window;
  if (window.previous(quotes, at) < 0) return "unknown";
  const [outside, inside] = [readAs(text, from, at, false), readAs(text, from, at, true)];
  if (outside === undefined) return inside ?? "unknown";
  return inside === undefined ? outside : "unknown";
}

/**
 * The state at `at` if `from` is inside a string or not; `undefined` if that is impossible, or there is too little
 * text.
 */
function readAs(text: Uint8Array, from: number, at: number, begin: boolean): Place | undefined {
  let isInside = begin;
  let quotes = 0;
  for (let i = from; i < at; i++) {
    const byte = text[i]!;
    if (byte === QUOTE) {
      isInside = !isInside;
      quotes++;
    } else if (!isInside) {
      if (outsideBytes[byte] !== 1) return undefined;
    } else if (byte === BACKSLASH) i++;
  }
  if (quotes === 0) return undefined;
  return isInside ? "inside a string" : "outside strings";
}

/** By the text before it: a key, other numbers, another element of a list. */
function guess(window: Window, start: number, before: number, left: number): string {
  const { text } = window;
  if (left === COLON) return keyQuote(window, before - 1);
  const list = window.runStart(listBytes, start);
  if (start - list > LONG_LIST) return '"';
  if (list === 0 || text[list - 1] === 0x0a) return isInList(window, list, before, start) ? '"' : "";
  if (left !== 0x2c && left !== 0x5b) return "";
  if (text[list - 1] === COLON) return keyQuote(window, list - 1);
  const isClosed = window.previous(closers, start, list) >= 0;
  return isClosed || isBehindValue(window, list) ? shallowestQuote(window, list) : "";
}

/** Indented on a separate line, or after a bracket. */
function isInList(window: Window, line: number, before: number, start: number): boolean {
  return (before === line && before < start) || window.previous(brackets, start, line) >= 0;
}

const brackets = byteClass("[");

const numberEnds = byteClass("\n\r,}]");

function endsNumber(text: Uint8Array, end: number, to: number): boolean {
  const next = skipWhile(text, end, Math.min(to, end + 8), blank);
  return next >= to || numberEnds[text[next]!] === 1;
}

/** Whether a string, an object or a literal of JSON ends directly before `at`. */
function isBehindValue({ text, from }: Window, at: number): boolean {
  if (text[at - 1] === 0x7d) return true;
  if (text[at - 1] !== QUOTE)
    return (
      hasExactly(text, at - 4, at, "null") ||
      hasExactly(text, at - 3, at, "tru") ||
      hasExactly(text, at - 4, at, "fals")
    );
  const content = skipBack(text, skipBack(text, at - 1, from, backslashes), from, blank);
  return content > from && text[content - 1] !== 0x0a && openers[text[content - 1]!] !== 1;
}

/** The quote before the colon with its backslashes, or nothing if there is none. */
function keyQuote({ text, from }: Window, colon: number): string {
  const quote = skipBack(text, colon, from, blank) - 1;
  return quote >= from && text[quote] === QUOTE ? quoteAt(text, quote, from) : "";
}

/** The quote with the fewest backslashes before `at` on this line: those with more are inside strings. */
function shallowestQuote({ text, from }: Window, at: number): string {
  let shallowest = "";
  for (let i = at - 1; i >= from && text[i] !== 0x0a; i--) {
    if (text[i] !== QUOTE) continue;
    const quote = quoteAt(text, i, from);
    if (shallowest === "" || quote.length < shallowest.length) shallowest = quote;
  }
  return shallowest === "" ? '"' : shallowest;
}

/** The quote with the backslashes that escape it. */
const quoteAt = (text: Uint8Array, quote: number, from: number): string =>
  `${"\\".repeat(escapeDepth(quote - skipBack(text, quote, from, backslashes)))}"`;

/**
 * Of the backslashes before a quote, those that escape it: one in a string, three in a string within a string; the
 * others are content.
 */
export const escapeDepth = (run: number): number => (run ^ (run + 1)) >> 1;
