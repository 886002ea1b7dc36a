import { byteClass, hasWord, hexDigits } from "../../text/bytes.ts";
import { escapedLineEnd } from "../line-ends.ts";
import { BACKSLASH, ESC, MAX_RUN, mark, NO_MARK, OPEN } from "./mark.ts";
import { hex, indentEnd, written } from "./written.ts";

/**
 * `\_`, `\u002e`, `\u{2e}`, `\U0000002e`, `\x2e`, `\056`, `\x1b[31m`, with as many backslashes as nested strings have.
 * Three before an `n`, or twice as many, were a backslash before a line end: the line continues.
 */
export function backslashed(text: Uint8Array, at: number, to: number): number {
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

/** One byte of UTF-8, or the character that is escaped. */
function byteWritten(text: Uint8Array, at: number, end: number, code: number, to: number): number {
  const isByte = code >= 0x80 && (code !== 0xad || followsC2(text, at));
  return isByte ? mark(end - at, code) : written(text, at, end, code, to);
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
