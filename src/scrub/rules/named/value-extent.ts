import { isPlaceholderAt } from "../../claim/placeholders.ts";
import { escapeDepth } from "../../json/context.ts";
import type { Window } from "../../rule.ts";
import {
  brokenLength,
  byteClass,
  hasExactly,
  hasWord,
  hexDigits,
  latin1,
  letters,
  skipBack,
  skipWhile,
  wideLetter,
  wordBytes,
} from "../../text/bytes.ts";
import { endsColour } from "../../text/edges.ts";
import type { Course } from "../../text/memo.ts";
import { CODED_QUOTES } from "./key-name.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
/** Letters and signs before the quote of a string in Python, SQL and C#. */
const stringPrefixes = byteClass("bBuUrRfFN@$");
const backslashes = byteClass("\\");
const BACKSLASH = 0x5c;
const HASH = 0x23;

/** Where the value of a key is, without its quotes. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** How far an unquoted value goes: in environment files to the next blank, in queries to the fragment. */
export type Surroundings = "text" | "environment" | "query" | "encoded";

/** From the separator over a second one (`=>`, `:=`, `==`), spaces, a colour code and the text that wraps a string. */
export function startOfValue(text: Uint8Array, at: number, to: number): number {
  let i = at;
  if (i < to && (text[i] === 0x3e || text[i] === 0x3d)) i++;
  i = skipWhile(text, i, Math.min(to, i + 64), blank);
  i = behindMarkdown(text, i, to);
  while (text[i] === 0x25 && i < at + 16 && hasExactly(text, i, to, "%20")) i += 3;
  if (text[i] === 0x1b || text[i] === BACKSLASH)
    for (let j = i; j < Math.min(to, i + 16) && text[j] !== 0x0a; j++) if (endsColour(text, j + 1, i)) return j + 1;
  if (text[i] === 0x28 && isString(text, i + 1, to)) return i + 1;
  if (mayBeWrapped(text, i, to)) i += WRAPPER.exec(latin1(text, i, Math.min(to, i + 32)))?.[0].length ?? 0;
  if (text[i] === 0x72 && text[i + 1] === HASH && text[i + 2] === 0x22) return i + 2; // `r#"…"#` of Rust
  const quote = stringPrefixes[text[i] ?? 0] === 1 ? i + 1 : i;
  if (hasWord(text, quote, to, '"""') || hasWord(text, quote, to, "'''")) return quote + 2;
  return i;
}

/** `<b>name:</b> value`, `**name:** value`, `*name:* value`, `name: ||value||`, `name => <<"value">>`, `(name)=(value)` */
function behindMarkdown(text: Uint8Array, at: number, to: number): number {
  if (text[at] === 0x2a) {
    const stars = text[at + 1] === 0x2a ? 2 : 1;
    if (text[at + stars] === 0x20) return skipWhile(text, at + stars + 1, to, blank);
  }
  if (text[at] === 0x3c && text[at + 1] === 0x2f)
    return at + (CLOSED.exec(latin1(text, at, Math.min(to, at + 16)))?.[0].length ?? 0);
  if (text[at] === 0x3c && text[at + 1] === 0x3c && text[at + 2] === 0x22) return at + 2;
  if (text[at] === 0x7c && text[at + 1] === 0x7c && valueBytes[text[at + 2] ?? 0] === 1) return at + 2;
  return text[at] === 0x28 && text[at - 1] === 0x3d && text[at - 2] === 0x29 ? at + 1 : at;
}

