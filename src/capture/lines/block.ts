import { type Divided, divideAt } from "./divided.ts";
import { RawLine } from "./raw-line.ts";

const lf = 10;
const cr = 13;

/** Where lines are, and what they are a part of. */
export interface LinePlace {
  /** Line number and byte offset of the first. */
  readonly line: number;
  readonly offset: number;
  readonly count: number;
  /** What the first is a part of, if a lone CR is in front of it. */
  readonly divided: Divided | undefined;
  /** Whether a lone CR ends all lines so far, and divides none. */
  readonly hasOnlyCr: boolean;
}

/** Consecutive whole lines that do not hint at an error; they are split only when they are needed. */
export class LineBlock {
  /** Line number of the first of them, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly part: Buffer;
  readonly #begin: number;
  readonly #place: LinePlace;
  /** The number of lines that were not taken yet, and where they end. */
  #left: number;
  #end: number;
  /** Those lines, if lone CRs are between them: what a line is a part of shows from its front. */
  #split: RawLine[] | undefined;

  /** @param part - Bytes of which it is the piece between `begin` and `end`. */
  constructor(part: Buffer, begin: number, end: number, place: LinePlace) {
    this.part = part;
    this.first = place.line;
    this.count = place.count;
    this.#begin = begin;
    this.#place = place;
    this.#left = place.count;
    this.#end = end;
  }

  /** The last of its lines that was not taken yet. */
  takeLast(): RawLine | undefined {
    if (this.#split) return this.#split.pop();
    if (this.#left === 0) return undefined;
    const [from, to] = this.#lastLine();
    if (from > this.#begin && this.part[from - 1] === cr && !this.#place.hasOnlyCr) {
      this.#split = this.#splitAll();
      return this.#split.pop();
    }
    this.#left--;
    this.#end = from;
    return this.#line(from, to, this.first + this.#left, from === this.#begin ? this.#place.divided : undefined);
  }

  /** Where the last line begins and ends. */
  #lastLine(): [from: number, to: number] {
    let to = this.#end - 1;
    if (this.part[to] === lf && to > this.#begin && this.part[to - 1] === cr) to--;
    let from = to;
    while (from > this.#begin && this.part[from - 1] !== lf && this.part[from - 1] !== cr) from--;
    return [from, to];
  }

  #splitAll(): RawLine[] {
    const lines: RawLine[] = [];
    let { divided } = this.#place;
    for (let from = this.#begin; from < this.#end; ) {
      let to = from;
      while (this.part[to] !== lf && this.part[to] !== cr) to++;
      const line = this.#line(from, to, this.first + lines.length, divided);
      lines.push(line);
      const isLoneCr = this.part[to] === cr && this.part[to + 1] !== lf;
      divided = isLoneCr ? divideAt(divided, line.text, line) : undefined;
      from = to + (this.part[to] === cr && !isLoneCr ? 2 : 1);
    }
    return lines;
  }

  #line(from: number, to: number, line: number, divided: Divided | undefined): RawLine {
    return new RawLine(this.part, from, to, line, this.#place.offset + from - this.#begin, false, false, divided);
  }
}
