import { isPlaceholderAt, placeholder } from "../../claim/placeholders.ts";
import { openAt, type Rule, undecided, type Window } from "../../rule.ts";
import {
  alphanumerics,
  base64,
  byteClass,
  hasExactly,
  latin1,
  lineEnds,
  skipBack,
  skipWhile,
} from "../../text/bytes.ts";

const DASH = 0x2d;
const LF = 0x0a;
/** With at least this many characters of base64, it is a key and not only the mention of one. */
const MIN_BODY = 40;
/** The most lines of another kind in a key that has an END. */
const MAX_STRANGERS = 8;
const labelBytes = byteClass("A-Z0-9 ");
const trailing = byteClass(" \t\r\"',+;)|\\");
const openBytes = byteClass("0-9a-zA-Z+/= \t\r\n\\-");

/**
 * Private keys in PEM and its relatives (OpenSSH, PGP, SSH2), from BEGIN to the matching END, or to the end of the
 * base64 if the text was cut off. Line ends may be escaped (`\n`), lines indented, quoted, after a log prefix, or in a
 * record of Docker's log each.
 *
 * Misses certificates, public keys and signatures, and headers that are only mentioned.
 *
 * Costs a look at the header after dashes and `BEGIN`, and at the lines of a key.
 */
export const privateKey: Rule = {
  name: "private-key",
  recognises: "private keys in PEM form",
  becomes: "PRIVATE-KEY",
  example:
    "-----BEGIN PRIVATE KEY-----\\nb25jZSB1cG9uIGEgdGltZSB0aGVyZSB3YXMgYSBrZXkgdGhhdCB3YXMgbm9uZQ==\\n-----END PRIVATE KEY-----",
  priority: 100,
  on: true,
  anchors: () => [{ at: "-", before: "-", after: "B " }],
  match(window, at) {
    const { text, to, last } = window;
    const begin = text[at + 1] === 0x20 ? at + 2 : at + 1;
    if (!hasExactly(text, begin, to, "BEGIN ")) return begin + 6 > to && !last ? undecided : undefined;
    const start = window.runStart(dashes, at + 1);
    const header = headerEnd(text, begin + 6, to);
    if (header === 0) return !last && to - begin < 60 ? undecided : undefined;
    if (header < 0 || begin - start < 4) return undefined;
    const whole = keyEnd(window, header, linePrefix(window, start));
    if (whole === to && !last) return undecided;
    const end = whole < 0 ? cutEnd(window, header) : whole;
    if (end === to && !last) return undecided;
    return end < 0 ? undefined : { start, end, ...openAt(end, to, openBytes) };
  },
};

const dashes = byteClass("-");

/** The end of `RSA PRIVATE KEY-----`; 0 if the text ends before it, -1 if this is no private key. */
function headerEnd(text: Uint8Array, at: number, to: number): number {
  const label = skipWhile(text, at, Math.min(to, at + 48), labelBytes);
  if (label === to) return 0;
  let isPrivate = false;
  for (let i = at; i + 11 <= label; i++) isPrivate ||= hasExactly(text, i, label, "PRIVATE KEY");
  const end = skipWhile(text, label, Math.min(to, label + 5), dashes);
  if (!isPrivate || (end - label < 4 && end < to)) return -1;
  return end - label < 4 ? 0 : end;
}

/** The end of the key whose body begins at `at`, or -1 if there is no body; `to` if the window ends before the key. */
function keyEnd({ text, to, last }: Window, at: number, prefix: Uint8Array): number {
  let body = 0;
  let end = -1;
  let strangers = 0;
  for (let line = at; line < to; ) {
    const lineEnd = endOfLine(text, line, to);
    if (lineEnd === to && !last) return to;
    const isLast = text[lineEnd] === DASH;
    const marker = endMarker(text, line, lineEnd, to);
    const run = bodyRun(text, line, lineEnd, line === at, body > 0);
    const isBody = run.end > run.start;
    if (leavesString(text, line, marker > 0 ? marker : isBody ? run.start : lineEnd)) return end;
    if (meetsPlaceholder(text, line, marker > 0 ? marker : lineEnd)) return end;
    if (marker !== 0) return body + longRuns(text, line, marker) >= MIN_BODY ? marker : end;
    if (isBody) {
      body += run.end - run.start;
      if (body >= MIN_BODY && strangers === 0) end = run.end;
    } else if (!isHeaderOrBlank(text, line, lineEnd, body > 0) && (body === 0 || ++strangers > MAX_STRANGERS))
      return end;
    if (isLast) return end;
    line = pastPrefix(text, pastLineEnd(text, lineEnd, to), to, prefix);
  }
  return last ? end : to;
}