const CLOSED = /^<\/(?:b|strong|em|i)> (?=[\w!@#$%^&*])/;

/** `("value")`: whether a quoted string of at least six bytes begins there. */
const isString = (text: Uint8Array, at: number, to: number): boolean =>
  quotes[text[at] ?? 0] === 1 && skipWhile(text, at + 1, Math.min(to, at + 7), stringBytes) === at + 7;

const stringBytes = byteClass("0-9a-zA-Z_.+/=!@#$%^&*-");

/** A bracket, a mark of YAML before a word, or a word before a bracket. */
function mayBeWrapped(text: Uint8Array, at: number, to: number): boolean {
  if (text[at] === 0x5b) return true;
  if (text[at] === 0x26 || text[at] === 0x21)
    return wordBytes[text[at + 1] ?? 0] === 1 || (text[at + 1] === 0x21 && wordBytes[text[at + 2] ?? 0] === 1);
  const end = skipWhile(text, at, Math.min(to, at + 32), wrapperBytes);
  if (text[end] === 0x20 && (hasExactly(text, at, to, "string '") || hasExactly(text, at, to, "0x"))) return true;
  return end > at && (text[end] === 0x28 || (text[end] === 0x3a && text[end + 1] === 0x3a));
}

const wrapperBytes = byteClass("0-9a-zA-Z_.");

/** `0x7ffe "…` of debuggers, `Some("…`, `[]byte("…`, `Buffer.from('…`, PHP's `string(5) "…`, `SecretStr('…`, and of YAML `&anchor …`, `!!str …`. */
const WRAPPER =
  /^(?:string(?:\([0-9]{1,6}\))? (?=\\{0,4}["'])|(?:Some|Ok|Just|(?:\w{0,16}\.)?Secret(?:Str|String|Value)?|(?:\w{1,16}\.)?String(?:::from)?|str|(?:base64\.)?b64decode|atob|Buffer\.from|(?:bytes|bytearray)\.fromhex|hex\.DecodeString|bytes|\[\]byte)\((?=\\{0,4}["']))|^&\w{1,16} (?=\S)|^!!?\w{1,12} (?=\S)|^0x[0-9a-f]{2,16} (?=")/;

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
  if (text[quote] === 0xe2 || text[quote] === 0xc2) {
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

/** The value at `start`, up to where it ends without a closing quote: before marks of the sentence, escapes and colour codes. */
export function unquotedValue(window: Window, start: number, surroundings: Surroundings, isQuoted: boolean): Value {
  const { to, last, goesOn } = window;
  const run = window.courseEnd(courses[surroundings], start);
  const isOpen = run === to && (!last || goesOn);
  return { start, end: isOpen ? run : window.runStart(trailing, run, start), isQuoted };
}

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
  if (quotes === undefined) return undefined;
  const place = first === BACKSLASH ? behind - 1 : at;
  for (const quote of quotes) if (hasWord(text, place, to, quote)) return quote;
  return undefined;
}

/** By their first byte. */
const codedQuotes: (readonly string[] | undefined)[] = Array.from({ length: 256 }, (_, first) => {
  const all = CODED_QUOTES.filter((quote) => quote.charCodeAt(0) === first);
  return all.length > 0 ? all : undefined;
});

/** A quote before a comma, a bracket, a space or an operator ends the string around the name: there is no value. */
function isClosing(text: Uint8Array, quote: number, to: number): boolean {
  if (quote + 1 >= to || ",]}:;) \t\r\n".includes(String.fromCharCode(text[quote + 1]!))) return true;
  const isJoined = text[quote + 1] === 0x2b || text[quote + 1] === 0x2e;
  return isJoined && JOINED.test(latin1(text, quote + 1, Math.min(to, quote + 41)));
}

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
 * Returns the start of what follows, or -1.
 */
export function behindScheme(text: Uint8Array, start: number, to: number, name: string): number {
  const isAny = start < to && isAuthorization(name) && !isPlaceholderAt(text, start, to);
  if (isAny ? letters[text[start] ?? 0] !== 1 : !isScheme(text, start, to)) return -1;
  const beginning = latin1(text, start, Math.min(to, start + 32));
  const scheme = (SCHEME.exec(beginning) ?? (isAny ? ANY_SCHEME.exec(beginning) : null))?.[0];
  return scheme === undefined ? -1 : start + scheme.length;
}

/** Whether the scheme is not a well-known one: it may be the value itself then. */
export const isOwnScheme = (text: Uint8Array, start: number): boolean =>
  !SCHEME.test(latin1(text, start, Math.min(text.length, start + 32)));

/** Whether one of the schemes may be at `at`, by its first two letters. */
export const mayBeScheme = (text: Uint8Array, at: number): boolean =>
  schemePairs[pair(text[at] ?? 0, text[at + 1] ?? 0)] === 1;
const pair = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
const SCHEMES = ["bearer", "bot", "basic", "token", "digest", "apikey", "oauth", "negotiate", "client-id"];
const schemePairs = new Uint8Array(1_024);
/** By their first two letters: no two begin with the same ones. */
const schemeOf: string[] = [];
for (const scheme of SCHEMES) {
  const two = pair(scheme.charCodeAt(0), scheme.charCodeAt(1));
  schemePairs[two] = 1;
  schemeOf[two] = scheme;
}
const SCHEME = new RegExp(`^(?:${SCHEMES.join("|")})(?:%20|[ +]){1,4}`, "i");

/** Whether one of the schemes is at `at`, and a blank may follow it. */
function isScheme(text: Uint8Array, at: number, to: number): boolean {
  if (!mayBeScheme(text, at)) return false;
  const scheme = schemeOf[pair(text[at]!, text[at + 1]!)]!;
  return hasWord(text, at, to, scheme) && mayBeBlank[text[at + scheme.length] ?? 0] === 1;
}

const mayBeBlank = byteClass("% +");
const ANY_SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,23} (?=[^\s=-])/;
const isAuthorization = (name: string): boolean =>
  (name.charCodeAt(name.length - 3) | 32) === 0x69 && /authorization$/i.test(name);
