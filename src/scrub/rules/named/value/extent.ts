import { escapeDepth } from "../../../json/context.ts";
import type { Window } from "../../../rule.ts";
import {
  brokenLength,
  byteClass,
  hasWord,
  hexDigits,
  hexValue,
  latin1,
  skipBack,
  skipWhile,
  wideLetter,
} from "../../../text/bytes.ts";
import type { Course } from "../../../text/memo.ts";
import { CODED_QUOTES } from "../name/marks.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
/** Letters and signs before the quote of a string in Python, SQL and C#. */
export const stringPrefixes = byteClass("bBuUrRfFN@$");
const backslashes = byteClass("\\");
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const HASH = 0x23;

/** Where the value of a key is, without its quotes. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Where marks that may be part of the value or of the sentence around it end; omitted if there are none. */
  readonly marksEnd?: number;
}

/** How far an unquoted value goes: in environment files to the next blank, in queries to the fragment. */
export type Surroundings = "text" | "environment" | "query" | "encoded";

/** The value at `at`: up to its closing quote, or to its end if it is not quoted. */
export function valueAt(window: Window, at: number, surroundings: Surroundings): Value {
  const { text, to } = window;
  let quote = at;
  if (quote + 1 < to && stringPrefixes[text[quote]!] === 1 && quotes[text[quote + 1]!] === 1) quote++;
  const depth = skipWhile(text, quote, Math.min(to, quote + 8), backslashes) - quote;
  const mark = text[quote + depth] ?? 0;
  if (quote + depth < to && quotes[mark] === 1 && !(isClosing(text, quote + depth, to) && !isPadded(text, quote, to))) {
    const start = quote + depth + 1;
    const end = closingQuote(window, start, mark, depth);
    return text[start] === 0x20 ? withoutBlanks(text, start, end) : { start, end, isQuoted: true };
  }
  if (isTypographicQuote(text, quote)) {
    const typographic = typographicString(text, quote, to);
    if (typographic !== undefined) return typographic;
  }
  const coded = codedQuote(text, quote, quote + depth, to);
  if (coded !== undefined) {
    const start = (coded[0] === "\\" ? quote + depth - 1 : quote) + coded.length;
    return unquotedValue(window, start, "text", true);
  }
  return unquotedValue(window, at, surroundings, false);
}

/**
 * The value at `start`, up to where it ends without a closing quote: before marks of the sentence, escapes and colour
 * codes.
 */
export function unquotedValue(window: Window, start: number, surroundings: Surroundings, isQuoted: boolean): Value {
  const { to, last, goesOn } = window;
  const run = window.courseEnd(courses[surroundings], start);
  const isOpen = run === to && (!last || goesOn);
  if (isOpen) return { start, end: run, isQuoted };
  const end = window.runStart(trailing, run, start);
  return end === run ? { start, end, isQuoted } : { start, end, isQuoted, marksEnd: run };
}

/**
 * The end of a value that is no part of a sentence, with the marks after it: `PASSWORD=Tr0ub4dor!`. A full stop is one
 * of its bytes where the line or the string ends; after an equals sign stars and the like are as well.
 */
export function withMarks({ text, to }: Window, { start, end, marksEnd = end }: Value): number {
  if (marksEnd === end) return end;
  const marks = text[start - 1] === EQUALS ? glued : spoken;
  const whole = skipWhile(text, end, Math.min(marksEnd, end + MAX_MARKS), marks);
  if (whole < marksEnd) return end;
  const behind = whole < to ? text[whole]! : LF;
  if (behind === LF || behind === CR || quotes[behind] === 1 || behind === BACKSLASH) return whole;
  return blank[behind] === 1 && text[whole - 1] !== DOT ? whole : end;
}

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;
const spoken = byteClass("!?.");
const glued = byteClass("!?.*_~");
/** More marks in a row are no end of a value. */
const MAX_MARKS = 8;

