import { byteClass, skipWhile } from "../../text/bytes.ts";
import { backslashed } from "./backslashed.ts";
import { entity } from "./entity.ts";
import { invisible } from "./invisible.ts";
import { BACKSLASH, ESC, MAX_RUN, mark, markBytes, NO_MARK, OPEN, PERCENT } from "./mark.ts";
import { percented } from "./percented.ts";
import { codeEnd, lostCode } from "./terminal-code.ts";
import { written } from "./written.ts";

const AMPERSAND = 0x26;
/** `^[` is a printed form of ESC. */
const CARET = 0x5e;

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
