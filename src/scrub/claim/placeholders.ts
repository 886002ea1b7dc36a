import { byteClass, hasExactly, hasWord, latin1, letters, skipWhile } from "../text/bytes.ts";
import type { Phrase } from "../text/memo.ts";
import { byLength, isOneOf } from "../text/words.ts";

/** Placeholders of this and other programs: no rule replaces them again. */
const PLACEHOLDERS = [
  "API-SECRET",
  "BOT-TOKEN",
  "BOT_TOKEN",
  "DISCORD-INVITE-LINK",
  "DISCORD-WEBHOOK",
  "EMAIL-ADDRESS",
  "HOSTNAME",
  "INTERACTION-TOKEN",
  "IP_V4",
  "IP_V6",
  "JSON-WEB-TOKEN",
  "MAC-ADDRESS",
  "PRIVATE-KEY",
  "SHORTENED-ID-",
  "URL-CREDENTIALS",
  "DISCORD-NAME",
  "CARD-NUMBER",
  "IBAN-NUMBER",
  "PHONE-NUMBER",
  "COORDINATES",
  "USERNAME",
  "UUID-VALUE",
  "WITHHELD",
];

const byFirst: string[][] = Array.from({ length: 256 }, () => []);
/** The first and second bytes of them and the last, by which most text is ruled out. */
const [firsts, seconds] = [new Uint8Array(256), new Uint8Array(256)];
const lasts = new Uint8Array(256);
/** Those that are no ordinary names, by their last bytes. */
const byLast: string[][] = Array.from({ length: 256 }, () => []);
for (const name of PLACEHOLDERS) {
  if (name !== "BOT_TOKEN") byLast[name.charCodeAt(name.length - 1)]!.push(name);
  lasts[name.charCodeAt(name.length - 1)] = 1;
  byFirst[name.charCodeAt(0)]!.push(name);
  firsts[name.charCodeAt(0)] = seconds[name.charCodeAt(1)] = 1;
}

/** The length of the placeholder at `at`, without the digits of an id, or 0. */
export function placeholderLength(text: Uint8Array, at: number, to: number): number {
  if (firsts[text[at]!] !== 1 || seconds[text[at + 1]!] !== 1) return 0;
  const names = byFirst[text[at]!]!;
  for (let i = 0; i < names.length; i++) if (hasExactly(text, at, to, names[i]!)) return names[i]!.length;
  return 0;
}

export const isPlaceholderAt = (text: Uint8Array, at: number, to: number): boolean =>
  placeholderLength(text, at, to) > 0;

/** The same as a pattern for searching. */
export const placeholder: Phrase = { longest: 19, isAt: isPlaceholderAt };

/**
 * Whether a name is a placeholder that replaced a name. `BOT_TOKEN` is an ordinary name as well, and not a placeholder
 * of vextel; `X-API-SECRET` is the name of a header.
 */
export function endsInPlaceholder(name: string): boolean {
  if (lasts[name.charCodeAt(name.length - 1)] !== 1) return false;
  const ending = PLACEHOLDERS.find((placeholder) => placeholder !== "BOT_TOKEN" && name.endsWith(placeholder));
  return ending !== undefined && !HEADER.test(name.slice(0, -ending.length));
}

/** The same for a name from `start` up to `end`. */
export function endsInPlaceholderAt(text: Uint8Array, start: number, end: number): boolean {
  const names = byLast[text[end - 1] ?? 0]!;
  for (let i = 0; i < names.length; i++) {
    const before = end - names[i]!.length;
    if (before < start || !hasExactly(text, before, end, names[i]!)) continue;
    return before === start || text[before - 1] !== DASH || endsInPlaceholder(latin1(text, start, end));
  }
  return false;
}

const HEADER = /^X-(?:[A-Z]{1,16}-){0,3}$/;

/** Whether a placeholder is in the name at `at`, glued to the rest of it; those of one word may be parts of a name. */
export function isGluedName(text: Uint8Array, at: number, to: number): boolean {
  for (let i = at; i < to && nameBytes[text[i]!] === 1; i++) {
    const length = placeholderLength(text, i, to);
    if (length > 0 && text.subarray(i, i + length).includes(DASH)) return true;
  }
  return false;
}

const DASH = 0x2d;
const nameBytes = byteClass("0-9a-zA-Z_.-");

/** Whether there is a placeholder anywhere between `start` and `end`. */
export function holdsPlaceholder(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++)
    if (firsts[text[i]!] === 1 && seconds[text[i + 1]!] === 1 && isPlaceholderAt(text, i, end)) return true;
  return false;
}

const MASKS = new Uint8Array(256);
for (const byte of "*xX.-_#?") MASKS[byte.charCodeAt(0)] = 1;
/** Bullets, blocks and ellipses. */
MASKS.fill(1, 0x80, 0xc0)[0xe2] = 1;
const STAND_INS = byLength(
  "password passwd passphrase pass pwd secret token redacted filtered removed hidden masked none null undefined example changeme".split(
    " ",
  ),
);

