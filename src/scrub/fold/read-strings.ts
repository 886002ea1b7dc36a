import type { Part } from "../scan.ts";
import { byteClass } from "../text/bytes.ts";
import { isInString } from "./blocks.ts";
import type { MappedLines } from "./mapped-lines.ts";

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
/** The letters of a line end, a carriage return and a tab. */
const LETTER_N = 0x6e;
const LETTER_R = 0x72;
const TAB = 0x74;
/** What escaped letters stand for: all of them are blanks here, but for `\r` in a line end. */
const CONTROLS = new Map([..."trbfv"].map((letter) => [letter.charCodeAt(0), 0x20]));
const quotes = byteClass("\"'");

/**
 * Undoes the escapes of strings in the line, so that a block of lines that was written into one reads as one; the
 * quotes of the string itself become line ends. Returns where such strings are.
 *
 * @param depth - In how many strings the block is; undefined is returned if it is in fewer.
 */
export function readStrings(lines: MappedLines, depth: number): Part[] | undefined {
  for (let outer = 1; outer < depth; outer++) if (!readOnce(lines, true).isBlockDeeper) return undefined;
  return readOnce(lines, false).strings;
}

/** Undoes the escapes of a string of which the line is the inside: all of it is a block of lines then. */
export function readWhole(lines: MappedLines): Part[] {
  const { bytes, line, length } = lines;
  let written = line;
  for (let i = written; i < length; ) {
    const next = bytes[i + 1]!;
    const isEscape = bytes[i] === BACKSLASH && i + 1 < length;
    const byte = next === LETTER_N ? LF : next === LETTER_R ? CR : (CONTROLS.get(next) ?? next);
    lines.move(i, isEscape ? i + 2 : i + 1, isEscape ? byte : bytes[i]!, written++);
    i += isEscape ? 2 : 1;
  }
  lines.endAt(written);
  return [{ start: line, end: written }];
}

/** The strings that were read, and whether a block was written into a string in one of them. */
interface Read {
  readonly strings: Part[];
  readonly isBlockDeeper: boolean;
}

/** @param isOuter - Whether the quotes of all strings become line ends, so that none in them pairs with another's. */
function readOnce(lines: MappedLines, isOuter: boolean): Read {
  const { bytes, line, length } = lines;
  const strings: Part[] = [];
  let isBlockDeeper = false;
  let written = line;
  let [open, mark, isInside] = [-1, 0, false];
  for (let i = written; i < length; ) {
    const byte = bytes[i]!;
    if (byte === BACKSLASH && i + 1 < length) {
      const next = bytes[i + 1]!;
      const isEnd = next === LETTER_N && open >= 0;
      const mayOpen = open >= 0 && (next === BACKSLASH || (!isInside && (next === TAB || quotes[next] === 1)));
      const isBlock = mayOpen && isInString(bytes, i, line, length, written);
      if (isBlock && next === BACKSLASH) isBlockDeeper = true;
      if (isEnd || isBlock) [bytes[open], isInside] = [LF, true];
      const isReturn = next === LETTER_R && bytes[i + 2] === BACKSLASH && bytes[i + 3] === LETTER_N && i + 3 < length;
      lines.move(i, i + 2, isEnd ? LF : isReturn ? CR : (CONTROLS.get(next) ?? next), written++);
      i += 2;
      continue;
    }
    const closes = quotes[byte] === 1 && open >= 0 && byte === mark;
    const isRead = closes && (isInside || isOuter);
    if (isRead) bytes[open] = LF;
    if (closes && isInside) strings.push({ start: open + 1, end: written });
    lines.move(i, i + 1, isRead ? LF : byte, written++);
    i++;
    if (closes || byte === LF) [open, isInside] = [-1, false];
    else if (quotes[byte] === 1 && open < 0) [open, mark] = [written - 1, byte];
  }
  lines.endAt(written);
  return { strings, isBlockDeeper };
}
