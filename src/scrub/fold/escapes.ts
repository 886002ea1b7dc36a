import { isPlaceholderAt } from "../claim/placeholders.ts";
import {
  alphanumerics,
  type ByteClass,
  byteClass,
  digits,
  hasWord,
  hexDigits,
  hexValue,
  latin1,
  skipWhile,
} from "../text/bytes.ts";
import { escapedLineEnd } from "./line-ends.ts";

const ESC = 0x1b;
export const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const OPEN = 0x5b;
/** `^[` is a printed form of ESC. */
const CARET = 0x5e;
/** A longer terminal code, or one with a longer title, is not recognised. */
const MAX_CODE = 2_048;
/** The most backslashes before the escaped character. */
export const MAX_RUN = 16;
const MAX_INDENT = 64;
/** How often a percent sign may itself be percent-encoded. */
const MAX_DEPTH = 3;

/** The bytes at which something may begin that people do not see, or see as another character. */
export const markBytes = byteClass("\x1b\\%&[^\xc2\xe1\xe2\xef");
/** All others. */
export const plainBytes: ByteClass = markBytes.map((isMark) => 1 - isMark);

/** The same with the bytes that may follow them. */
export const markPairs: readonly (readonly [first: string, second?: string])[] = [
  ["\x1b"],
  ["\\"],
  ["%", "0123456789ABCDEFabcdef"],
  ["&", "#ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"],
  ["[", "0123456789;"],
  ["^", "["],
  ["\xc2", "\xad"],
  ["\xe1\xe2\xef", "\xa0\x80\x81\xb8\xbb"],
];

/** Nothing begins there. */
export const NO_MARK = 0;

/** A mark: some bytes that stand for one byte, or (0) for none. */
const mark = (length: number, byte = 0): number => (length << 8) | byte;
/** The length of a mark. */
export const lengthOf = (found: number): number => found >> 8;
/** The byte that it stands for; 0 for none. */
export const byteOf = (found: number): number => found & 0xff;

/**
 * The mark that begins at `at`: a terminal code, an invisible character, or an escape of a character. Escapes of
 * quotes, backslashes and control characters are left to the rules, which read them as the ends of strings and lines.
 */
export function markAt(text: Uint8Array, at: number, to: number): number {
  switch (text[at]) {
    case ESC:
      return mark(codeEnd(text, at + 1, to) - at);
    case BACKSLASH:
      return backslashed(text, at, to);
    case PERCENT:
      return percented(text, at, to);
    case AMPERSAND:
      return entity(text, at, to);
    case OPEN:
      return lostCode(text, at, to);
    case CARET:
      return text[at + 1] === OPEN && at + 1 < to ? written(text, at, at + 2, ESC, to) : NO_MARK;
    default:
      return invisible(text, at, to);
  }
}

/** The first position from `at` on where a mark begins, or `to`. No byte of a long run of backslashes is read often. */
export function nextMark(text: Uint8Array, at: number, to: number): number {
  for (let i = at; i < to; ) {
    const byte = text[i]!;
    if (markBytes[byte] !== 1) i++;
    else {
      const end = byte === BACKSLASH ? backslashesEnd(text, i, to) : i + 1;
      const first = Math.max(i, end - MAX_RUN);
      if (markAt(text, first, to) !== NO_MARK) return first;
      i = end;
    }
  }
  return to;
}

/**
 * The end of the run of backslashes at `at`: if none of the last sixteen begins a mark with what follows, no other
 * does.
 */
export const backslashesEnd = (text: Uint8Array, at: number, to: number): number =>
  skipWhile(text, at, to, backslashes);
const backslashes = byteClass("\\");

/** Spaces, letters, digits and signs; no quote and no backslash. */
const shown = byteClass(" !#-&(-[]-~");

const parameters = byteClass("0-?");
/** No quotes: what is escaped in a string ends with it. */
const between = byteClass(" !#-&(-/");
const finals = byteClass("@-~");

/** The end of the code after ESC: `[…m`, a title or a link (`]8;;…` to its end), or one letter. */
function codeEnd(text: Uint8Array, at: number, to: number): number {
  const limit = Math.min(to, at + MAX_CODE);
  let i = at + 1;
  if (text[at] === OPEN) {
    while (i < limit && parameters[text[i]!] === 1) i++;
    while (i < limit && between[text[i]!] === 1) i++;
    if (i < to && text[i] === 0x6d) return i + 1; // nearly all
    return i < to && finals[text[i]!] === 1 && !isPlaceholderAt(text, i, to) ? i + 1 : at;
  }
  if (text[at] === 0x28) return i < to && alphanumerics[text[i]!] === 1 ? i + 1 : at;
  if (text[at] !== 0x5d) return at;
  while (i < limit && text[i] !== 0x07 && text[i] !== ESC && text[i] !== 0x0a && text[i] !== 0x22) i++;
  if (text[i] === 0x07) return i + 1;
  return text[i] === ESC && text[i + 1] === BACKSLASH ? i + 2 : at;
}

