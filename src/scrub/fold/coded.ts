import { byteClass, hasWord } from "../text/bytes.ts";
import { holdsHint } from "./hints.ts";
import { mark, NO_MARK, PERCENT } from "./marks/mark.ts";

const AMPERSAND = 0x26;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
/** How often a percent sign may itself be percent-encoded. */
const MAX_DEPTH = 3;

/** What HTML writes for quotes and line ends. */
const ENTITIES: readonly (readonly [entity: string, byte: number])[] = [
  ...["quot;", "#34;", "#034;", "#x22;"].map((entity) => [entity, 0x22] as const),
  ...["apos;", "#39;", "#039;", "#x27;"].map((entity) => [entity, 0x27] as const),
  ...["#10;", "#xa;", "#x0a;", "NewLine;"].map((entity) => [entity, LF] as const),
  ...["#13;", "#xd;", "#x0d;"].map((entity) => [entity, CR] as const),
  ...["#9;", "#x9;", "#x09;", "Tab;"].map((entity) => [entity, BLANK] as const),
];

/** The letters that these begin with, and `&amp;`. */
const initials = byteClass("#aqtnAQTN");

/** What is percent-encoded, by its two digits in hex. */
const CODES = new Map([
  [0x3232, 0x22],
  [0x3237, 0x27],
  [0x3041, LF],
  [0x3061, LF],
  [0x3044, CR],
  [0x3064, CR],
  [0x3039, BLANK],
]);

/**
 * The quote, the line end or the tab that HTML or a URL encodes at `at`: `&quot;`, `&#39;`, `%22`, `%2522`, `%0A`; and
 * a backslash before such a quote.
 */
export function codedAt(text: Uint8Array, at: number, to: number): number {
  if (text[at] === AMPERSAND) return at + 1 < to && initials[text[at + 1]!] === 1 ? entityAt(text, at, to) : NO_MARK;
  if (text[at] !== PERCENT) return NO_MARK;
  const code = percentEnd(text, at);
  if (code + 2 > to) return NO_MARK;
  const digits = (text[code]! << 8) | text[code + 1]!;
  const byte = CODES.get(digits);
  if (byte !== undefined) return mark(code + 2 - at, byte);
  const isBackslash = text[code] === 0x35 && (text[code + 1]! | 32) === 0x63;
  return isBackslash && text[code + 2] === PERCENT && isQuote(text, code + 2, to)
    ? mark(code + 2 - at, BACKSLASH)
    : NO_MARK;
}

function percentEnd(text: Uint8Array, at: number): number {
  let i = at + 1;
  for (let depth = 1; depth < MAX_DEPTH && text[i] === 0x32 && text[i + 1] === 0x35; depth++) i += 2;
  return i;
}

/** Whether a quote is percent-encoded at `at`, perhaps behind more backslashes. */
function isQuote(text: Uint8Array, at: number, to: number): boolean {
  const code = percentEnd(text, at);
  return code + 2 <= to && text[code] === 0x32 && (text[code + 1] === 0x32 || text[code + 1] === 0x37);
}

function entityAt(text: Uint8Array, at: number, to: number): number {
  const start = hasWord(text, at + 1, to, "amp;") ? at + 5 : at + 1;
  for (const [entity, byte] of ENTITIES)
    if (hasWord(text, start, to, entity)) return mark(start + entity.length - at, byte);
  return NO_MARK;
}

/**
 * Whether a line contains text that HTML or a URL encodes as a whole, quotes or line ends included, and that may hold a
 * secret.
 */
export function holdsCoded(text: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if ((text[i] === PERCENT || text[i] === AMPERSAND) && codedAt(text, i, to) !== NO_MARK)
      return holdsHint(text, from, to);
  return false;
}

/** The end of the tag at `at`, such as `<td class="x">` or `</b>`; -1 if there is none. */
export function tagEnd(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  if (text[i] === 0x2f) i++;
  const letter = text[i] ?? 0;
  if ((letter | 32) < 0x61 || (letter | 32) > 0x7a) return -1;
  for (const limit = Math.min(to, at + MAX_TAG); i < limit; i++) {
    if (text[i] === 0x3e) return i + 1;
    if (text[i] === 0x3c) return -1;
  }
  return -1;
}

const MAX_TAG = 256;
