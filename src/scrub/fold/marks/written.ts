import { byteClass, hexDigits, hexValue } from "../../text/bytes.ts";
import { escapedLineEnd } from "../line-ends.ts";
import { isInvisible } from "./invisible.ts";
import { BACKSLASH, ESC, mark, markBytes, NO_MARK, OPEN, PERCENT } from "./mark.ts";
import { codeEnd } from "./terminal-code.ts";

const MAX_INDENT = 64;
/** Spaces, letters, digits and signs; no quote and no backslash. */
const shown = byteClass(" !#-&(-[]-~");

/** The character that is escaped from `at` to `end`: a visible one, an invisible one, or ESC with its code. */
export function written(text: Uint8Array, at: number, end: number, code: number, to: number): number {
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

/** The end of the spaces at the beginning of a line. */
export function indentEnd(text: Uint8Array, at: number, to: number): number {
  let i = at;
  while (i < to && i < at + MAX_INDENT && text[i] === 0x20) i++;
  return i;
}

/** The number that hex digits from `start` to `end` write; -1 if there are others. */
export function hex(text: Uint8Array, start: number, end: number, to: number): number {
  if (end > to) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    if (hexDigits[text[i]!] !== 1) return -1;
    value = value * 16 + hexValue(text[i]!);
  }
  return value;
}