/** `[1;31m`, whose ESC was lost. */
function lostCode(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  while (i < to && i < at + 16 && (digits[text[i]!] === 1 || text[i] === 0x3b)) i++;
  return i > at + 1 && i < to && text[i] === 0x6d ? mark(i + 1 - at) : NO_MARK;
}

/**
 * `\_`, `\u002e`, `\u{2e}`, `\U0000002e`, `\x2e`, `\056`, `\x1b[31m`, with as many backslashes as nested strings have.
 * Three before an `n`, or twice as many, were a backslash before a line end: the line continues.
 */
function backslashed(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  while (i < to && i < at + MAX_RUN && text[i] === BACKSLASH) i++;
  if (i >= to) return NO_MARK;
  const letter = text[i]!;
  if ((i - at) % 3 === 0 && text[at - 1] !== BACKSLASH) {
    const next = escapedLineEnd(text, at, to);
    if (next >= 0) return mark(indentEnd(text, next, to) - at);
  }
  if (letter === 0x65) return text[i + 1] === OPEN ? written(text, at, i + 1, ESC, to) : NO_MARK;
  if ((letter === 0x75 || letter === 0x78) && text[i + 1] === 0x7b) return inBraces(text, at, i + 2, to);
  if (letter === 0x55) return written(text, at, i + 9, hex(text, i + 1, i + 9, to), to);
  if (letter === 0x75) return written(text, at, i + 5, hex(text, i + 1, i + 5, to), to);
  if (letter === 0x78) return byteWritten(text, at, i + 3, hex(text, i + 1, i + 3, to), to);
  if (letter >= 0x30 && letter <= 0x33) return byteWritten(text, at, i + 3, octal(text, i, to), to);
  return signs[letter] === 1 ? mark(i + 1 - at, letter) : NO_MARK;
}

/** `\u{2e}`, `\x{2e}` */
function inBraces(text: Uint8Array, at: number, start: number, to: number): number {
  let end = start;
  while (end < to && end < start + 6 && hexDigits[text[end]!] === 1) end++;
  return end > start && end < to && text[end] === 0x7d
    ? written(text, at, end + 1, hex(text, start, end, to), to)
    : NO_MARK;
}

/** Characters that Markdown and others escape. */
const signs = byteClass("!#$%&()*+,./:;<=>?@[]^_`{|}~-");

/** The character that is escaped from `at` to `end`: a visible one, an invisible one, or ESC with its code. */
function written(text: Uint8Array, at: number, end: number, code: number, to: number): number {
  if (code < 0 || end > to) return NO_MARK;
  if (code === ESC) return text[end] === OPEN ? mark(codeEnd(text, end, to) - at) : mark(end - at, ESC);
  if (code === BACKSLASH) {
    const next = escapedLineEnd(text, end, to);
    if (next >= 0) return mark(indentEnd(text, next, to) - at); // the line continues
    return escapesNext(text, end, to) ? mark(end - at, BACKSLASH) : NO_MARK;
  }
  if (code < 0x80) return shown[code] === 1 ? mark(end - at, code) : NO_MARK;
  return isInvisible(code) ? mark(end - at) : NO_MARK;
}

/**
 * Whether a backslash before `at` cannot change a string: it is left as it is before a quote, and before a mark, which
 * may be before a quote.
 */
function escapesNext(text: Uint8Array, at: number, to: number): boolean {
  let i = at;
  while (i < to && text[i] === BACKSLASH) i++;
  if (isInPercents(text, i, to)) return true;
  const next = text[i]!;
  return i < to && next !== 0x22 && next !== 0x27 && markBytes[next] !== 1 && (i === at || codeLetters[next] !== 1);
}

/**
 * Whether a visible character is percent-encoded at `at`: a quote as `%22` ends no string. Of several backslashes, the
 * last is read first if a character follows as it is, since that character may belong to it.
 */
function isInPercents(text: Uint8Array, at: number, to: number): boolean {
  if (text[at] !== PERCENT) return false;
  let i = at;
  let code = hex(text, i + 1, i + 3, to);
  while (code === BACKSLASH && i < at + MAX_CODED) {
    i += 3;
    if (text[i] !== PERCENT) return i < to && text[i] !== BACKSLASH && escapesNext(text, i, to);
    code = hex(text, i + 1, i + 3, to);
  }
  return code >= 0x20 && code < 0x7f && code !== BACKSLASH;
}

/** The bytes of the backslashes in percents that are looked at. */
const MAX_CODED = 12;

/** What follows a backslash that begins a mark, apart from signs. */
const codeLetters = byteClass("eUux0-3");

/** The same for one byte of UTF-8. */
function byteWritten(text: Uint8Array, at: number, end: number, code: number, to: number): number {
  const isByte = code >= 0x80 && (code !== 0xad || followsC2(text, at));
  return isByte ? mark(end - at, code) : written(text, at, end, code, to);
}

