import { holdsPlaceholder } from "../claim/placeholders.ts";
import { alphanumerics, byteClass, digits } from "../text/bytes.ts";

const LF = 0x0a;
const CR = 0x0d;
/** After these, a word may continue in the next line. */
const wordEnds = byteClass("0-9a-zA-Z_./:=@%+~&?#-");
const blank = byteClass(" \t");
const signs = byteClass("_./:=@%+~&?#\\-");
/** This many columns of indentation are those of a table, as rich prints messages. */
const DEEP = 8;
const MAX_INDENT = 64;
/** A shorter line was not wrapped. */
const MIN_COLUMNS = 24;
/** Usual widths of terminals, at which a line may be wrapped anywhere. */
const WIDTHS = new Set([79, 80, 100, 119, 120, 132, 160, 200]);
/** A longer word at the end of a line may be the first part of something. */
const LONG_WORD = 16;
const MAX_WORD = 256;

/** A line without its line end. */
interface Line {
  readonly start: number;
  readonly end: number;
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
export function mayWrap(text: Uint8Array, { start, end }: Line): boolean {
  if (end <= start) return false;
  const last = text[end - 1]!;
  if (last === 0x5c || last === 0x3d) return true;
  if (isBorder(text, end)) return true;
  return wordEnds[last] === 1 && end - start >= MIN_COLUMNS && mayBePart(text, start, end);
}

/** Whether the word before `end` contains a digit or a sign, or is long. */
function mayBePart(text: Uint8Array, start: number, end: number): boolean {
  const low = Math.max(start, end - MAX_WORD);
  let i = end - 1;
  for (; i >= low && text[i]! > 0x20; i--) if (digits[text[i]!] === 1 || signs[text[i]!] === 1) return true;
  return end - 1 - i >= LONG_WORD;
}

/**
 * Whether the line that ends at `lf` may continue in the next one, by a few bytes: for most lines the answer is no.
 *
 * @param to - Where the text ends.
 */
export function mayGoOn(text: Uint8Array, start: number, lf: number, to: number): boolean {
  const end = lf > start && text[lf - 1] === CR ? lf - 1 : lf;
  const last = text[end - 1]!;
  if (end > start && (last === 0x5c || last === 0x3d || (last >= 0x80 && isBorder(text, end)))) return true;
  if (end - start < MIN_COLUMNS || wordEnds[last] !== 1) return false;
  const next = lf + 1;
  if (next + DEEP > to) return true;
  if (blank[text[next]!] === 1 && blank[text[next + DEEP - 1]!] === 1) return true;
  return !beginsRecord(text, next, to) && WIDTHS.has(countColumns(text, start, end));
}

/** The line without its line end. */
export function lineAt(text: Uint8Array, start: number, lf: number): Line {
  return { start, end: lf > start && text[lf - 1] === CR ? lf - 1 : lf };
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
  const { start, end } = line;
  const indent = skipBlanks(text, next, to);
  if (indent >= to || text[indent] === LF || text[indent] === CR) return undefined;
  const last = text[end - 1]!;
  if (last === 0x5c) return { end: end - 1, next: indent };
  if (isBorder(text, end)) return boxed(text, line, indent, to);
  if (alphanumerics[text[indent]!] !== 1 && wordEnds[text[indent]!] !== 1) return undefined;
  if (isSetting(text, indent, to)) return undefined;
  const columns = countColumns(text, start, end);
  if (indent - next >= DEEP && columns > indent - next) return { end, next: indent };
  if (last === 0x3d && indent === next && columns <= 76) return { end: end - 1, next };
  if (!WIDTHS.has(columns) || beginsRecord(text, indent, to)) return undefined;
  // with a placeholder in it, the line does not have its original width
  return holdsPlaceholder(text, start, end) ? undefined : { end, next: indent };
}

function skipBlanks(text: Uint8Array, at: number, to: number): number {
  let i = at;
  while (i < to && i < at + MAX_INDENT && blank[text[i]!] === 1) i++;
  return i;
}

/** Whether the vertical line of a box ends before `end`. */
function isBorder(text: Uint8Array, end: number): boolean {
  return text[end - 3] === 0xe2 && text[end - 2] === 0x94 && (text[end - 1] === 0x82 || text[end - 1] === 0x83);
}

function boxed(text: Uint8Array, { start, end }: Line, indent: number, to: number): Wrap | undefined {
  if (!isBorder(text, indent + 3) || indent + 3 > to) return undefined;
  const left = end - 4;
  if (left <= start || blank[text[left]!] !== 1 || wordEnds[text[left - 1]!] !== 1) return undefined;
  const next = skipBlanks(text, indent + 3, to);
  if (next >= to || wordEnds[text[next]!] !== 1 || !mayBePart(text, start, left)) return undefined;
  return { end: left, next };
}

/** The number of characters of a line, without continuation bytes and terminal codes. */
function countColumns(text: Uint8Array, start: number, end: number): number {
  let columns = 0;
  for (let i = start; i < end; i++) {
    if (text[i] === 0x1b && text[i + 1] === 0x5b) {
      while (i < end && text[i] !== 0x6d) i++;
      continue;
    }
    if ((text[i]! & 0xc0) !== 0x80) columns++;
  }
  return columns;
}

const nameBytes = byteClass("0-9a-zA-Z_.-");

/** `NAME=value`, `name: value`: a separate line. */
function isSetting(text: Uint8Array, at: number, to: number): boolean {
  let i = at;
  while (i < to && i < at + MAX_INDENT && nameBytes[text[i]!] === 1) i++;
  if (i === at || i + 1 >= to) return false;
  return text[i] === 0x3a ? blank[text[i + 1]!] === 1 : text[i] === 0x3d && text[i + 1]! > 0x20 && text[i + 1] !== 0x3d;
}

/** A time or a bracket: the line is a separate record. */
function beginsRecord(text: Uint8Array, at: number, to: number): boolean {
  let i = at;
  while (i < to && i < at + 4 && digits[text[i]!] === 1) i++;
  return text[at] === 0x5b || (i - at === 4 && text[i] === 0x2d) || (i - at === 2 && text[i] === 0x3a);
}
