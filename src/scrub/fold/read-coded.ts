import type { Part } from "../scan.ts";
import { codedAt, tagEnd } from "./coded.ts";
import type { Folded } from "./folded.ts";
import { byteOf, lengthOf, NO_MARK } from "./marks/mark.ts";

const LF = 0x0a;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const OPEN_TAG = 0x3c;

/**
 * Reads what HTML or a URL encodes as a whole as the text that it is: coded quotes and line ends become plain ones.
 * Quotes and tags that are not coded are around such texts, and become line ends. The marks are undone afterwards.
 * Returns where the texts are in the line.
 */
export function readCoded(lines: Folded): Part[] {
  const { bytes, length } = lines;
  const isSingle = holdsSingle(lines);
  const texts: Part[] = [];
  let written = lines.line;
  let [start, isCoded] = [written, false];
  const close = (end: number): void => {
    if (isCoded) texts.push({ start: lines.startOf(start), end: lines.endOf(end) });
  };
  for (let i = written; i < length; ) {
    const byte = bytes[i]!;
    const found = byte === PERCENT || byte === AMPERSAND ? codedAt(bytes, i, length) : NO_MARK;
    if (found !== NO_MARK) {
      isCoded = true;
      lines.move(i, i + lengthOf(found), byteOf(found), written++);
      i += lengthOf(found);
      continue;
    }
    const tag = byte === OPEN_TAG ? tagEnd(bytes, i, length) : -1;
    const isAround = tag >= 0 || byte === DOUBLE || (isSingle && byte === SINGLE);
    const end = tag >= 0 ? tag : i + 1;
    if (isAround) close(written);
    lines.move(i, end, isAround ? LF : byte, written++);
    if (isAround) [start, isCoded] = [written, false];
    i = end;
  }
  close(written);
  lines.endAt(written);
  lines.undoMarks();
  return partsOf(lines, texts);
}

/** Parts of the text, in order, as parts of the line. */
function partsOf(lines: Folded, texts: readonly Part[]): Part[] {
  let i = lines.line;
  const placeOf = (place: number): number => {
    while (i < lines.length && lines.startOf(i) < place) i++;
    return i;
  };
  return texts.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end) }));
}

/** Whether a single quote is coded, so that those which are not are around the text. */
function holdsSingle({ bytes, line, length }: Folded): boolean {
  for (let i = line; i < length; i++)
    if ((bytes[i] === PERCENT || bytes[i] === AMPERSAND) && byteOf(codedAt(bytes, i, length)) === SINGLE) return true;
  return false;
}
