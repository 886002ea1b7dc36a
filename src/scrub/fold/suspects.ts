import { BLOCK } from "../find/candidates.ts";
import { Surveyor } from "../find/finder.ts";
import { compilePairs } from "../find/pairs.ts";
import { BACKSLASH, backslashesEnd, MAX_RUN, markAt, markPairs, NO_MARK } from "./escapes.ts";
import { wrapAt } from "./joins.ts";
import { mayGoOn } from "./wraps.ts";

const pairs = compilePairs(markPairs);

/**
 * Finds the few lines that a person may read differently: those with marks, and those that may continue in the next
 * line.
 */
export class Suspects {
  readonly #surveyor = new Surveyor(pairs);
  #text: Uint8Array = new Uint8Array();
  #to = 0;
  #end = 0;
  #limit = 0;
  /** The block that was surveyed last begins here … */
  #first = 0;
  /** … and ends here. It contains nothing. */
  #behind = 0;

  /** Starts with a text up to `to`. The text after it, up to `end`, may show whether a line continues. */
  read(text: Uint8Array, to: number, end: number): void {
    this.#text = text;
    this.#to = to;
    this.#end = end;
    this.#limit = to;
    this.#first = this.#behind = 0;
  }

  /** Continues with a part of the text, which ends at `to` and is followed by a line end or nothing. */
  narrow(to: number): void {
    this.#to = this.#end = to;
  }

  /** The start of the next such line at or after `from`, where a line begins; the end of the text if there is none. */
  next(from: number): number {
    const text = this.#text;
    const to = this.#to;
    let line = from;
    let run = from;
    for (let at = from; at < to; ) {
      if (at < this.#first || at >= this.#behind) this.#survey(at);
      const { words } = this.#surveyor;
      const count = (this.#behind - this.#first + 15) >> 4;
      let index = (at - this.#first) >> 4;
      let place = this.#first + 16 * index;
      const wanted = (0xffff << (at - place)) & 0xffff;
      let ends = words[index]! & wanted;
      let marks = (words[index]! >>> 16) & wanted;
      if ((ends | marks) === 0) {
        do index++;
        while (index < count && words[index] === 0);
        place = this.#first + 16 * index;
        if (index === count) {
          at = place;
          continue;
        }
        ends = words[index]! & 0xffff;
        marks = words[index]! >>> 16;
      }
      for (let rest = ends | marks; rest !== 0; rest &= rest - 1) {
        const found = place + 31 - Math.clz32(rest & -rest);
        if (found >= to) return to;
        if ((ends & rest & -rest) === 0) {
          if (found < run) continue;
          if (text[found] === BACKSLASH) run = backslashesEnd(text, found, to);
          const first = Math.max(found, run - MAX_RUN);
          if (markAt(text, first, to) !== NO_MARK || wrapAt(text, found, line, to) !== undefined) return line;
        } else {
          if (mayGoOn(text, line, found, this.#end)) return line;
          line = found + 1;
        }
      }
      at = place + 16;
    }
    return to;
  }

  #survey(at: number): void {
    this.#first = at;
    this.#behind = Math.min(at + BLOCK, this.#limit);
    this.#surveyor.survey(this.#text, at, this.#behind, Math.max(this.#end, this.#limit));
  }
}
