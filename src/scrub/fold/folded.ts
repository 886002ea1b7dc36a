import { byteClass } from "../text/bytes.ts";
import { holdsBlock } from "./blocks.ts";
import { wrapAt } from "./joins.ts";
import { MappedLines } from "./mapped-lines.ts";
import { byteOf, lengthOf } from "./marks/mark.ts";
import { markAt, nextMark } from "./marks/marks.ts";

/** Each pass undoes one level of escapes. */
const MAX_PASSES = 6;

const quotes = byteClass("\"'");
/** What an escaped line end begins with. */
const leads = byteClass("\\%&");

/**
 * Lines, or several that were one, as a person reads them: without invisible characters, and with each escape replaced
 * by its character.
 */
export class Folded extends MappedLines {
  /** Undoes the marks of the line, and those that appear as a result; then the wraps whose line ends are escaped. */
  fold(): void {
    this.undoMarks();
    if (this.#join()) this.undoMarks();
  }

  /** Undoes the marks alone. */
  undoMarks(): void {
    for (let pass = 0; pass < MAX_PASSES && this.#foldOnce(); pass++);
  }

  /** Returns whether anything changed. */
  #foldOnce(): boolean {
    const { bytes, length } = this;
    let written = nextMark(bytes, this.line, length);
    if (written === length) return false;
    for (let at = written; at < length; ) {
      const found = markAt(bytes, at, length);
      const byte = byteOf(found);
      let i = at + lengthOf(found);
      if (byte !== 0) this.move(at, i, byte, written++);
      at = nextMark(bytes, i, length);
      while (i < at) this.move(i, i + 1, bytes[i++]!, written++);
    }
    if (written === length) return false;
    this.endAt(written);
    return true;
  }

  /** Returns whether any lines were joined. */
  #join(): boolean {
    const { bytes, length } = this;
    let written = this.line;
    for (let i = written, line = written; i < length; ) {
      const wrap = leads[bytes[i]!] === 1 ? wrapAt(bytes, i, line, length) : undefined;
      if (wrap !== undefined) {
        written -= i - wrap.end;
        i = line = wrap.next;
      } else if (written === i) written = ++i;
      else this.move(i, i + 1, bytes[i++]!, written++);
    }
    if (written === length) return false;
    this.endAt(written);
    return true;
  }

  /** Whether there are wraps whose line ends are escaped, once the marks are undone. */
  get isWrapped(): boolean {
    const { bytes, length } = this;
    for (let i = this.line; i < length; i++)
      if (leads[bytes[i]!] === 1 && wrapAt(bytes, i, this.line, length) !== undefined) return true;
    return false;
  }

  /** Whether it is a block of lines, with the name of a secret at the end of one of them. */
  get isBlock(): boolean {
    return holdsBlock(this.bytes, this.line, this.length);
  }

  /** Whether a string may begin in it. */
  get holdsQuote(): boolean {
    for (let i = this.line; i < this.length; i++) if (quotes[this.bytes[i]!] === 1) return true;
    return false;
  }
}

let shared: Folded | undefined;

/** One for all, since one text is folded at a time and nothing of it is kept: empty. */
export function emptyFolded(): Folded {
  shared ??= new Folded();
  shared.clear();
  return shared;
}
