import { RawLine } from "./raw-line.ts";

const lf = 10;
const cr = 13;

/** Consecutive whole lines that do not hint at an error; they are split only when they are needed. */
export class LineBlock {
  /** Line number of the first of them, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly part: Buffer;
  readonly #begin: number;
  readonly #offset: number;
  /** The number of lines that were not taken yet, and where they end. */
  #left: number;
  #end: number;

  /**
   * @param part - Bytes of which it is the piece between `begin` and `end`.
   * @param offset - Byte offset of its first byte.
   */
  constructor(part: Buffer, begin: number, end: number, first: number, offset: number, count: number) {
    this.part = part;
    this.first = first;
    this.count = count;
    this.#begin = begin;
    this.#offset = offset;
    this.#left = count;
    this.#end = end;
  }

  /** The last of its lines that was not taken yet. */
  takeLast(): RawLine | undefined {
    if (this.#left === 0) return undefined;
    let to = this.#end - 1;
    if (this.part[to] === lf && to > this.#begin && this.part[to - 1] === cr) to--;
    let from = to;
    while (from > this.#begin && this.part[from - 1] !== lf && this.part[from - 1] !== cr) from--;
    this.#left--;
    this.#end = from;
    const offset = this.#offset + from - this.#begin;
    return new RawLine(this.part, from, to, this.first + this.#left, offset, false, false);
  }
}