/**
 * The end of a key of which only the beginning is quoted, with other text directly after it; or -1. `to` if the window
 * ends before that is known.
 */
function cutEnd(window: Window, header: number): number {
  const { text, to, last } = window;
  let at = header;
  for (let i = 0; i < MAX_BREAKS && at < to; i++) {
    const escaped = skipWhile(text, at, Math.min(to, at + 8), backslashes);
    if (escaped === to && !last) return to;
    if (blanks[text[at]!] === 1) at++;
    else if (escaped > at && escaped < to && (text[escaped] === 0x6e || text[escaped] === 0x72)) at = escaped + 1;
    else break;
  }
  const run = window.runEnd(base64, at);
  const known = run - at < MIN_BODY ? run + 1 : run + placeholder.longest;
  if (known > to && !last) return to;
  // a placeholder is not part of a key, although it consists of letters of base64
  const end = Math.min(run, window.nextPhrase(placeholder, at, Math.min(to, run + placeholder.longest)));
  return end - at >= MIN_BODY ? end : -1;
}

/** The most line ends and blanks between the header and the beginning of a key. */
const MAX_BREAKS = 8;
const backslashes = byteClass("\\\\");
const blanks = byteClass(" \t\n\v\f\r");

/**
 * The text before the key on its first line, such as the prefix of a log: the next lines may begin with it as well. A
 * word directly before the key belongs to another one.
 */
function linePrefix(window: Window, start: number): Uint8Array {
  if (start > window.from && alphanumerics[window.text[start - 1]!] === 1) return window.text.subarray(start, start);
  return window.text.subarray(Math.max(window.from, window.previous(lineEnds, start) + 1), start);
}

function pastPrefix(text: Uint8Array, line: number, to: number, prefix: Uint8Array): number {
  for (let i = 0; i < prefix.length; i++) if (line + i >= to || text[line + i] !== prefix[i]) return line;
  return line + prefix.length;
}

/** The next line end at or after `at`, real or escaped (`\n`, `\\n`, `\r\n`), or the dashes before another BEGIN. */
function endOfLine(text: Uint8Array, at: number, to: number): number {
  for (let i = at; i < to; i++) {
    if (text[i] === 0x42 && i > at + 2 && hasExactly(text, i, to, "BEGIN ")) {
      const dash = text[i - 1] === 0x20 ? i - 1 : i;
      if (text[dash - 1] === DASH && text[dash - 2] === DASH) return skipBack(text, dash, at, dashes);
    }
    if (text[i] === LF) return i;
    if (text[i] === 0x5c && i + 1 < to && (text[i + 1] === 0x6e || text[i + 1] === 0x72)) return i;
  }
  return to;
}

function pastLineEnd(text: Uint8Array, lineEnd: number, to: number): number {
  if (text[lineEnd] === LF) return lineEnd + 1;
  const next = Math.min(to, lineEnd + 2);
  return text[next] === 0x22 && text[next + 1] === COMMA ? pastRecord(text, next, to) : next;
}

/** Where the text of the next record begins in Docker's log, which keeps each line as one; `to` if it is cut off. */
function pastRecord(text: Uint8Array, at: number, to: number): number {
  const said = latin1(text, at, Math.min(to, at + MAX_RECORD));
  const record = RECORD.exec(said)?.[0];
  if (record !== undefined) return at + record.length;
  return at + said.length === to && STREAM.startsWith(said.slice(0, STREAM.length)) ? to : at;
}

