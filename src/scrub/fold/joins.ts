import { escapedLineEnd } from "./line-ends.ts";
import { mayContinue, type Wrap, wrapOf } from "./wraps.ts";

const LF = 0x0a;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
/** A longer line is not read as a whole: no terminal is as wide. */
const MAX_LINE = 256;
/** The bytes at the beginning of the next line that show whether it is a continuation. */
const BEGINNING = 144;

/**
 * Where a line continues that was wrapped before its line end was escaped: `\n` in a string of JSON or a `repr`, `%0A`
 * in a URL. Called at the first byte of the line end.
 *
 * @param from - No byte before it is read.
 */
export function wrapAt(text: Uint8Array, at: number, from: number, to: number): Wrap | undefined {
  if (text[at] === BACKSLASH && at > from && text[at - 1] === BACKSLASH) return undefined;
  if (at - 2 >= from && text[at - 1] === 0x6e && text[at - 2] === BACKSLASH) return undefined; // an empty line
  const next = escapedLineEnd(text, at, to);
  if (next < 0 || !mayContinue(text, at)) return undefined;
  const start = startOfLine(text, at, Math.max(from, at - MAX_LINE));
  return wrapOf(text, { start, end: at, seen: at }, next, Math.min(to, next + BEGINNING));
}

/** The position after the last quote or line end before `at`, escaped or not. */
function startOfLine(text: Uint8Array, at: number, low: number): number {
  for (let i = at - 1; i >= low; i--) {
    const byte = text[i]!;
    if (byte === LF || byte === 0x22 || byte === 0x27) return i + 1;
    if ((byte === BACKSLASH && text[i + 1] !== BACKSLASH) || byte === PERCENT || byte === AMPERSAND) {
      const next = escapedLineEnd(text, i, at);
      if (next >= 0) return next;
    }
    if ((byte === PERCENT && text[i + 1] === 0x30) || (byte === AMPERSAND && text[i + 1] === 0x23)) return i + 1;
  }
  return low;
}
