import { MAX_LINE } from "../rule.ts";
import { byteClass } from "../text/bytes.ts";
import { byteOf, lengthOf, markAt, nextMark } from "./escapes.ts";
import { wrapAt } from "./joins.ts";

/** Each pass undoes one level of escapes. */
const MAX_PASSES = 6;

/**
 * A line, or several that were one, as a person reads it: without invisible characters, and with each escape replaced
 * by its character. Knows the position in the text of each byte.
 */
export class Folded {
  readonly bytes: Uint8Array = Buffer.alloc(MAX_LINE);
  readonly #starts = new Int32Array(MAX_LINE);
  readonly #ends = new Int32Array(MAX_LINE);
  length = 0;
  /** Whether it differs from the text. */
  isChanged = false;

  /** Starts with an empty line. */
  clear(): void {
    this.length = 0;
    this.isChanged = false;
  }

  /** Adds a part of the text; returns false if there is no more space. */
  add(text: Uint8Array, start: number, end: number): boolean {
    if (this.length + end - start > MAX_LINE) return false;
    if (this.length > 0) this.isChanged = true;
    for (let i = start; i < end; i++) {
      this.bytes[this.length] = text[i]!;
      this.#starts[this.length] = i;
      this.#ends[this.length++] = i + 1;
    }
    return true;
  }

  /** Undoes the marks, and those that appear as a result; then the wraps whose line ends are escaped. */
  fold(): void {
    this.#undoMarks();
    if (this.#join()) this.#undoMarks();
  }

  #undoMarks(): void {
    for (let pass = 0; pass < MAX_PASSES && this.#foldOnce(); pass++) this.isChanged = true;
  }

  /** Returns whether anything changed. */
  #foldOnce(): boolean {
    const { bytes, length } = this;
    let written = 0;
    for (let i = 0; i < length; ) {
      const at = nextMark(bytes, i, length);
      if (at === length && written === i) return false;
      while (i < at) this.#move(i, i + 1, bytes[i++]!, written++);
      if (at === length) break;
      const found = markAt(bytes, at, length);
      const byte = byteOf(found);
      i = at + lengthOf(found);
      if (byte !== 0) this.#move(at, i, byte, written++);
    }
    this.length = written;
    return written < length;
  }

  /** Returns whether any lines were joined. */
  #join(): boolean {
    const { bytes, length } = this;
    let written = 0;
    for (let i = 0, line = 0; i < length; ) {
      const wrap = leads[bytes[i]!] === 1 ? wrapAt(bytes, i, line, length) : undefined;
      if (wrap === undefined) this.#move(i, i + 1, bytes[i++]!, written++);
      else {
        written -= i - wrap.end;
        i = line = wrap.next;
      }
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