const RECORD = /^","stream":"std(?:out|err)","time":"[0-9TZ:.+-]{20,40}"\}\r?\n\{"log":"/;
const STREAM = '","stream":"std';
const MAX_RECORD = 128;

/** The end of `-----END … PRIVATE KEY-----` on this line, or 0. */
function endMarker(text: Uint8Array, line: number, lineEnd: number, to: number): number {
  for (let i = line; i + 4 < lineEnd; i++) {
    if (text[i] !== 0x45 || !hasExactly(text, i, lineEnd, "END ")) continue;
    if (text[i - 1] !== DASH && text[i - 1] !== 0x20) continue;
    const end = headerEnd(text, i + 4, to);
    if (end > 0) return end;
  }
  return 0;
}

/**
 * `"}, {"`, `": "`, `", 1`: the string that holds the key ends before `to`, and what follows is no list of its lines.
 */
function leavesString(text: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (quotes[text[i]!] !== 1) continue;
    if (structure[text[i + 1] ?? 0] === 1 || (i > from && structure[text[i - 1]!] === 1)) return true;
    if (text[i + 1] === COMMA && elements[text[skipWhile(text, i + 2, to, blank)] ?? 0] === 1) return true;
  }
  return false;
}

const COMMA = 0x2c;
const blank = byteClass(" \t");
/** Beginnings of list elements that are not strings. */
const elements = byteClass("[{0-9tfnTFN-");
const quotes = byteClass("\"'");
const structure = byteClass(":[]{}");

/**
 * A key is replaced as a whole, so what holds a placeholder is none: except for an address after a name, as in
 * `Comment: EMAIL-ADDRESS`, which remains of a line that was scrubbed on its own.
 */
function meetsPlaceholder(text: Uint8Array, line: number, to: number): boolean {
  let isNamed = false;
  for (let i = line; i < to; i++) {
    if (text[i] === 0x3a) isNamed = true;
    else if (isPlaceholderAt(text, i, to) && !(isNamed && hasExactly(text, i, to, "EMAIL-ADDRESS"))) return true;
  }
  return false;
}

/** The amount of base64 on the line of the marker up to its end, in runs that are no words. */
function longRuns(text: Uint8Array, line: number, to: number): number {
  let sum = 0;
  for (let i = line; i < to; i++) {
    const end = skipWhile(text, i, to, base64);
    if (end - i >= 16) sum += end - i;
    i = end;
  }
  return sum;
}

/**
 * The base64 that ends the line; a first piece glued to the header counts as well. A short run is not a body, unless a
 * body follows it and it is not a word.
 */
function bodyRun(
  text: Uint8Array,
  line: number,
  lineEnd: number,
  isFirst: boolean,
  goesOn: boolean,
): { start: number; end: number } {
  const end = skipBack(text, lineEnd, line, trailing);
  const start = skipBack(text, end, line, base64);
  const length = end - start;
  const isWhole = skipBack(text, start, line, leading) === line;
  const isBehindPrefix = !isFirst && start - line <= 64 && leading[text[start - 1]!] === 1;
  const isLong = length >= 32 && (isWhole || isBehindPrefix);
  const isTail = length >= 4 && (length % 4 === 0 || (goesOn && isNoWord(latin1(text, start, end))));
  return isLong || (isWhole && isTail) ? { start, end } : { start, end: start };
}

const isNoWord = (run: string): boolean => /[0-9+/=]|[a-z][A-Z]/.test(run);

const leading = byteClass(" \t\"'|>");

/** An empty line, the rest of the header's own line, or before the body `Proc-Type: 4,ENCRYPTED`. */
function isHeaderOrBlank(text: Uint8Array, line: number, lineEnd: number, isInBody: boolean): boolean {
  const first = skipWhile(text, line, lineEnd, trailing);
  if (first === lineEnd) return true;
  if (isInBody) return false;
  for (let i = first; i < Math.min(lineEnd, first + 24); i++)
    if (text[i] === 0x3a && text[i + 1] === 0x20) return i > first;
  return false;
}