/**
 * Whether `start` to `end` contains no secret, only a mask (`***`), a template (`{…}`, `<…>`, `$NAME`, `%s`) or a
 * stand-in.
 */
export function isStandIn(text: Uint8Array, start: number, end: number): boolean {
  if (start >= end || isPlaceholderAt(text, start, end) || isTemplate(text, start, end)) return true;
  if (skipWhile(text, start, end, MASKS) === end) return true;
  if (isOneOf(STAND_INS, text, start, end)) return true;
  return (hasWord(text, start, end, "your") && end - start < 32) || isMaskedWithin(text, start, end);
}

/** `sk-...abcd`, `a1****z9`: only its ends are there. */
function isMaskedWithin(text: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_MASK || end - start < 5) return false;
  for (let i = start + 3; i < end; i += 3) {
    const byte = text[i]!; // one of three in a row
    if ((byte === 0x2e || byte === 0x2a) && isInThree(text, i, start + 1, end))
      return MASKED.test(latin1(text, start, end));
  }
  return false;
}

/** Whether the byte at `at` is one of three equal ones in a row. */
function isInThree(text: Uint8Array, at: number, from: number, to: number): boolean {
  let [start, end] = [at, at + 1];
  while (start > from && start > at - 2 && text[start - 1] === text[at]) start--;
  while (end < to && end < at + 3 && text[end] === text[at]) end++;
  return end - start >= 3;
}

const LONGEST_MASK = 48;
const MASKED = /^[\w-]{0,8}(?:\.{3,}|\*{3,})[\w-]{0,4}$/;

const WRAPPED = /^(?:\(.*\)|#\{.*|@@?\w+@@?|__\w+__|%\w+%|%env\([\w:]+\)%|(?:%2a){3}.*|%24%7b.*|%7b.*|%3c.*)$/i;

const wrappers = byteClass("(#@_%");

function isTemplate(text: Uint8Array, start: number, end: number): boolean {
  const first = text[start]!;
  if (wrappers[first] === 1 && end - start <= 64 && WRAPPED.test(latin1(text, start, end))) return true;
  if (first === 0x7b || first === 0x3c || first === 0x5b) return true;
  if (first === 0x24) return /^\$(?:[A-Za-z_{(]|[0-9@*]?$)/.test(latin1(text, start, Math.min(end, start + 3)));
  if (first === 0x5c && start + 1 < end && text[start + 1] === 0x24) return isTemplate(text, start + 1, end);
  if (first === 0x27) return /^'\$\{?\w+\}?'$/.test(latin1(text, start, Math.min(end, start + 64)));
  if (first === 0x26) return hasWord(text, start, end, "&lt;");
  if (first === 0x25) return isFormat(text, start + 1, Math.min(end, start + 40));
  return hasExactly(text, start, end, "***");
}

/** What follows a percent sign in a template: `%s`, `%(name)s`, `%{name}`, `%NAME%`, `%%`. */
function isFormat(text: Uint8Array, at: number, to: number): boolean {
  if (at >= to) return false;
  if (formats[text[at]!] === 1) return true;
  const close = skipWhile(text, at, to, capitals);
  return close >= at + 3 && close < to && text[close] === 0x25;
}

const formats = byteClass("sdr({%");
const capitals = byteClass("A-Z_");

/** `PASTE_YOUR_TOKEN_HERE`, `insert your key`, `api-key-goes-here` */
const ASKS =
  /^(?:put|place|insert|enter|paste|add|type|write|set|fill)(?:[ _-]in)?[ _-](?:your|the)[ _-]|^(?:(?:bot|my|api|discord|client|secret|token|key|password)[ _-]){1,3}(?:goes[ _-])?here$/i;
/** A quick check of the first word of it. */
const mayAsk = (text: Uint8Array, start: number, end: number): boolean =>
  asks[text[start]!] === 1 && behindWords[text[skipWhile(text, start, Math.min(end - 1, start + 9), letters)]!] === 1;
const asks = byteClass("aAbBcCdDeEfFiIkKmMpPsStTwW");
const behindWords = byteClass(" _-");

const NOTHING = byLength(
  "none null nil undefined true false yes no on off empty unset notset not-set not_set redacted filtered removed hidden masked expunged".split(
    " ",
  ),
);

/** Whether `start` to `end` is no secret even after the name of one: a mask, a template, a placeholder, `null`. */
export function saysNothing(text: Uint8Array, start: number, end: number): boolean {
  if (start >= end || isPlaceholderAt(text, start, end) || isTemplate(text, start, end)) return true;
  if (end - start < 64 && skipWhile(text, start, end, MASKS) === end) return true;
  if (hasWord(text, start, end, "your") && end - start < 32) return true;
  if (isMaskedWithin(text, start, end)) return true;
  if (end - start < 48 && mayAsk(text, start, end) && ASKS.test(latin1(text, start, end))) return true;
  return isOneOf(NOTHING, text, start, end);
}

/** The same for a whole string. */
export function isNothing(value: string): boolean {
  const bytes = Buffer.from(value, "utf8");
  return saysNothing(bytes, 0, bytes.length);
}
