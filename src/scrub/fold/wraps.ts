import { holdsPlaceholder, isPlaceholderAt } from "../claim/placeholders.ts";
import { beginsRecord as beginsDated, ENDS, ENDS_BEFORE_RECORD, KNOWN, MAY_GO_ON } from "../find/pairs.ts";
import {
  alphanumerics,
  byteClass,
  digits,
  hasExactly,
  hasWord,
  hexDigits,
  latin1,
  skipBack,
  skipWhile,
  wordBytes,
} from "../text/bytes.ts";
import { countColumns, indentation, isWide, seenEnd } from "./columns.ts";
import { NO_MARK } from "./marks/mark.ts";
import { markAt } from "./marks/marks.ts";

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
/** After these, a word may continue in the next line. */
const wordEnds = byteClass("0-9a-zA-Z_./:=@%+~&?#-");
const blank = byteClass(" \t");
const signs = byteClass("_./:=@%+~&?#\\-");
/** This many columns of indentation are those of a table, as rich prints messages. */
const DEEP = 8;
const MAX_INDENT = 64;
/** A shorter line was not wrapped. */
const MIN_COLUMNS = 24;
/** A longer word at the end of a line may be the first part of something. */
const LONG_WORD = 16;
const MAX_WORD = 256;
/** The longest line of quoted-printable text. */
const MAX_QUOTED_PRINTABLE = 76;
/** More capitals than names of classes have. */
const MANY_CAPITALS = 10;

/** A line without its line end. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** The end of what is visible of it: before terminal codes and invisible characters. */
  readonly seen: number;
}

/** Where the text of a wrapped line ends and continues. */
export interface Wrap {
  readonly end: number;
  readonly next: number;
}

/**
 * Whether the line may continue in the next one, judged by itself: its last word could be a part of something, and it
 * is long enough or ends in a sign that joins lines.
 */
export function mayWrap(text: Uint8Array, { start, seen: end }: Line): boolean {
  if (end <= start || !mayContinue(text, end)) return false;
  const last = text[end - 1]!;
  if (last === 0x5c || last === 0x3d) return true;
  if (isBorder(text, end)) return true;
  if (end - start < MIN_COLUMNS) return false;
  return mayBePart(text, start, end) || endsInScheme(text, start, end);
}

/** The same by the few bytes before its end: a word, the border of a box, or a sign that joins lines. */
export function mayContinue(text: Uint8Array, end: number): boolean {
  return text[end - 1] === 0x5c || endsInWord(text, end) || isBorder(text, end);
}

/** Whether a word ends there, perhaps in an escape: `&#46;`, `\u{2e}`. */
function endsInWord(text: Uint8Array, end: number): boolean {
  const last = text[end - 1]!;
  if (wordEnds[last] === 1) return true;
  if (last === 0x7b) return text[end - 2] === 0x75 && text[end - 3] === 0x5c;
  if (last !== 0x3b && last !== 0x7d) return false;
  const inside = last === 0x3b ? alphanumerics : hexDigits;
  let i = end - 2;
  while (i > end - 10 && inside[text[i]!] === 1) i--;
  return last === 0x7d
    ? text[i] === 0x7b && text[i - 1] === 0x75
    : text[i] === 0x26 || (text[i] === 0x23 && text[i - 1] === 0x26);
}