/** The end of the spaces at the beginning of a line. */
function indentEnd(text: Uint8Array, at: number, to: number): number {
  let i = at;
  while (i < to && i < at + MAX_INDENT && text[i] === 0x20) i++;
  return i;
}

function hex(text: Uint8Array, start: number, end: number, to: number): number {
  if (end > to) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    if (hexDigits[text[i]!] !== 1) return -1;
    value = value * 16 + hexValue(text[i]!);
  }
  return value;
}

/** Whether `\xc2` or `\302` precedes: `\xad` is its second byte then. */
const followsC2 = (text: Uint8Array, at: number): boolean =>
  hasWord(text, at - 2, at, "c2") || hasWord(text, at - 3, at, "302");

function octal(text: Uint8Array, start: number, to: number): number {
  if (start + 3 > to) return -1;
  let value = 0;
  for (let i = start; i < start + 3; i++) {
    if (text[i]! < 0x30 || text[i]! > 0x37) return -1;
    value = value * 8 + text[i]! - 0x30;
  }
  return value;
}

/** `%2E`, `%252E`, `%25252E`; not the beginning of `%DB_NAME%`. */
function percented(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  for (let depth = 1; depth < MAX_DEPTH && text[i] === 0x32 && text[i + 1] === 0x35; depth++) i += 2;
  const code = hex(text, i, i + 2, to);
  if (code >= 0xa0 && isVariable(text, at, to)) return NO_MARK;
  return code >= 0x80 ? mark(i + 2 - at, code) : written(text, at, i + 2, code, to);
}

/** `%DB_NAME%`: a variable of Windows, and not a byte before other text. */
const isVariable = (text: Uint8Array, at: number, to: number): boolean =>
  capitals[text[at + 1]!] === 1 && VARIABLE.test(latin1(text, at, Math.min(to, at + LONGEST_VARIABLE)));
const LONGEST_VARIABLE = 52;
const capitals = byteClass("A-F");
const VARIABLE = /^%[A-Z0-9]{2,16}_[A-Z0-9_]{1,32}%(?![0-9A-Fa-f]{2})/;

/** The names of the characters that secrets and addresses contain. */
const NAMES = new Map(
  Object.entries({
    ...{ amp: "&", period: ".", lowbar: "_", hyphen: "-", dash: "-", colon: ":", sol: "/", commat: "@", equals: "=" },
    ...{ num: "#", percnt: "%", plus: "+", ast: "*", dollar: "$", lt: "<", gt: ">", excl: "!", quest: "?", semi: ";" },
    ...{ comma: ",", lpar: "(", rpar: ")", lsqb: "[", rsqb: "]", lbrack: "[", rbrack: "]", lcub: "{", rcub: "}" },
    ...{ verbar: "|", vert: "|", shy: "", zwj: "", zwnj: "", ZeroWidthSpace: "", NoBreak: "" },
  }),
);
const LONGEST_NAME = 14;
const nameBytes = byteClass("0-9a-zA-Z#");

/** `&#46;`, `&#x2e;`, `&period;` */
function entity(text: Uint8Array, at: number, to: number): number {
  let end = at + 1;
  while (end < to && end <= at + LONGEST_NAME && nameBytes[text[end]!] === 1) end++;
  if (end >= to || text[end] !== 0x3b || end === at + 1) return NO_MARK;
  if (text[at + 1] === 0x23) return written(text, at, end + 1, numbered(text, at + 2, end), to);
  const character = NAMES.get(latin1(text, at + 1, end));
  return character === undefined ? NO_MARK : mark(end + 1 - at, character === "" ? 0 : character.charCodeAt(0));
}

/** The number of a character: up to seven decimal digits, or an `x` and up to six others; otherwise -1. */
function numbered(text: Uint8Array, at: number, end: number): number {
  if ((text[at]! | 32) === 0x78) return end - at > 1 && end - at <= 7 ? hex(text, at + 1, end, end) : -1;
  if (end === at || end - at > 7 || skipWhile(text, at, end, digits) < end) return -1;
  let value = 0;
  for (let i = at; i < end; i++) value = value * 10 + hexValue(text[i]!);
  return value;
}

/** Zero-width characters, joiners, marks of direction, soft hyphens, variation selectors. */
const isInvisible = (code: number): boolean =>
  code === 0xad ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff;

/** Whether the byte continues a character of UTF-8. */
const goesOn = (byte: number): boolean => (byte & 0xc0) === 0x80;

function invisible(text: Uint8Array, at: number, to: number): number {
  if (text[at] === 0xc2) return at + 1 < to && text[at + 1] === 0xad ? mark(2) : NO_MARK;
  if (at + 2 >= to || !goesOn(text[at + 1]!) || !goesOn(text[at + 2]!)) return NO_MARK;
  const code = ((text[at]! & 15) << 12) | ((text[at + 1]! & 63) << 6) | (text[at + 2]! & 63);
  return isInvisible(code) ? mark(3) : NO_MARK;
}
