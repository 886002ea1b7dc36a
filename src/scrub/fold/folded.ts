import { MAX_LINE } from "../rule.ts";
import { GAP, type Part } from "../scan.ts";
import { byteClass } from "../text/bytes.ts";
import { holdsBlock, isInString } from "./blocks.ts";
import { codedAt, tagEnd } from "./coded.ts";
import { wrapAt } from "./joins.ts";
import { byteOf, lengthOf, NO_MARK } from "./marks/mark.ts";
import { markAt, nextMark } from "./marks/marks.ts";

/** Each pass undoes one level of escapes. */
const MAX_PASSES = 6;

/** This many lines of the greatest length have room together. */
const LINES = 2;
const LF = 0x0a;
const BACKSLASH = 0x5c;
const CR = 0x0d;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const OPEN_TAG = 0x3c;
/** The letter of a tab. */
const TAB = 0x74;
/** What escaped letters stand for: all of them are blanks here, but for `\r` in a line end. */
const CONTROLS = new Map([..."trbfv"].map((letter) => [letter.charCodeAt(0), 0x20]));
const quotes = byteClass("\"'");

/** A line that is kept. */
export interface FoldedPart extends Part {
  /** If it reads as a block of lines: the strings that hold them. Only what is found inside one of them counts. */
  readonly strings?: readonly Part[];
}

/**
 * Lines, or several that were one, as a person reads them: without invisible characters, and with each escape replaced
 * by its character. Knows the position in the text of each byte.
 */
export class Folded {
  readonly bytes: Uint8Array = Buffer.alloc(LINES * (MAX_LINE + GAP));
  readonly #starts = new Int32Array(this.bytes.length);
  readonly #ends = new Int32Array(this.bytes.length);
  /** Where the lines begin and end that are kept. */
  parts: FoldedPart[] = [];
  /** Where the line begins that is composed now. */
  #line = 0;
  length = 0;
  /** Whether it differs from the text. */
  isChanged = false;

  /** Whether a block was written into a string in the strings that were read last. */
  #isBlockDeeper = false;

  /** Starts with no lines. */
  clear(): void {
    if (this.parts.length > 0) this.parts = [];
    this.#line = this.length = 0;
    this.isChanged = false;
  }

