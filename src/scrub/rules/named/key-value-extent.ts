import { escapeDepth } from "../../json/context.ts";
import { LOOK_AHEAD, type Window } from "../../rule.ts";
import { byteClass, hasWord, hexDigits, latin1, letters, skipWhile, wideLetter } from "../../text/bytes.ts";
import { endsColour } from "../../text/edges.ts";
import { CODED_QUOTES } from "./key-name.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
const BACKSLASH = 0x5c;

/** Where the value of a key stands, without its quotes. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Set where only the beginning was looked at: `wholeEnd` finds the end. */
  readonly goesOn?: Surroundings;
}

/** How much of an unquoted value is looked at before it is judged: what is no secret costs no more. */
const FIRST_LOOK = 512;

/** How far an unquoted value goes: in environment files to the next blank, in queries to the fragment. */
export type Surroundings = "text" | "environment" | "query" | "encoded";

/** From the separator over a second one (`=>`, `:=`, `==`), blanks, a colour code and what wraps a string. */
export function startOfValue(text: Uint8Array, at: number, to: number): number {
  let i = at;
  if (i < to && (text[i] === 0x3e || text[i] === 0x3d)) i++;
  i = skipWhile(text, i, Math.min(to, i + 64), blank);
  if (text[i] === 0x1b || text[i] === BACKSLASH)
    for (let j = i; j < Math.min(to, i + 16); j++) if (endsColour(text, j + 1, i)) return j + 1;
  if (text[i] === 0x26 || text[i] === 0x21 || (text[i]! >= 0x41 && text[i]! <= 0x7a))
    i += WRAPPER.exec(latin1(text, i, Math.min(to, i + 32)))?.[0].length ?? 0;
  if (hasWord(text, i, to, '"""') || hasWord(text, i, to, "'''")) i += 2;
  return i;
}

