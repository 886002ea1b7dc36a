import { holdsPlaceholder } from "../../claim/placeholders.ts";
import { foldQuad, QUADS } from "../../find/anchors.ts";
import type { KeyName, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, latin1, letters, skipBack } from "../../text/bytes.ts";
import { endsColour, escapeEnd } from "../../text/edges.ts";
import { Ending } from "../../text/ending.ts";
import { interned } from "../../text/interned.ts";
import { programTails, tails } from "./key-words.ts";

export type { KeyName } from "../../rule.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
export const MAX_KEY = 64;

/** The last four bytes of the tails, folded (`foldQuad`): most names end in none of them. */
const lastFour = new Uint8Array(QUADS);
const foldEnd = (name: string): number => {
  const end = name.length;
  return foldQuad(
    name.charCodeAt(end - 4),
    name.charCodeAt(end - 3),
    name.charCodeAt(end - 2),
    name.charCodeAt(end - 1),
  );
};
/** `content="…"` is the value of the name in `name="…"` before it. */
const TITLED = ["content"];
/** Those of names that end in a program, if a sign is before it. */
const BEHIND_SIGN = 2;
for (const tail of programTails) lastFour[foldEnd(tail)] = BEHIND_SIGN;
for (const tail of [...tails, ...TITLED])
  if (programTails.includes(tail)) continue;
  else if (tail.length > 3) lastFour[foldEnd(tail)] = 1;
  else if (tail.length === 3)
    for (let any = 0; any < 128; any++) lastFour[foldEnd(String.fromCharCode(any) + tail)] = 1;

/** A quick check whether a name may be that of a secret: it ends like such names, or in a digit. */
export function mayTell(name: string): boolean {
  if (lastFour[foldEnd(name)] !== 0) return true;
  const last = name.charCodeAt(name.length - 1);
  return (last >= 0x30 && last <= 0x39) || ((last | 32) === 0x77 && (name.charCodeAt(name.length - 2) | 32) === 0x70);
}

/** The same for a name that ends at `end`; true unless a letter is before it. */
export function mayTellAt(text: Uint8Array, end: number): boolean {
  if (end < 4) return true;
  const [second, last] = [text[end - 2]!, text[end - 1]!];
  if (letters[last] !== 1 || ((last | 32) === 0x77 && (second | 32) === 0x70)) return true;
  return lastFour[foldQuad(text[end - 4]!, text[end - 3]!, second, last)] !== 0;
}

function mayEnd(text: Uint8Array, end: number): boolean {
  const fourth = text[end - 4] ?? 0;
  const third = text[end - 3] ?? 0;
  const second = text[end - 2]!;
  const last = text[end - 1]!;
  if ((last | 32) === 0x77 && (second | 32) === 0x70 && (alphanumerics[third] !== 1 || fourth === 0x5c)) return true; // `pw`
  const found = lastFour[foldQuad(fourth, third, second, last)];
  return found === BEHIND_SIGN ? isBehindSign(text, end) : found === 1;
}

/** `lavalink` alone is the name of a logger, as in most lines of some logs. */
function isBehindSign(text: Uint8Array, end: number): boolean {
  const sign = text[skipBack(text, end, Math.max(0, end - LONGEST_PROGRAM), letters) - 1];
  return sign === 0x5f || sign === 0x2d;
}

const LONGEST_PROGRAM = 16;

/** The name before the separator at `at`, skipping spaces, closing brackets, quotes and colour codes; or undefined. */
export function nameBefore(window: Window, at: number): KeyName | undefined {
  if (!mayFollowName(window.text, at)) return undefined;
  const { named } = window;
  if (named.at !== at) {
    named.key = findName(window, at);
    named.at = at;
  }
  return named.key;
}

