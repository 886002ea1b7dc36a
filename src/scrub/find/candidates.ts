import { alphanumerics, byteClass, letters, OUTSIDE } from "../text/bytes.ts";
import {
  AGAIN,
  type AnchorTables,
  FOUR,
  hashFour,
  hashQuad,
  holdsFour,
  PROSE,
  ROW,
  RUN_BIT,
  turnOf,
  WIDE,
} from "./anchors.ts";

/** How many bytes are read at a time. */
export const BLOCK = 16_384;

/** Of 17 bytes in a row, one is at a multiple of 16, and all of the 8 before it or of the 8 after it belong to them. */
const RUN_STEP = 16;
const runBytes = byteClass("0-9a-fA-F:");

/** The places in one block where rules may apply: pairs of a position and the bits of the rules. */
export type Candidates = Int32Array;

export function createCandidates(): Candidates {
  return new Int32Array(2 * BLOCK);
}

/**
 * Finds the places from `from` up to but not including `to` where a rule may apply.
 *
 * @param end - Where the text ends.
 * @returns The number of places.
 */
export function findCandidates(
  text: Uint8Array,
  from: number,
  to: number,
  end: number,
  { kind, rows, quads, fours }: AnchorTables,
  out: Candidates,
): number {
  let filled = 0;
  let thirdBefore = from > 2 ? text[from - 3]! : OUTSIDE;
  let beforeThat = from > 1 ? text[from - 2]! : OUTSIDE;
  let before = from > 0 ? text[from - 1]! : OUTSIDE;
  for (let at = from; at < to; at++) {
    const byte = text[at]!;
    const row = kind[byte]! * ROW;
    let bits = 0;
    if (row !== 0) {
      const after = at + 1 < end ? text[at + 1]! : OUTSIDE;
      bits = rows[row + before]! & rows[row + 256 + after]! & rows[row + 512 + beforeThat]!;
      if (bits !== 0) {
        const hash = hashQuad(thirdBefore, beforeThat, before, byte);
        const turn = turnOf(hash);
        const turned = quads[hash >>> 17]!;
        bits &= (turned >>> turn) | (turned << (32 - turn)) | rows[row + WIDE]!;
      }
      if ((bits & rows[row + AGAIN]!) !== 0 && !comesTwice(text, at, end)) bits &= ~rows[row + AGAIN]!;
      if ((bits & rows[row + FOUR]!) !== 0) {
        const four = hashFour(at > 3 ? text[at - 4]! : OUTSIDE, thirdBefore, beforeThat, before, byte);
        if (!holdsFour(fours, four)) bits &= ~rows[row + FOUR]!;
      }
      if ((bits & rows[row + PROSE]!) !== 0 && isProse(text, at + 1, end)) bits &= ~rows[row + PROSE]!;
    }
    if (((at - from) & (RUN_STEP - 1)) === 0 && (isRun(text, at, end) || isRun(text, at - 8, end)))
      bits |= 1 << RUN_BIT;
    if (bits !== 0) {
      out[filled++] = at;
      out[filled++] = bits;
    }
    thirdBefore = beforeThat;
    beforeThat = before;
    before = byte;
  }
  return filled >> 1;
}

/** Whether the byte at `at` is repeated two to four bytes later, and once more two to four bytes after that. */
function comesTwice(text: Uint8Array, at: number, end: number): boolean {
  const next = nextSame(text, at, end);
  return next >= 0 && nextSame(text, next, end) >= 0;
}

function nextSame(text: Uint8Array, at: number, end: number): number {
  for (let i = at + 2; i <= at + 4 && i < end; i++) if (text[i] === text[at]) return i;
  return -1;
}

/** The longest word that is recognised as prose: the kernel knows no more of the text after a block. */
const MAX_WORD = 13;

/** Whether a blank, a word and a comma or another word are there. */
function isProse(text: Uint8Array, at: number, end: number): boolean {
  if (at >= end || text[at] !== BLANK) return false;
  let i = at + 1;
  while (i < end && i <= at + MAX_WORD && letters[text[i]!] === 1) i++;
  if (i < at + 4 || i >= end) return false;
  return text[i] === COMMA || (text[i] === BLANK && i + 1 < end && alphanumerics[text[i + 1]!] === 1);
}

const BLANK = 0x20;
const COMMA = 0x2c;

/** Whether the 9 bytes from `begin` on all belong to a run. */
function isRun(text: Uint8Array, begin: number, end: number): boolean {
  if (begin < 0 || begin + 8 >= end) return false;
  for (let i = begin + 8; i >= begin; i--) if (runBytes[text[i]!] !== 1) return false;
  return true;
}