/** `Some("…`, `SecretStr('…`, and of YAML `&anchor …`, `!!str …`. */
const WRAPPER =
  /^(?:Some|Ok|Just|(?:\w{0,16}\.)?Secret(?:Str|String|Value)?|String(?:::from)?|str|b64decode|atob)\((?=["'])|^&\w{1,16} (?=\S)|^!!?\w{1,12} (?=\S)/;

/** The value at `at`: to its closing quote, or to where an unquoted one ends. */
export function valueAt(window: Window, at: number, surroundings: Surroundings): Value {
  const { text, to } = window;
  let quote = at;
  if (quote + 1 < to && /[bBuUrRfF]/.test(String.fromCharCode(text[quote]!)) && quotes[text[quote + 1]!] === 1) quote++;
  const depth = skipWhile(text, quote, Math.min(to, quote + 8), backslashes) - quote;
  const mark = text[quote + depth] ?? 0;
  if (quote + depth < to && quotes[mark] === 1 && !isClosing(text, quote + depth, to)) {
    const start = quote + depth + 1;
    return { start, end: closingQuote(text, start, to, mark, depth), isQuoted: true };
  }
  const coded = codedQuote(text, quote, quote + depth, to);
  if (coded !== undefined) {
    const start = (coded[0] === "\\" ? quote + depth - 1 : quote) + coded.length;
    return unquotedValue(window, start, "text", true);
  }
  return unquotedValue(window, at, surroundings, false);
}

/** The value at `start`, at least its beginning. */
export function unquotedValue(window: Window, start: number, surroundings: Surroundings, isQuoted: boolean): Value {
  const end = unquotedEnd(window, start, Math.min(window.to, start + FIRST_LOOK), surroundings);
  return { start, end, isQuoted, ...(end - start === FIRST_LOOK && { goesOn: surroundings }) };
}

/** Where the value ends of which perhaps only the beginning is known. */
export function wholeEnd(window: Window, { end, goesOn }: Value): number {
  return goesOn === undefined ? end : unquotedEnd(window, end, window.to, goesOn);
}

function codedQuote(text: Uint8Array, at: number, behind: number, to: number): string | undefined {
  const first = text[at];
  if (first !== 0x26 && first !== 0x25 && first !== BACKSLASH) return undefined;
  return CODED_QUOTES.find((quote) => hasWord(text, first === BACKSLASH ? behind - 1 : at, to, quote));
}

/** A quote before a comma, a bracket or a blank ends the string around the name: there is no value. */
function isClosing(text: Uint8Array, quote: number, to: number): boolean {
  return quote + 1 >= to || ",]}:;) \t\r\n".includes(String.fromCharCode(text[quote + 1]!));
}

/** The closing quote that is escaped as deep as the opening one; else the end of the line. */
function closingQuote(text: Uint8Array, start: number, to: number, mark: number, depth: number): number {
  let run = 0;
  for (let i = start; i < to; i++) {
    const byte = text[i]!;
    if (byte === 0x0a || byte === 0x0d) return i;
    if (byte === mark && run <= depth) return i - run;
    if (byte === mark && escapeDepth(run) <= depth) return i - escapeDepth(run);
    run = byte === BACKSLASH ? run + 1 : 0;
  }
  return to;
}

const stops = byteClass("\"'`<>,;&)]}|");
const envStops = byteClass("\"'`");
for (let byte = 0; byte <= 0x20; byte++) stops[byte] = envStops[byte] = 1;
/** What an open value may go on with. */
export const valueBytes = stops.map((isStop, byte) => (byte >= 0x80 ? 1 : 1 - isStop));
/** Bytes behind which what follows may be no part of the value. */
const suspects = byteClass("\\%*^#[");
const trailing = byteClass(".,:;!?*_~");

/** Where the unquoted value at `start` ends, at most at `limit`: before marks of the sentence, escapes and colour codes. */
function unquotedEnd({ text, to, last }: Window, start: number, limit: number, surroundings: Surroundings): number {
  const ends = surroundings === "environment" ? envStops : stops;
  let i = start;
  while (i < limit && ends[text[i]!] !== 1) {
    const byte = text[i]!;
    if (byte < 0x80) {
      if (suspects[byte] !== 1) i++;
      else if (isBreak(text, i, to, surroundings)) break;
      else i = byte === BACKSLASH ? skipWhile(text, i, limit, backslashes) : i + 1;
      continue;
    }
    const length = wideLetter(text, i, to);
    if (length === 0) break;
    i += length;
  }
  if (i >= limit && limit < to) return limit;
  i = Math.min(i, to);
  const isOpen = i === to && (!last || to - start > LOOK_AHEAD - 1_024);
  while (!isOpen && i > start && trailing[text[i - 1]!] === 1) i--;
  return i;
}

/** Whether an escape of what no value holds, a colour code or the end of a comment begins at `at`. */
function isBreak(text: Uint8Array, at: number, to: number, surroundings: Surroundings): boolean {
  if (text[at] === BACKSLASH) {
    const behind = skipWhile(text, at, to, backslashes);
    return behind === to || ESCAPED.test(latin1(text, behind, Math.min(to, behind + 5)));
  }
  const second = at + 1 < to ? text[at + 1]! : 0;
  if (text[at] === 0x25 ? hexDigits[second] !== 1 : breakSeconds[second] !== 1)
    return text[at] === 0x23 && surroundings === "query";
  const next = latin1(text, at, Math.min(to, at + 8));
  if (text[at] === 0x23 && surroundings === "query") return true;
  return BREAKS.test(next) || (surroundings === "encoded" && /^%(?:2[c6]|3b)/i.test(next));
}

const breakSeconds = byteClass("*/[0-9;");
const ESCAPED = /^(?:[nrtvfe0"'`]|a(?![a-z0-9])|u[0-9a-f]{4}|x[0-9a-f]{2})/i;
const BREAKS = /^(?:%(?:0[9ad]|2[0267]|3[ce]|5d|7d)|\*+\/|\^\[|#033\[|\[[0-9;]+m)/i;

/**
 * `Bearer`, `Bot` and the like before credentials, and before those of an authorization any single word: they stay.
 * Answers the start of what follows, or -1.
 */
export function behindScheme(text: Uint8Array, start: number, to: number, name: string): number {
  if (letters[text[start] ?? 0] !== 1) return -1;
  const beginning = latin1(text, start, Math.min(to, start + 32));
  const scheme = (SCHEME.exec(beginning) ?? (AUTHORIZATION.test(name) ? ANY_SCHEME.exec(beginning) : null))?.[0];
  return scheme === undefined ? -1 : start + scheme.length;
}

/** Whether the scheme is none of those that everybody knows: then it may be the value itself. */
export const isOwnScheme = (text: Uint8Array, start: number): boolean =>
  !SCHEME.test(latin1(text, start, Math.min(text.length, start + 32)));

const SCHEME = /^(?:bearer|bot|basic|token|digest|apikey|negotiate|client-id)(?:%20|[ +]){1,4}/i;
const ANY_SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,23} (?=[^\s=-])/;
const AUTHORIZATION = /authorization$/i;