function findName(window: Window, at: number): KeyName | undefined {
  const { text, from } = window;
  let [close, end] = [at, at];
  if (!isBehindLetter(text, at)) {
    const marks = behindColour(text, skipBack(text, at, Math.max(from, at - 64), blank), from);
    close = beforeMarks(text, beforeVisibility(text, marks, at, from), at);
    end = behindColour(text, beforeQuote(text, close, from), from);
  }
  if (end - 2 < from || !mayEndName(text, end)) return undefined;
  const start = startOfName(window, end);
  if (start >= end || isInPath(text, start, from, end !== close)) return undefined;
  return { start, end, name: interned(text, start, end), isQuoted: end !== close };
}

/** Whether the name ends at `at`, as most do, and neither a colour code nor a coded bracket. */
function isBehindLetter(text: Uint8Array, at: number): boolean {
  const last = text[at - 1]!;
  return letters[last] === 1 && last !== 0x6d && ((last | 32) !== 0x64 || !hasWord(text, at - 3, at, "%5d"));
}

/**
 * Back over `:protected]` and `:"Class":private]` of PHP, and over the brackets of a field: `user[name]=`, `name[]=`.
 */
function beforeVisibility(text: Uint8Array, close: number, at: number, from: number): number {
  if (text[at] !== 0x3d) return close;
  if ((text[close - 1]! | 32) === 0x64 && hasWord(text, close - 3, close, "%5d")) return close - 3;
  if (text[close - 1] !== 0x5d) return close;
  if (text[at + 1] === 0x3e) {
    const last = text[close - 2];
    if (last !== 0x64 && last !== 0x65) return close;
    return close - (VISIBILITY.exec(latin1(text, Math.max(from, close - 80), close))?.[0].length ?? 0);
  }
  if (close !== at || at + 1 >= text.length) return close;
  if (text[close - 2] === 0x5b) return close - 2;
  return alphanumerics[text[close - 2] ?? 0] === 1 && isField(text, close - 1, from) ? close - 1 : close;
}

const VISIBILITY = /(?::"?[\w\\\\]{1,48}"?)?:(?:protected|private)\]$/;

/** Whether the name in the brackets is that of a field in a form: `&user[name]=`. */
function isField(text: Uint8Array, close: number, from: number): boolean {
  const open = skipBack(text, close, Math.max(from, close - MAX_KEY), keyBytes) - 1;
  if (text[open] !== 0x5b) return false;
  const start = skipBack(text, open, Math.max(from, open - MAX_KEY), fieldBytes);
  const isWhole = start < open && (start === from || fieldEdges[text[start - 1]!] === 1);
  return isWhole && !holdsPlaceholder(text, start, open); // what it replaced may have been too long for a form
}

const fieldBytes = byteClass("0-9a-zA-Z_.[]-");
/** The characters before a form, or one of its fields. */
const fieldEdges = byteClass("&? \n\"'");

/**
 * Back over what follows a name in `**name**:`, `*name*:`, `__name__:`, `[name] =>`, `[Symbol(name)]:` and `(name)=(`.
 */
function beforeMarks(text: Uint8Array, close: number, at: number): number {
  const [last, before] = [text[close - 1], text[close - 2] ?? 0];
  if (text[at] === 0x3a) {
    const isMark = (last === before && (last === 0x2a || last === 0x5f)) || (last === 0x5d && before === 0x29);
    return isMark ? close - 2 : last === 0x2a && alphanumerics[before] === 1 ? close - 1 : close;
  }
  const isBracket = (last === 0x5d && text[at + 1] === 0x3e) || (last === 0x29 && text[at + 1] === 0x28);
  return isBracket && alphanumerics[before] === 1 ? close - 1 : close;
}

/** `https://token:…`; the end of a route (`"/forgot-password"`) or of a selector (`"#add-password"`). */
function isInPath(text: Uint8Array, start: number, from: number, isQuoted: boolean): boolean {
  const left = start > from ? text[start - 1]! : 0;
  if (isQuoted && (left === 0x2f || left === 0x23)) return true;
  return left === 0x2f && start - 3 >= from && text[start - 2] === 0x2f && text[start - 3] === 0x3a;
}