  /**
   * Composes a line of parts of the text, by their beginnings and ends, after those that are kept. Returns false if
   * there is no space for it.
   */
  startLine(text: Uint8Array, parts: readonly number[]): boolean {
    this.length = this.#line;
    this.isChanged = parts.length > 2;
    for (let i = 0; i < parts.length; i += 2) if (!this.#add(text, parts[i]!, parts[i + 1]!)) return false;
    return true;
  }

  /** Keeps the line. Returns whether there is room for another. */
  keepLine(strings?: readonly Part[]): boolean {
    this.parts.push({ start: this.#line, end: this.length, ...(strings !== undefined && { strings }) });
    for (let i = 0; i < GAP; i++) this.bytes[this.length++] = LF;
    this.#line = this.length;
    return this.length + MAX_LINE + GAP <= this.bytes.length;
  }

  #add(text: Uint8Array, start: number, end: number): boolean {
    const at = this.length;
    if (at - this.#line + end - start > MAX_LINE) return false;
    const { bytes } = this;
    const starts = this.#starts;
    const ends = this.#ends;
    for (let i = start, to = at; i < end; to++) {
      bytes[to] = text[i]!;
      starts[to] = i;
      ends[to] = ++i;
    }
    this.length = at + end - start;
    return true;
  }

  /** Undoes the marks of the line, and those that appear as a result; then the wraps whose line ends are escaped. */
  fold(): void {
    this.undoMarks();
    if (this.#join()) this.undoMarks();
  }

  /** Undoes the marks alone. */
  undoMarks(): void {
    for (let pass = 0; pass < MAX_PASSES && this.#foldOnce(); pass++) this.isChanged = true;
  }

  /** Returns whether anything changed. */
  #foldOnce(): boolean {
    const { bytes, length } = this;
    let written = nextMark(bytes, this.#line, length);
    if (written === length) return false;
    for (let at = written; at < length; ) {
      const found = markAt(bytes, at, length);
      const byte = byteOf(found);
      let i = at + lengthOf(found);
      if (byte !== 0) this.#move(at, i, byte, written++);
      at = nextMark(bytes, i, length);
      while (i < at) this.#move(i, i + 1, bytes[i++]!, written++);
    }
    this.length = written;
    return written < length;
  }

  /** Whether there are wraps whose line ends are escaped, once the marks are undone. */
  get isWrapped(): boolean {
    const { bytes, length } = this;
    for (let i = this.#line; i < length; i++)
      if (leads[bytes[i]!] === 1 && wrapAt(bytes, i, this.#line, length) !== undefined) return true;
    return false;
  }

  /** Whether it is a block of lines, with the name of a secret at the end of one of them. */
  get isBlock(): boolean {
    return holdsBlock(this.bytes, this.#line, this.length);
  }

  /** Whether a string may begin in it. */
  get holdsQuote(): boolean {
    for (let i = this.#line; i < this.length; i++) if (quotes[this.bytes[i]!] === 1) return true;
    return false;
  }

  /**
   * Undoes the escapes of a string, so that a block of lines that was written into it reads as one; the quotes of the
   * string itself become line ends. Returns where such strings are.
   *
   * @param depth - In how many strings the block is; undefined is returned if it is in fewer.
   */
  readStrings(depth: number): Part[] | undefined {
    for (let outer = 1; outer < depth; outer++) {
      this.#readStringsOnce(true);
      if (!this.#isBlockDeeper) return undefined;
    }
    return this.#readStringsOnce(false);
  }

  /** Undoes the escapes of a string of which the line is the inside: all of it is a block of lines then. */
  readWhole(): Part[] {
    const { bytes, length } = this;
    let written = this.#line;
    for (let i = written; i < length; ) {
      const next = bytes[i + 1]!;
      const isEscape = bytes[i] === BACKSLASH && i + 1 < length;
      const byte = next === 0x6e ? LF : next === 0x72 ? CR : (CONTROLS.get(next) ?? next);
      this.#move(i, isEscape ? i + 2 : i + 1, isEscape ? byte : bytes[i]!, written++);
      i += isEscape ? 2 : 1;
    }
    this.isChanged = true;
    this.length = written;
    return [{ start: this.#line, end: written }];
  }

  /**
   * Reads what HTML or a URL encodes as a whole as the text that it is: coded quotes and line ends become plain ones.
   * Quotes and tags that are not coded are around such texts, and become line ends. The marks are undone afterwards.
   * Returns where the texts are.
   */
  readCoded(): Part[] {
    const { bytes, length } = this;
    const isSingle = this.#holdsSingle();
    const texts: Part[] = [];
    let written = this.#line;
    let [start, isCoded] = [written, false];
    const close = (end: number): void => {
      if (isCoded) texts.push({ start: this.#starts[start]!, end: this.#ends[end - 1]! });
    };
    for (let i = written; i < length; ) {
      const byte = bytes[i]!;
      const found = byte === PERCENT || byte === AMPERSAND ? codedAt(bytes, i, length) : NO_MARK;
      if (found !== NO_MARK) {
        isCoded = true;
        this.#move(i, i + lengthOf(found), byteOf(found), written++);
        i += lengthOf(found);
        continue;
      }
      const tag = byte === OPEN_TAG ? tagEnd(bytes, i, length) : -1;
      const isAround = tag >= 0 || byte === DOUBLE || (isSingle && byte === SINGLE);
      const end = tag >= 0 ? tag : i + 1;
      if (isAround) close(written);
      this.#move(i, end, isAround ? LF : byte, written++);
      if (isAround) [start, isCoded] = [written, false];
      i = end;
    }
    close(written);
    this.isChanged = true;
    this.length = written;
    this.undoMarks();
    return this.#partsOf(texts);
  }

  /** Parts of the text, in order, as parts of the line. */
  #partsOf(texts: readonly Part[]): Part[] {
    let i = this.#line;
    const placeOf = (place: number): number => {
      while (i < this.length && this.#starts[i]! < place) i++;
      return i;
    };
    return texts.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end) }));
  }

  /** Whether a single quote is coded, so that those which are not are around the text. */
  #holdsSingle(): boolean {
    const { bytes, length } = this;
    for (let i = this.#line; i < length; i++)
      if ((bytes[i] === PERCENT || bytes[i] === AMPERSAND) && byteOf(codedAt(bytes, i, length)) === SINGLE) return true;
    return false;
  }

  /** @param isOuter - Whether the quotes of all strings become line ends, so that none in them pairs with another's. */
  #readStringsOnce(isOuter: boolean): Part[] {
    const { bytes, length } = this;
    const strings: Part[] = [];
    let written = this.#line;
    let [open, mark, isInside] = [-1, 0, false];
    this.#isBlockDeeper = false;
    for (let i = written; i < length; ) {
      const byte = bytes[i]!;
      if (byte === BACKSLASH && i + 1 < length) {
        const next = bytes[i + 1]!;
        const isEnd = next === 0x6e && open >= 0;
        const mayOpen = open >= 0 && (next === BACKSLASH || (!isInside && (next === TAB || quotes[next] === 1)));
        const isBlock = mayOpen && isInString(bytes, i, this.#line, length, written);
        const isDeep = isBlock && next === BACKSLASH;
        if (isDeep) this.#isBlockDeeper = true;
        if (isEnd || isBlock) [bytes[open], isInside] = [LF, true];
        const isReturn = next === 0x72 && bytes[i + 2] === BACKSLASH && bytes[i + 3] === 0x6e && i + 3 < length;
        this.#move(i, i + 2, isEnd ? LF : isReturn ? CR : (CONTROLS.get(next) ?? next), written++);
        i += 2;
        continue;
      }
      const closes = quotes[byte] === 1 && open >= 0 && byte === mark;
      const isRead = closes && (isInside || isOuter);
      if (isRead) bytes[open] = LF;
      if (closes && isInside) strings.push({ start: open + 1, end: written });
      this.#move(i, i + 1, isRead ? LF : byte, written++);
      i++;
      if (closes || byte === LF) [open, isInside] = [-1, false];
      else if (quotes[byte] === 1 && open < 0) [open, mark] = [written - 1, byte];
    }
    this.isChanged = true;
    this.length = written;
    return strings;
  }

  /** Returns whether any lines were joined. */
  #join(): boolean {
    const { bytes, length } = this;
    let written = this.#line;
    for (let i = written, line = written; i < length; ) {
      const wrap = leads[bytes[i]!] === 1 ? wrapAt(bytes, i, line, length) : undefined;
      if (wrap !== undefined) {
        written -= i - wrap.end;
        i = line = wrap.next;
      } else if (written === i) written = ++i;
      else this.#move(i, i + 1, bytes[i++]!, written++);
    }
    this.length = written;
    if (written === length) return false;
    this.isChanged = true;
    return true;
  }

  #move(start: number, end: number, byte: number, to: number): void {
    this.bytes[to] = byte;
    this.#starts[to] = this.#starts[start]!;
    this.#ends[to] = this.#ends[end - 1]!;
  }

  /** The position in the text of the beginning of what begins here at `at`. */
  startOf(at: number): number {
    return at < this.length ? this.#starts[at]! : this.#ends[this.length - 1]!;
  }

  /** The position in the text of the end of what ends here at `at`. */
  endOf(at: number): number {
    return at > 0 ? this.#ends[at - 1]! : this.#starts[0]!;
  }
}

/** What an escaped line end begins with. */
const leads = byteClass("\\%&");

let shared: Folded | undefined;

/** One for all, since one text is folded at a time and nothing of it is kept: empty. */
export function emptyFolded(): Folded {
  shared ??= new Folded();
  shared.clear();
  return shared;
}