/** By its bytes, which an ellipsis or a bullet does not have. */
const isTypographicQuote = (text: Uint8Array, at: number): boolean =>
  text[at] === 0xe2
    ? text[at + 1] === 0x80 && text[at + 2]! >= 0x98 && text[at + 2]! <= 0x9f
    : text[at] === 0xc2 && text[at + 1] === 0xab;

/** `“value”`, `‘value’`, `„value“`, `«value»`, as phones and word processors write quotes. */
function typographicString(text: Uint8Array, at: number, to: number): Value | undefined {
  const found = TYPOGRAPHIC.exec(latin1(text, at, Math.min(to, at + MAX_PADDED)));
  if (found === null) return undefined;
  const start = at + (text[at] === 0xe2 ? 3 : 2);
  return { start, end: start + found[1]!.length, isQuoted: true };
}

/** In Latin-1, one character per byte. */
const TYPOGRAPHIC = /^(?:\xe2\x80[\x98-\x9f]|\xc2\xab)([^\s"'\xc2\xe2]{1,100})(?:\xe2\x80[\x98-\x9f]|\xc2\xbb)/;

function codedQuote(text: Uint8Array, at: number, behind: number, to: number): string | undefined {
  const first = text[at]!;
  const quotes = codedQuotes[first];
  if (quotes === undefined || (first === BACKSLASH && codeStarts[text[behind] ?? 0] !== 1)) return undefined;
  const place = first === BACKSLASH ? behind - 1 : at;
  for (const quote of quotes) if (hasWord(text, place, to, quote)) return quote;
  return undefined;
}

/** After the backslash. */
const codeStarts = byteClass("uUxX0");

/** By their first byte. */
const codedQuotes: (readonly string[] | undefined)[] = Array.from({ length: 256 }, (_, first) => {
  const all = CODED_QUOTES.filter((quote) => quote.charCodeAt(0) === first);
  return all.length > 0 ? all : undefined;
});

/**
 * A quote before a comma, a bracket, a space or an operator ends the string around the name, also at the end of code in
 * Markdown: there is no value.
 */
function isClosing(text: Uint8Array, quote: number, to: number): boolean {
  const behind = text[quote + 1] === BACKTICK && text[quote] !== BACKTICK ? quote + 2 : quote + 1;
  if (behind >= to || behindStrings[text[behind]!] === 1) return true;
  const isJoined = text[quote + 1] === 0x2b || text[quote + 1] === 0x2e;
  return isJoined && JOINED.test(latin1(text, quote + 1, Math.min(to, quote + 41)));
}

const BACKTICK = 0x60;
const behindStrings = byteClass(",]}:;) \t\r\n");

/** `"+ password`, `"+new Buffer(`, `'.$p[`: an expression after a string. */
const JOINED = /^[+.](?: |\$|new |[A-Za-z_][\w.]{0,32}(?:[([]|[+.]["']))/;

/** `' value '`: blanks between the quotes and one long word. */
function isPadded(text: Uint8Array, quote: number, to: number): boolean {
  const limit = Math.min(to, quote + MAX_PADDED);
  const start = skipWhile(text, quote + 1, limit, blank);
  const end = skipWhile(text, start, limit, paddedBytes);
  return start > quote + 1 && end - start >= 16 && text[skipWhile(text, end, limit, blank)] === text[quote];
}

function withoutBlanks(text: Uint8Array, start: number, end: number): Value {
  const first = skipWhile(text, start, end, blank);
  return { start: first, end: skipBack(text, end, first, blank), isQuoted: true };
}

const paddedBytes = byteClass("0-9a-zA-Z_./+=-");
const MAX_PADDED = 128;

/** The closing quote that is escaped as deeply as the opening one; otherwise the end of the line. */
function closingQuote(window: Window, start: number, mark: number, depth: number): number {
  const { text, to } = window;
  const closers = mark === 0x22 ? doubleQuotes : mark === 0x27 ? singleQuotes : backticks;
  for (let i = window.next(closers, start); i < to; i = window.next(closers, i + 1)) {
    if (text[i] !== mark) return i;
    const run = i - skipBack(text, i, start, backslashes);
    if (run <= depth) return i - run;
    if (escapeDepth(run) <= depth) return i - escapeDepth(run);
  }
  return to;
}

/** A string in these quotes ends here at the latest. */
const [doubleQuotes, singleQuotes, backticks] = [byteClass('"\n\r'), byteClass("'\n\r"), byteClass("`\n\r")];

const stops = byteClass("\"'`<>,;&)]}|");
const envStops = byteClass("\"'`");
for (let byte = 0; byte <= 0x20; byte++) stops[byte] = envStops[byte] = 1;
/** The bytes with which an open value may continue. */
export const valueBytes = stops.map((isStop, byte) => (byte >= 0x80 ? 1 : 1 - isStop));
/** Bytes after which the value may end. */
const suspects = byteClass("\\%*^#[");
const trailing = byteClass(".,:;!?*_~");

/** An unquoted value, byte by byte. */
const courseIn = (surroundings: Surroundings): Course => {
  const ends = surroundings === "environment" ? envStops : stops;
  return {
    plain: ends.map((isEnd, byte) => (isEnd === 1 || byte >= 0x80 || suspects[byte] === 1 ? 0 : 1)),
    step(text, at, to) {
      const byte = text[at]!;
      if (ends[byte] === 1) return at;
      if (byte >= 0x80) return at + (wideLetter(text, at, to) || brokenLength(text, at, to));
      if (suspects[byte] !== 1) return at + 1;
      if (isBreak(text, at, to, surroundings)) return at;
      return byte === BACKSLASH ? skipWhile(text, at, to, backslashes) : at + 1;
    },
  };
};
const courses: Readonly<Record<Surroundings, Course>> = {
  text: courseIn("text"),
  environment: courseIn("environment"),
  query: courseIn("query"),
  encoded: courseIn("encoded"),
};

/**
 * Whether something that ends a value begins at `at`: an escape of a character that values do not contain, a colour
 * code, the end of a comment.
 */
function isBreak(text: Uint8Array, at: number, to: number, surroundings: Surroundings): boolean {
  if (text[at] === BACKSLASH) {
    const behind = skipWhile(text, at, to, backslashes);
    if (behind === to) return true;
    return escapeStarts[text[behind]!] === 1 && ESCAPED.test(latin1(text, behind, Math.min(to, behind + 5)));
  }
  if (text[at] === PERCENT) return at + 2 < to && isEndEncoded(text[at + 1]!, text[at + 2]!, surroundings);
  if (text[at] === HASH && surroundings === "query") return true;
  const second = at + 1 < to ? text[at + 1]! : 0;
  return breakSeconds[second] === 1 && BREAKS.test(latin1(text, at, Math.min(to, at + 8)));
}

/** Whether the two digits after a percent sign stand for a blank, a quote, or another character that ends a value. */
function isEndEncoded(first: number, second: number, surroundings: Surroundings): boolean {
  if (hexDigits[first] !== 1 || hexDigits[second] !== 1) return false;
  const byte = hexValue(first) * 16 + hexValue(second);
  return encodedEnds[byte] === 1 || (surroundings === "encoded" && partEnds[byte] === 1);
}

const encodedEnds = byteClass("\t\n\r \"&'<>]}");
const partEnds = byteClass(",;");
const breakSeconds = byteClass("*/[0-9;");
const escapeStarts = byteClass("nrtvfeauxNRTVFEAUX0\"'`");
const ESCAPED = /^(?:[nrtvfe0"'`]|a(?![a-z0-9])|u[0-9a-f]{4}|x[0-9a-f]{2})/i;
const BREAKS = /^(?:\*+\/|\^\[|#033\[|\[[0-9;]+m)/i;