/** A quick check by the few bytes before `at`, false for most text that is not a name; an `m` may end a colour code. */
function mayFollowName(text: Uint8Array, at: number): boolean {
  const last = text[at - 1] ?? 0;
  if (letters[last] === 1 && last !== 0x6d) return mayEnd(text, at) || hasWord(text, at - 3, at, "%5d");
  const before = text[at - 2] ?? 0;
  return letters[before] !== 1 || before === 0x6d || quotes[last] !== 1 || mayEnd(text, at - 1);
}

function mayEndName(text: Uint8Array, end: number): boolean {
  const last = text[end - 1]!;
  if (letters[last] === 1) return mayEnd(text, end);
  return last >= 0x30 && last <= 0x39 && keyBytes[text[end - 2]!] === 1;
}

/** The beginning of the name; the end of an escape or a colour code before it is not part of it. */
function startOfName({ text, from, to }: Window, end: number): number {
  const start = skipBack(text, end, Math.max(from, end - MAX_KEY), keyBytes);
  const behindEscape = escapeEnd(text, start, from, to);
  if (behindEscape > start && behindEscape < end) return behindEscape;
  if (start > from && (text[start - 1] === 0x5b || text[start - 1] === 0x3b))
    for (let i = start + 1; i < Math.min(end, start + 12); i++) if (endsColour(text, i, from)) return i;
  return start;
}

/** Back over a closing bracket and a closing quote, in any escape. */
function beforeQuote(text: Uint8Array, at: number, from: number): number {
  if (at - 2 <= from) return at;
  let end = text[at - 1] === 0x5d && quotes[text[at - 2]!] === 1 ? at - 1 : at;
  if (quotes[text[end - 1]!] === 1) return skipBack(text, end - 1, Math.max(from, end - 9), backslashes);
  if (text[end - 1] !== 0x3b && text[end - 1] !== 0x32 && text[end - 1] !== 0x37) return end;
  for (const quote of CODED_QUOTES) {
    if (end - quote.length <= from || !hasWord(text, end - quote.length, end, quote)) continue;
    end -= quote.length;
    return quote[0] === "\\" ? skipBack(text, end, Math.max(from, end - 8), backslashes) : end;
  }
  return end;
}

/** Quotes as HTML, URLs and JSON write them. */
export const CODED_QUOTES = [
  ...["&quot;", "&#34;", "&#034;", "&#x22;", "&apos;", "&#39;", "&#039;", "&#x27;"],
  ...["%22", "%27", "%2522", "%2527", "\\u0022", "\\u0027", "\\x22", "\\x27", "\\042", "\\047"],
];

/** Back over a colour code that ends before `at`. */
function behindColour(text: Uint8Array, at: number, from: number): number {
  if (!endsColour(text, at, from)) return at;
  let i = at - 1;
  while (i > from && text[i] !== 0x5b) i--;
  if (i > from && text[i - 1] === 0x1b) return i - 1;
  const backslash = i - 1;
  for (let j = backslash; j > from && j > backslash - 6; j--) if (text[j] === 0x5c) return j;
  return at;
}

/** The name in `name="…"` or `"key": "…"` before a name that is only `value`, or in `"key": {` around it. */
export function namedBefore({ text, from }: Window, at: number): string | undefined {
  if (beforeValues[text[at - 1] ?? 0] !== 1 || !mayBeBehindName(text, at)) return undefined;
  let line = at;
  while (line > from && line > at - 160 && text[line - 1] !== 0x0a) line--;
  const before = latin1(text, line, at);
  const name = (NAMED.exec(before) ??
    NAMED_PLAINLY.exec(before) ??
    AROUND.exec(before) ??
    TAG.exec(before) ??
    STRUCT.exec(before))?.[1];
  return name?.toLowerCase() === "token" && OF_PARSER.test(before) ? "key" : name;
}

/** A quick check of the few bytes before: the end of a name, a comma or an opening brace, and perhaps a quote. */
function mayBeBehindName(text: Uint8Array, at: number): boolean {
  const quote = quotes[text[at - 1]!] === 1 ? at - 1 : at;
  const behind = skipBack(text, quote, Math.max(0, quote - 4), backslashes);
  const end = text[behind - 1] === 0x20 ? behind - 1 : behind;
  const last = text[end - 1] ?? 0;
  return nameEnds[last] === 1 || (givenBytes[last] === 1 && givenBytes[text[end - 2] ?? 0] === 1);
}

