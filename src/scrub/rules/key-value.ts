import { byteClass, hasWord, latin1, letters, skipBack, skipWhile, wideLetter, wordBytes } from "../bytes.ts";
import { endsColour, escapeEnd } from "../edges.ts";
import { quoteForNumber } from "../json-context.ts";
import { endsInPlaceholder, isStandIn } from "../placeholders.ts";
import { openAt, type Rule, type Span, type Window } from "../rule.ts";
import { type KeyStrength, keyStrength } from "./secret-keys.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
const MAX_KEY = 64;

/** The last two letters of every name that can be a key of a secret, folded to 10 bits: most names end here. */
const endings = new Uint8Array(1024);
const fold = (a: number, b: number): number => ((a & 31) << 5) | (b & 31);
for (const pair of "rd wd se ss et en ey th on al ls id ie ig re wt at ac de".split(" "))
  endings[fold(pair.charCodeAt(0), pair.charCodeAt(1))] = 1;

const LAST = "dtnyhslegcDTNYHSLEGC";
const LAST_BUT_ONE = "rwsetoalidRWSETOALID";

/**
 * The value behind a name that says secret: `password=…`, `"token": "…"`, `api_key: …`, headers (`Authorization: …`),
 * cookies, query parameters, command-line flags, `.netrc`. The name stays, and so do quotes and an authorization scheme.
 *
 * Misses what is no secret: empty, `None`, `true`, masks, templates, placeholders, attributes and calls
 * (`config.token`, `get_token()`), type names, prose; and names that only begin alike (`tokenizer`, `secretary`).
 */
export const keyValue: Rule = {
  name: "key-value",
  recognises: "values behind names of secrets: passwords, tokens, keys, authorization",
  becomes: "API-SECRET",
  example: "DB_PASSWORD=0nce-upon-a-time",
  priority: 40,
  on: true,
  anchors: [
    { at: "=", before: `${LAST}"' ]`, beforeThat: `${LAST_BUT_ONE}${LAST}"'\\ ]` },
    { at: ":", before: `${LAST}"' `, beforeThat: `${LAST_BUT_ONE}${LAST}"'\\ ]` },
    { at: ",", before: LAST, after: letterText() },
    { at: "%", before: LAST, after: "3" },
    { at: "-", before: "-", after: "abcdefghijklmnopqrstuvwxyz" },
    { at: "w", before: "sS", after: "oOdD" },
    { at: "B", before: " \"'=:,\n\t(", after: "e" },
  ],
  match(window, at) {
    switch (window.text[at]) {
      case 0x2d:
        return flag(window, at);
      case 0x77:
        return spoken(window, at);
      case 0x42:
        return bearer(window, at);
      default:
        return assignment(window, at);
    }
  },
};

function letterText(): string {
  return "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
}

function assignment(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const keyEnd = endOfKey(text, at, from);
  if (
    keyEnd - 2 < from ||
    endings[fold(text[keyEnd - 2]!, text[keyEnd - 1]!)] !== 1 ||
    letters[text[keyEnd - 1]!] !== 1
  )
    return undefined;
  const keyStart = startOfKey(window, keyEnd);
  if (keyStart - 2 >= from && text[keyStart - 1] === 0x2f && text[keyStart - 2] === 0x2f) return undefined;
  const key = latin1(text, keyStart, keyEnd);
  const strength = endsInPlaceholder(key) ? "none" : keyStrength(key);
  if (strength === "none") return undefined;
  const isEncoded = text[at] === 0x25;
  if (isEncoded && !hasWord(text, at, to, "%3d") && !hasWord(text, at, to, "%3a")) return undefined;
  const start = startOfValue(text, isEncoded ? at + 3 : at + 1, to);
  const isEnv = text[at] === 0x3d && isEnvName(text, keyStart, keyEnd, from);
  const value = valueAt(window, start, isEnv, isEncoded);
  if (/authorization$/i.test(key)) return withoutScheme(window, value);
  return accept(window, value, strength);
}

/** Back over the name; what belongs to an escape or a colour code before it is no part of it. */
function startOfKey({ text, from, to }: Window, end: number): number {
  const start = skipBack(text, end, Math.max(from, end - MAX_KEY), keyBytes);
  const behindEscape = escapeEnd(text, start, from, to);
  if (behindEscape > start && behindEscape < end) return behindEscape;
  if (start > from && (text[start - 1] === 0x5b || text[start - 1] === 0x3b))
    for (let i = start + 1; i < Math.min(end, start + 12); i++) if (endsColour(text, i, from)) return i;
  return start;
}