/** What separates a name from a value, escaped or not. */
const SEPARATOR =
  /(?:[:=]|(?:\\u00|\\U000000|\\x|%(?:25){0,2})3[ad]|\\07[25]|&(?:#x3[ad]|#58|#61|colon|equals);|\{3[ad]\})$/i;

/** Whether the word before `end` holds a digit or a sign, is long, or follows a name. */
function mayBePart(text: Uint8Array, start: number, end: number): boolean {
  const low = Math.max(start, end - MAX_WORD);
  let capitals = 0;
  let i = end - 1;
  for (; i >= low && text[i]! > 0x20; i--) {
    if (digits[text[i]!] === 1 || signs[text[i]!] === 1) return true;
    if (text[i]! <= 0x5a) capitals++;
  }
  if (end - 1 - i >= LONG_WORD || capitals >= MANY_CAPITALS) return true;
  return SEPARATOR.test(latin1(text, Math.max(low, i - 10), Math.max(low, i)));
}

/** What `mayGoOn` answers for a line, as far as its last byte tells. Terminal codes end in `m` or `K`. */
export const lineEndings: Uint8Array = new Uint8Array(256).fill(ENDS);
for (let byte = 0; byte < 256; byte++)
  if (byte >= 0x80 || "\\=mK".includes(String.fromCharCode(byte))) lineEndings[byte] = MAY_GO_ON;
  else if (wordEnds[byte] === 1 || ";{}".includes(String.fromCharCode(byte))) lineEndings[byte] = ENDS_BEFORE_RECORD;

/**
 * Whether the line that ends at `lf` may continue in the next one, by a few bytes: for most lines the answer is no.
 *
 * @param to - Where the text ends.
 */
export function mayGoOn(text: Uint8Array, start: number, lf: number, to: number): boolean {
  const end = seenEnd(text, start, lf > start && text[lf - 1] === CR ? lf - 1 : lf);
  const last = text[end - 1]!;
  if (end > start && (last === 0x5c || last === 0x3d || (last >= 0x80 && isBorder(text, end)))) return true;
  if (end - start < MIN_COLUMNS || !endsInWord(text, end)) return false;
  const next = lf + 1;
  if (next + KNOWN > to || text[next] === ESC) return true;
  if (blank[text[next]!] === 1 && blank[text[next + DEEP - 1]!] === 1) return true;
  if (beginsRecord(text, next, to) || (blank[text[next]!] === 1 && isFrame(text, start, end))) return false;
  return isWide(text, start, end);
}

/** The line without its line end. */
export function lineAt(text: Uint8Array, start: number, lf: number): Line {
  const end = lf > start && text[lf - 1] === CR ? lf - 1 : lf;
  return { start, end, seen: seenEnd(text, start, end) };
}

/**
 * Where the line continues, if the next one is its continuation: after a backslash or (as in mail) an equals sign, in
 * the same column of a table, inside the same box, or because the line is as long as a terminal is wide.
 *
 * @param next - Where the next line begins.
 * @param to - Where the next line ends.
 */
export function wrapOf(text: Uint8Array, line: Line, next: number, to: number): Wrap | undefined {
  if (!mayWrap(text, line)) return undefined;
  const { start, seen: end } = line;
  const { first, columns: indent } = indentation(text, next, to);
  if (first >= to || text[first] === LF || text[first] === CR) return undefined;
  const last = text[end - 1]!;
  if (last === 0x5c) return { end: isCutEscape(text, line, first, indent, to) ? end : end - 1, next: first };
  if (isBorder(text, end)) return boxed(text, line, first, to);
  if (indent >= DEEP && digits[last] === 1) {
    const message = beforePath(text, start, end);
    if (message >= 0) return wrapOfMessage(text, start, message, first, to);
  }
  if (!mayFollow(text, first, end, to)) return undefined;
  if (isSetting(text, first, to) || (last === 0x3a && beginsBlock(text, start, end))) return undefined;
  if (indent >= DEEP && countColumns(text, start, end) > indent)
    return { end, next: endsInScheme(text, start, end) ? first - 1 : first };
  if (indent > 0 && isFrame(text, start, end)) return undefined;
  const isQuotedPrintable =
    last === 0x3d && text[end - 2] !== 0x5c && indent === 0 && countColumns(text, start, end) <= MAX_QUOTED_PRINTABLE;
  if (!isQuotedPrintable && (!isWide(text, start, end) || beginsRecord(text, first, to))) return undefined;
  // with a placeholder in it, the line does not have its original width; one is no rest of a word
  if (holdsPlaceholder(text, start, end) || isPlaceholderAt(text, first, to)) return undefined;
  return { end: isQuotedPrintable ? end - 1 : end, next: first };
}

/** `  File "bot.py", line 12, in on_message` of a traceback in Python: the next line is its code. */
function isFrame(text: Uint8Array, start: number, end: number): boolean {
  const name = skipBack(text, end, Math.max(start, end - MAX_WORD), wordBytes);
  if (name === end || name - 5 < start || !hasExactly(text, name - 5, end, ", in ")) return false;
  const line = skipBack(text, name - 5, Math.max(start, name - 13), digits);
  return (
    hasExactly(text, line - 8, end, '", line ') &&
    hasExactly(text, skipWhile(text, start, line - 8, blank), line, 'File "')
  );
}

const fileBytes = byteClass("0-9a-zA-Z_.-");

/**
 * Back over a last column with the file and the line of the code (`bot.py:12`), as rich prints it; -1 if there is none.
 */
function beforePath(text: Uint8Array, start: number, end: number): number {
  const line = skipBack(text, end, Math.max(start, end - 6), digits);
  if (!hasExactly(text, line - 4, line, ".py:") || line - 4 < start) return -1;
  const file = skipBack(text, line - 4, Math.max(start, line - 64), fileBytes);
  return file - 1 > start && text[file - 1] === 0x20 ? file - 1 : -1;
}

/**
 * The same where such a column follows the message: it fills its own column if one blank separates them. If there are
 * more, it ended before a word that did not fit, and only the value of a name may be that word.
 *
 * @param blankAt - Where the blank before the last column is.
 */
function wrapOfMessage(text: Uint8Array, start: number, blankAt: number, first: number, to: number): Wrap | undefined {
  const end = skipBack(text, blankAt, start, blank);
  if (endsInScheme(text, start, end) && mayFollow(text, first, end, to)) return { end: end + 1, next: first };
  if (end === blankAt ? !endsInWord(text, end) : !endsInName(text, start, end)) return undefined;
  const isValue = end < blankAt && quotes[text[first]!] === 1;
  return isValue || mayFollow(text, first, end, to) ? { end, next: first } : undefined;
}

/** `Bearer`, `Authorization: Basic`: credentials follow a blank. */
function endsInScheme(text: Uint8Array, start: number, end: number): boolean {
  if (schemeEnds[text[end - 1]!] !== 1 || end - start < MIN_COLUMNS) return false;
  if (hasWord(text, end - 6, end, "bearer")) return true;
  return SCHEME.test(latin1(text, Math.max(start, end - 32), end));
}

const schemeEnds = byteClass("rtcnRTCN");
const SCHEME = /authorization["']?\s?[:=] ?["']?(?:basic|bot|token)$/i;

const endsInName = (text: Uint8Array, start: number, end: number): boolean =>
  (text[end - 1] === 0x3a || text[end - 1] === 0x3d) && end - start >= MIN_COLUMNS;

/** The rest of an escape whose backslash ends the line before. */
const ESCAPED = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{|U0{4}|[0-3][0-7]{2}(?![0-9]{6}))/;

/** Whether an escape was cut after its backslash. */
const isCutEscape = (text: Uint8Array, { start, seen }: Line, first: number, indent: number, to: number): boolean =>
  ESCAPED.test(latin1(text, first, Math.min(to, first + 9))) && (indent >= DEEP || isWide(text, start, seen));

/** Whether the line may begin with the rest of a word: also with an escape, or the end of one. */
function mayFollow(text: Uint8Array, first: number, end: number, to: number): boolean {
  const byte = text[first]!;
  if (byte === 0x2d && hasExactly(text, first, to, "----")) return false; // `-----BEGIN`
  if (hasExactly(text, first, to, "# ") || hasExactly(text, first, to, "// ")) return false; // a comment
  if (alphanumerics[byte] === 1 || wordEnds[byte] === 1) return true;
  if (byte === 0x22 || byte === 0x27)
    return text[end - 1] === 0x3a && quotes[text[end - 2]!] === 1 && !isTriple(text, first);
  if (byte === 0x5c) return markAt(text, first, to) !== NO_MARK;
  if (byte !== 0x3b && byte !== 0x7b && byte !== 0x7d) return false;
  return /(?:&#?\w{0,9}|\\u\{?[0-9a-f]{0,6})=?$/i.test(latin1(text, Math.max(0, end - 12), end));
}

/** A docstring, after the head of a function. */
const isTriple = (text: Uint8Array, at: number): boolean => text[at + 1] === text[at] && text[at + 2] === text[at];
const quotes = byteClass("\"'");

/** Whether the vertical line of a box ends before `end`. */
function isBorder(text: Uint8Array, end: number): boolean {
  return text[end - 3] === 0xe2 && text[end - 2] === 0x94 && (text[end - 1] === 0x82 || text[end - 1] === 0x83);
}

function boxed(text: Uint8Array, { start, seen }: Line, border: number, to: number): Wrap | undefined {
  if (!isBorder(text, border + 3) || border + 3 > to) return undefined;
  const left = seenEnd(text, start, seen - 3) - 1;
  if (left <= start || blank[text[left]!] !== 1) return undefined;
  const end = seenEnd(text, start, left);
  if (wordEnds[text[end - 1]!] !== 1) return undefined;
  const next = indentation(text, border + 3, to).first;
  if (next >= to || wordEnds[text[next]!] !== 1 || !mayBePart(text, start, end)) return undefined;
  return { end, next };
}

const nameBytes = byteClass("0-9a-zA-Z_.-");

/** `NAME=value`, `name: value`, `name = value`: a separate line. */
function isSetting(text: Uint8Array, at: number, to: number): boolean {
  let i = at;
  while (i < to && i < at + MAX_INDENT && nameBytes[text[i]!] === 1) i++;
  if (i === at || i + 1 >= to) return false;
  if (text[i] === 0x20 && text[i + 1] === 0x3d && text[i + 2] === 0x20 && i + 2 < to) return true;
  return text[i] === 0x3a ? blank[text[i + 1]!] === 1 : text[i] === 0x3d && text[i + 1]! > 0x20 && text[i + 1] !== 0x3d;
}

/** `except InvalidToken:`, `for token in tokens:` of Python. */
const beginsBlock = (text: Uint8Array, start: number, end: number): boolean =>
  BLOCK.test(latin1(text, start, Math.min(end, start + 80)));
const BLOCK = /^ {0,64}(?:except|if|elif|for|while|with|def|class|case|async|lambda) /;

/** A time, a bracket or the heading of a traceback: the line is separate. */
function beginsRecord(text: Uint8Array, at: number, to: number): boolean {
  if (beginsDated(text, at, to) || hasExactly(text, at, to, "Traceback (")) return true;
  const i = skipWhile(text, at, Math.min(to, at + 3), digits);
  return i - at === 2 && text[i] === 0x3a && MINUTES.test(latin1(text, i + 1, Math.min(to, i + 4)));
}

const MINUTES = /^[0-9]{2}(?:[^0-9a-z]|$)/;
