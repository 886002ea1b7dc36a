import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, lineEnds, skipWhile } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** Blanks, and the bytes of `│`. */
const lead = byteClass(" \xe2\x94\x82");
const nameBytes = byteClass("0-9a-zA-Z_");
const quotes = byteClass("\"'");
const prefixes = byteClass("bru");
const BAR = "\xe2\x94\x82";
/** A line that is further to the right, or has more values below it, is not read. */
const MAX_COLUMN = 120;
const MAX_LINES = 12;

/**
 * The value under a name of the source line, as loguru and better_exceptions print it. Called at the last byte of the
 * corner.
 *
 *     connect(host, password)
 *     │       │     └ '…'
 *     │       └ 'db.example'
 */
export function shownValue(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const quote = at + 2 < to && prefixes[text[at + 2]!] === 1 ? at + 3 : at + 2;
  if (text[at + 1] !== 0x20 || quote >= to || quotes[text[quote]!] !== 1) return undefined;
  const corner = at - 2;
  let line = window.runStart(lead, corner);
  if (line > from && text[line - 1] !== 0x0a) return undefined;
  const column = columnsIn(text, line, corner);
  if (column > MAX_COLUMN) return undefined;
  for (let lines = 0; lines < MAX_LINES && line - 1 > from; lines++) {
    const end = line - 1;
    line = window.previous(lineEnds, end, from) + 1;
    if (line <= from && from > 0) return undefined; // its beginning is not in reach
    const place = placeOf(text, line, end, column);
    if (place < 0) return undefined;
    if (!hasExactly(text, place, end, BAR))
      return text[line] === 0x20 ? valueUnder(window, place, end, quote) : undefined;
  }
  return undefined;
}

function valueUnder(window: Window, place: number, end: number, quote: number): Span | undefined {
  const { text } = window;
  const name = latin1(text, place, skipWhile(text, place, Math.min(end, place + 64), nameBytes));
  const strength = nameStrength(name);
  if (strength === "none") return undefined;
  const value = valueAt(window, quote, "text");
  return value.isQuoted ? accept(window, value, strength, name, "certain") : undefined;
}

/** The number of characters; more than can be used are not counted. */
function columnsIn(text: Uint8Array, start: number, end: number): number {
  let columns = 0;
  for (let i = start; i < end && columns <= MAX_COLUMN; i++) if ((text[i]! & 0xc0) !== 0x80) columns++;
  return columns;
}

/** Where the character in this column begins, or -1 if the line is shorter. */
function placeOf(text: Uint8Array, start: number, end: number, column: number): number {
  let columns = 0;
  for (let i = start; i < end; i++) {
    if ((text[i]! & 0xc0) === 0x80) continue;
    if (columns === column) return i;
    columns++;
  }
  return -1;
}