/** Back from the separator over blanks, a closing bracket and closing quotes. */
function endOfKey(text: Uint8Array, at: number, from: number): number {
  let end = skipBack(text, at, Math.max(from, at - 4), blank);
  if (end > from && text[end - 1] === 0x5d && quotes[text[end - 2]!] === 1) end--;
  if (end > from && quotes[text[end - 1]!] === 1) end = skipBack(text, end - 1, Math.max(from, end - 9), backslashes);
  return end;
}

/** From the separator over a second one (`=>`, `:=`, `==`), blanks and a colour code. */
function startOfValue(text: Uint8Array, at: number, to: number): number {
  let i = at;
  if (i < to && (text[i] === 0x3e || text[i] === 0x3d)) i++;
  i = skipWhile(text, i, Math.min(to, i + 8), blank);
  for (let j = i; j < Math.min(to, i + 16) && text[i] === 0x1b; j++) if (endsColour(text, j + 1, i)) return j + 1;
  return i;
}

/** `NAME=value` in capitals at the start of a line, as in environment files: the value goes to the next blank. */
function isEnvName(text: Uint8Array, start: number, end: number, from: number): boolean {
  for (let i = start; i < end; i++) if (text[i]! >= 0x61 && text[i]! <= 0x7a) return false;
  const left = start > from ? text[start - 1]! : 0x0a;
  return left === 0x0a || left === 0x20;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

function valueAt({ text, to }: Window, at: number, isEnv: boolean, isEncoded: boolean): Value {
  let quote = at;
  if (quote + 1 < to && /[bBuUrRfF]/.test(String.fromCharCode(text[quote]!)) && quotes[text[quote + 1]!] === 1) quote++;
  const depth = skipWhile(text, quote, Math.min(to, quote + 8), backslashes) - quote;
  const mark = text[quote + depth] ?? 0;
  if (quote + depth < to && quotes[mark] === 1 && !isClosing(text, quote + depth, to)) {
    const start = quote + depth + 1;
    return { start, end: closingQuote(text, start, to, mark, depth), isQuoted: true };
  }
  if (isEncoded && hasWord(text, at, to, "%22"))
    return { start: at + 3, end: unquotedEnd(text, at + 3, to, false, true), isQuoted: true };
  return { start: at, end: unquotedEnd(text, at, to, isEnv, isEncoded), isQuoted: false };
}

/** A quote before a comma, a bracket or a blank ends the string around the name: there is no value. */
function isClosing(text: Uint8Array, quote: number, to: number): boolean {
  return quote + 1 >= to || ",]}: \t\r\n".includes(String.fromCharCode(text[quote + 1]!));
}

/** The closing quote that is escaped as deep as the opening one; else the end of the line. */
function closingQuote(text: Uint8Array, start: number, to: number, mark: number, depth: number): number {
  let run = 0;
  for (let i = start; i < to; i++) {
    const byte = text[i]!;
    if (byte === 0x0a || byte === 0x0d) return i;
    if (byte === mark && (run <= depth || (depth === 0 && run % 2 === 0))) return i - Math.min(run, depth);
    run = byte === 0x5c ? run + 1 : 0;
  }
  return to;
}

const stops = byteClass("\"'`<>,;&)]}|");
const envStops = byteClass("\"'`");
for (let byte = 0; byte <= 0x20; byte++) stops[byte] = envStops[byte] = 1;
const valueBytes = stops.map((isStop, byte) => (byte >= 0x80 ? 1 : 1 - isStop));

function unquotedEnd(text: Uint8Array, start: number, to: number, isEnv: boolean, isEncoded: boolean): number {
  const ends = isEnv ? envStops : stops;
  let i = start;
  while (i < to && ends[text[i]!] !== 1) {
    if (text[i] === 0x5c) {
      const behind = skipWhile(text, i, to, backslashes);
      if (behind === to || "nrtu\"'".includes(String.fromCharCode(text[behind]!))) break;
      i = behind;
      continue;
    }
    if (isEncoded && text[i] === 0x25 && /^%(?:2[26c]|7d|5d|3b)/i.test(latin1(text, i, Math.min(to, i + 3)))) break;
    if (text[i]! >= 0x80) {
      const length = wideLetter(text, i, to);
      if (length === 0) break;
      i += length;
    } else i++;
  }
  i = Math.min(i, to);
  while (i > start && i < to && text[i - 1] === 0x2e) i--;
  return i;
}

const SCHEMES = ["bearer", "bot", "basic", "token", "digest", "apikey", "negotiate", "client-id"];

/** `Authorization: Bearer …`: the scheme stays. */
function withoutScheme(window: Window, value: Value): Span | undefined {
  const { text, to } = window;
  for (const scheme of SCHEMES) {
    const space = value.start + scheme.length;
    if (space >= to || text[space] !== 0x20 || !hasWord(text, value.start, to, scheme)) continue;
    const start = skipWhile(text, space, Math.min(to, space + 4), blank);
    const end = value.isQuoted ? value.end : unquotedEnd(text, start, to, false, false);
    return credentials(window, { start, end, isQuoted: true });
  }
  return accept(window, value, "strong");
}

/** What follows an authorization scheme: a digit, a sign or mixed case is enough. */
function credentials(window: Window, value: Value): Span | undefined {
  const { text, to } = window;
  if (value.end - value.start < 8 || isStandIn(text, value.start, value.end)) return undefined;
  const start = latin1(text, value.start, Math.min(value.end, value.start + 256));
  if (/ /.test(start) || !(/[0-9]/.test(start) || (/[a-z]/.test(start) && /[A-Z]/.test(start)))) return undefined;
  return { start: value.start, end: value.end, ...openAt(value.end, to, valueBytes) };
}

/** `--password value`, `'--token', 'value'`: a flag whose value is the next word. */
function flag(window: Window, hyphen: number): Span | undefined {
  const { text, to } = window;
  const keyEnd = skipWhile(text, hyphen + 1, Math.min(to, hyphen + MAX_KEY), keyBytes);
  const strength = keyStrength(latin1(text, hyphen + 1, keyEnd));
  if (strength === "none") return undefined;
  let start = keyEnd;
  if (quotes[text[start] ?? 0] === 1 && text[start + 1] === 0x2c) start += 2;
  const value = skipWhile(text, start, Math.min(to, start + 4), blank);
  return value === start || value >= to ? undefined : accept(window, valueAt(window, value, false, false), strength);
}

/** `login red password value`: only a value that no prose would hold. */
function spoken(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const word = at - 4;
  const length = hasWord(text, word, to, "password") ? 8 : hasWord(text, word, to, "passwd") ? 6 : 0;
  if (word < from || length === 0 || text[word + length] !== 0x20) return undefined;
  const value = valueAt(window, word + length + 1, false, false);
  const start = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (start.length < 8 || !/[0-9]/.test(start) || !/[a-z]/.test(start) || !/[A-Z!@#$%^&*_]/.test(start))
    return undefined;
  return accept(window, value, "strong");
}

/** `Bearer …` without its header. */
function bearer(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (!hasWord(text, at, to, "bearer ") || (at > from && wordBytes[text[at - 1]!] === 1)) return undefined;
  const start = at + 7;
  const end = unquotedEnd(text, start, to, false, false);
  return end - start >= 20 ? credentials(window, { start, end, isQuoted: false }) : undefined;
}

function accept(window: Window, value: Value, strength: KeyStrength): Span | undefined {
  const { text, to } = window;
  const { start, end, isQuoted } = value;
  if (end - start < 6 || isStandIn(text, start, end)) return undefined;
  const beginning = latin1(text, start, Math.min(end, start + 256));
  if (strength === "weak" ? !isRandomWord(beginning) : !isSecret(beginning, isQuoted)) return undefined;
  const quote = !isQuoted && /^-?[0-9.]+$/.test(beginning) ? quoteForNumber(window, start, end) : "";
  return { start, end, becomes: `${quote}${keyValue.becomes}${quote}`, ...openAt(end, to, valueBytes) };
}

/** Sixteen letters and digits in a row, with some of either. */
export function isRandomWord(value: string): boolean {
  if (!/^[\w~+/%.:-]+={0,2}$/.test(value)) return false;
  return value
    .split(/[^0-9A-Za-z]+/)
    .some((word) => word.length >= 16 && /[0-9].*[0-9]/.test(word) && /[A-Za-z].*[A-Za-z]/.test(word));
}

const OWNERS =
  /^(?:self|this|cls|config|conf|cfg|settings|os|process|env|ctx|bot|client|app|args|options|opts|secrets|data|req|request|res|user|kwargs|[a-z])\./;

function isSecret(value: string, isQuoted: boolean): boolean {
  if (/^\.{0,2}~?\/[^/]*\/|^[A-Za-z]:\\|^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return false;
  if (/ .* /.test(value) || /^[!&*]\w* /.test(value)) return false;
  const hasDigit = /[0-9]/.test(value);
  if (!isQuoted && (/^[A-Za-z_][\w.]*[([]/.test(value) || OWNERS.test(value))) return false;
  if (hasDigit) return true;
  if (/[!@#$%^&*+=~?|]/.test(value) && /[A-Za-z]{3}/.test(value)) return !/^[!@#$%&*]\w+$/.test(value);
  return value.length >= 16 && /^[A-Za-z_-]+$/.test(value) && (value.match(/[a-z][A-Z]/g)?.length ?? 0) >= 3;
}
