import { byteClass, digits } from "../text/bytes.ts";
import { byteOf, lengthOf, markBytes, NO_MARK } from "./marks/mark.ts";
import { markAt } from "./marks/marks.ts";

const ESC = 0x1b;
/** A longer terminal code at the end of a line is not recognised. */
const MAX_CODE = 20;
const MAX_INDENT = 64;
/** Usual widths of terminals, at which a line may be wrapped anywhere. */
export const WIDTHS: ReadonlySet<number> = new Set([79, 80, 100, 119, 120, 132, 160, 200]);
const blank = byteClass(" \t");

/** The end without trailing terminal codes and invisible characters. */
export function seenEnd(text: Uint8Array, start: number, end: number): number {
  let i = end;
  while (i > start) {
    const last = text[i - 1]!;
    const length =
      last === 0x6d || last === 0x4b ? codeBefore(text, start, i) : last >= 0x80 ? invisibleBefore(text, start, i) : 0;
    if (length === 0) return i;
    i -= length;
  }
  return i;
}

/** The length of the terminal code that ends at `end`, or 0. */
function codeBefore(text: Uint8Array, start: number, end: number): number {
  let i = end - 2;
  while (i > start && i > end - MAX_CODE && (digits[text[i]!] === 1 || text[i] === 0x3b)) i--;
  return i > start && text[i] === 0x5b && text[i - 1] === ESC ? end - i + 1 : 0;
}

function invisibleBefore(text: Uint8Array, start: number, end: number): number {
  for (const length of [2, 3]) {
    const at = end - length;
    if (at >= start && markBytes[text[at]!] === 1 && markAt(text, at, end) === length << 8) return length;
  }
  return 0;
}

/** The first visible byte of a line, and its indentation: spaces, between terminal codes and invisible characters. */
export function indentation(text: Uint8Array, at: number, to: number): { first: number; columns: number } {
  const limit = Math.min(to, at + MAX_INDENT);
  let columns = 0;
  let i = at;
  while (i < limit) {
    if (blank[text[i]!] === 1) {
      columns++;
      i++;
    } else if (hiddenLead[text[i]!] === 1) {
      const found = markAt(text, i, to);
      if (found === NO_MARK || byteOf(found) !== 0) break;
      i += lengthOf(found);
    } else break;
  }
  return { first: i, columns };
}

/** What terminal codes and invisible characters begin with. */
const hiddenLead = byteClass("\x1b\xc2\xe1\xe2\xef");

/** The number of characters of a line, without continuation bytes, terminal codes and invisible characters. */
export function countColumns(text: Uint8Array, start: number, end: number): number {
  let columns = 0;
  for (let i = start; i < end; i++) {
    if (hiddenLead[text[i]!] === 1) {
      const found = markAt(text, i, end);
      if (found !== NO_MARK && byteOf(found) === 0) {
        i += lengthOf(found) - 1;
        continue;
      }
    }
    if ((text[i]! & 0xc0) !== 0x80) columns++;
  }
  return columns;
}

/** Whether a line has the width of a terminal, with or without its escapes undone. */
export function isWide(text: Uint8Array, start: number, end: number): boolean {
  let columns = 0;
  let escaped = 0;
  for (let i = start; i < end; i++) {
    if ((text[i]! & 0xc0) !== 0x80) columns++;
    if (markBytes[text[i]!] !== 1) continue;
    const found = markAt(text, i, end);
    if (found === NO_MARK) continue;
    if (byteOf(found) === 0) columns--;
    else {
      escaped += lengthOf(found) - 1;
      columns += lengthOf(found) - 1;
    }
    i += lengthOf(found) - 1;
  }
  return WIDTHS.has(columns) || (escaped > 0 && WIDTHS.has(columns - escaped));
}
