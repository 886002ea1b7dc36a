import { BLOCK } from "../find/candidates.ts";
import { Surveyor } from "../find/finder.ts";
import { compilePairs } from "../find/pairs.ts";
import { mayBeInString } from "./blocks.ts";
import { codedAt } from "./coded.ts";
import { WIDTHS } from "./columns.ts";
import { holdsHint } from "./hints.ts";
import { wrapAt } from "./joins.ts";
import { BACKSLASH, MAX_RUN, markPairs, NO_MARK } from "./marks/mark.ts";
import { backslashesEnd, markAt } from "./marks/marks.ts";
import { mayLeadOn } from "./records.ts";
import { lineEndings, mayGoOn } from "./wraps.ts";

const LF = 0x0a;

const pairs = compilePairs(markPairs, lineEndings, WIDTHS);

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
  /** How many places it found there, and the first of them that was not passed yet. */
  #count = 0;
  #index = 0;

  /** Starts with a text up to `to`. The text after it, up to `end`, may show whether a line continues. */
  read(text: Uint8Array, to: number, end: number): void {
    this.#text = text;
    this.#to = to;
    this.#end = end;
    this.#limit = to;
    this.#first = this.#behind = this.#count = this.#index = 0;
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
    let seen = from;
    let run = from;
    let hintless = -1;
    for (let at = from; at < to; at = this.#behind) {
      if (at < this.#first || at >= this.#behind) this.#survey(at);
      const { found } = this.#surveyor;
      for (; this.#index < this.#count; this.#index++) {
        const place = found[2 * this.#index]!;
        const word = found[2 * this.#index + 1]!;
        const wanted = place >= at ? 0xffff : place + 16 <= at ? 0 : (0xffff << (at - place)) & 0xffff;
        const ends = word & wanted;
        const marks = (word >>> 16) & wanted;
        for (let rest = ends | marks; rest !== 0; rest &= rest - 1) {
          const here = place + 31 - Math.clz32(rest & -rest);
          if (here >= to) return to;
          line = lineStart(text, here, seen, line);
          seen = here;
          if ((ends & rest & -rest) === 0) {
            if (here < run) continue;
            if (text[here] === BACKSLASH) run = backslashesEnd(text, here, to);
            const first = Math.max(here, run - MAX_RUN);
            if (markAt(text, first, to) !== NO_MARK || wrapAt(text, here, line, to) !== undefined) return line;
            if (text[here] === BACKSLASH && mayBeInString(text, here, line, to)) return line;
            if (text[here] === BACKSLASH && mayLeadOn(text, line, here, to)) return line;
            if (line !== hintless && codedAt(text, here, to) !== NO_MARK) {
              if (holdsHint(text, line, lineEnd(text, here, to))) return line;
              hintless = line;
            }
          } else if (mayGoOn(text, line, here, this.#end)) return line;
        }
      }
    }
    return to;
  }

  #survey(at: number): void {
    this.#first = at;
    this.#behind = Math.min(at + BLOCK, this.#limit);
    this.#count = this.#surveyor.survey(this.#text, at, this.#behind, Math.max(this.#end, this.#limit));
    this.#index = 0;
  }
}

function lineEnd(text: Uint8Array, at: number, to: number): number {
  const lf = text.indexOf(LF, at);
  return lf < 0 || lf > to ? to : lf;
}

/** The beginning of the line that contains `at`, if the one that contains `seen`, or ends there, begins at `line`. */
function lineStart(text: Uint8Array, at: number, seen: number, line: number): number {
  let start = at;
  while (start > seen && text[start - 1] !== LF) start--;
  return start > seen ? start : line;
}
