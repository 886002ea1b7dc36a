import { MAX_LINE } from "../rule.ts";
import { GAP, type Part } from "../scan.ts";

/** This many lines of the greatest length have room together. */
const LINES = 2;
const LF = 0x0a;

/** A line that is kept. */
export interface FoldedPart extends Part {
  /** If it reads as a block of lines: the strings that hold them. Only what is found inside one of them counts. */
  readonly strings?: readonly Part[];
}

/**
 * Lines that are composed of parts of a text and then shortened: knows the position in the text of each byte. Those who
 * shorten a line move its bytes towards its beginning, from left to right, and then say where it ends.
 */
export class MappedLines {
  readonly bytes: Uint8Array = Buffer.alloc(LINES * (MAX_LINE + GAP));
  /** Where that begins and ends in the text for which each byte stands. Not private: V8 reads them faster then. */
  readonly starts: Int32Array = new Int32Array(this.bytes.length);
  readonly ends: Int32Array = new Int32Array(this.bytes.length);
  /** Where the lines begin and end that are kept. */
  parts: FoldedPart[] = [];
  /** Where the line begins that is composed now. */
  line = 0;
  length = 0;
  /** Whether it differs from the text. */
  isChanged = false;

  /** Starts with no lines. */
  clear(): void {
    if (this.parts.length > 0) this.parts = [];
    this.line = this.length = 0;
    this.isChanged = false;
  }

  /**
   * Composes a line of parts of the text, by their beginnings and ends, after those that are kept. Returns false if
   * there is no space for it.
   */
  startLine(text: Uint8Array, parts: readonly number[]): boolean {
    this.length = this.line;
    this.isChanged = parts.length > 2;
    for (let i = 0; i < parts.length; i += 2) if (!this.#add(text, parts[i]!, parts[i + 1]!)) return false;
    return true;
  }

  #add(text: Uint8Array, start: number, end: number): boolean {
    const at = this.length;
    if (at - this.line + end - start > MAX_LINE) return false;
    const { bytes } = this;
    const starts = this.starts;
    const ends = this.ends;
    for (let i = start, to = at; i < end; to++) {
      bytes[to] = text[i]!;
      starts[to] = i;
      ends[to] = ++i;
    }
    this.length = at + end - start;
    return true;
  }

  /** Keeps the line. Returns whether there is room for another. */
  keepLine(strings?: readonly Part[]): boolean {
    this.parts.push({ start: this.line, end: this.length, ...(strings !== undefined && { strings }) });
    for (let i = 0; i < GAP; i++) this.bytes[this.length++] = LF;
    this.line = this.length;
    return this.length + MAX_LINE + GAP <= this.bytes.length;
  }

  /** Puts a byte that stands for those from `start` up to `end` at `to`, which is not behind `start`. */
  move(start: number, end: number, byte: number, to: number): void {
    this.bytes[to] = byte;
    this.starts[to] = this.starts[start]!;
    this.ends[to] = this.ends[end - 1]!;
  }

  /** Ends the line there, after its bytes were moved. */
  endAt(length: number): void {
    this.isChanged = true;
    this.length = length;
  }

  /** The position in the text of the beginning of what begins here at `at`. */
  startOf(at: number): number {
    return at < this.length ? this.starts[at]! : this.ends[this.length - 1]!;
  }

  /** The position in the text of the end of what ends here at `at`. */
  endOf(at: number): number {
    return at > 0 ? this.ends[at - 1]! : this.starts[0]!;
  }
}