const nameEnds = byteClass("\"',{");
const givenBytes = byteClass("0-9a-zA-Z_.:-");

/** The last characters of all of these. */
const beforeValues = byteClass("\"', {\\");
const NAMED = new Ending(
  /\b(?:name|key|id|custom_?id|type|variable)\\{0,4}["']?\s?[:=]\s?\\{0,4}["'] ?([\w.:-]{2,64}(?: (?:key|token|secret|password))?)\\{0,4}["'],? ?(?:\\{0,4}["']?(?:type|enabled|disabled)\\{0,4}["']? ?: ?\\{0,4}["']?\w{1,16}\\{0,4}["']?, ?)?\\{0,4}["']?$/i,
);
/** `"type": "token", "value": "…"` of a parser: only a value that looks random is a secret. */
const OF_PARSER = /\btype\\{0,4}["']?\s?[:=]\s?\\{0,4}["']token/i;
/** In YAML's braces. */
const NAMED_PLAINLY = new Ending(/\{ ?name: ?([\w.-]{3,64}), ?$/i);
/** `<password value=` */
const TAG = new Ending(/<([\w.-]{3,64}) $/);
/** `Secret { value: "…" }` of Rust */
const STRUCT = new Ending(/(?:^|[^\w.])(?!Token )([A-Z]\w{2,63}) \{ $/);
const AROUND = new Ending(/["']?([\w.-]{3,64})["']? ?: ?\{ ?["']?$/);

/** `"value": "…", "name": "key"`: the name after the value that ends at `end`. */
export function namedBehind({ text, to }: Window, end: number): string | undefined {
  return NAMED_BEHIND.exec(latin1(text, end, Math.min(to, end + 96)))?.[1];
}

const NAMED_BEHIND = /^["'](?:, ?["']?| )(?:name|key)["']? ?[:=] ?["']([\w.:-]{3,64})["']/i;

/** Whether the byte before the name opens an element or ends an attribute. */
export function isInTag({ text, from }: Window, { start, isQuoted }: KeyName): boolean {
  if (start - 1 < from) return false;
  const prefix = text[start - 1] === 0x3a ? skipBack(text, start - 1, Math.max(from, start - 33), keyBytes) : start;
  if (!isQuoted) return text[prefix - 1] === 0x3c || hasWord(text, prefix - 4, prefix, "&lt;");
  return quotes[text[start - 1]!] === 1 && text[start - 2] === 0x3d && !hasWord(text, start - 7, start, 'class="');
}

/**
 * `("name"`, `["name"`, `(b'name'`: whether the quoted name opens a call or a list; that of a header may be anywhere in
 * it.
 */
export function opensPair({ text, from }: Window, { start, name }: KeyName): boolean {
  const quote = start - 1;
  if (quotes[text[quote]!] !== 1) return false;
  let open = skipBack(text, quote, Math.max(from, quote - 8), backslashes) - 1;
  if (text[open] === 0x62 && alphanumerics[text[open - 1] ?? 0] !== 1) open--;
  open = skipBack(text, open + 1, Math.max(from, open - 4), blank) - 1;
  if (open < from) return false;
  if (text[open] === 0x28 || (text[open] === 0x5b && alphanumerics[text[open - 1] ?? 0] !== 1)) return true;
  return text[open] === 0x2c && (isHeader(name) || STORES_THIRD.test(latin1(text, Math.max(from, open - 48), open)));
}

/** `setattr(self`, before the name of the attribute. */
const STORES_THIRD = /\b(?:[gs]etattr|setenv|defineProperty)\([\w.]{1,32}$/i;

/** `Authorization`, `X-Api-Key` */
export const isHeader = (name: string): boolean =>
  ((name.charCodeAt(0) | 32) === 0x78 || (name.charCodeAt(name.length - 3) | 32) === 0x69) &&
  /authorization$|^x-[\w-]+$/i.test(name);
