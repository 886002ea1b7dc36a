import { MAX_LINE } from "../rule.ts";
import { recordsFrom } from "./records.ts";
import { lineAt, mayWrap, wrapOf } from "./wraps.ts";

const LF = 0x0a;
/** Wrapped lines, or records, have at most this many bytes together. */
const MAX_WRAPPED = 4_096;
/** The bytes at the beginning of a line that show whether it continues the one before. */
const BEGINNING = 144;

/** A line, the lines that were one, or records whose texts are read as one, from `start` on. */
export class Group {
  /** Where the next one begins. */
  end: number;
  /** Whether it may continue in text that is not available yet. */
  isOpen = false;
  isFoldable = true;
  /** Whether its parts are the texts of records. */
  isOfRecords = false;
  /** Whether there are no marks in it. */
  isPlain = false;
  /** Where its parts begin and end. */
  readonly parts: readonly number[];

  constructor(
    text: Uint8Array,
    readonly start: number,
    to: number,
    end: number,
    last: boolean,
  ) {
    const records = recordsFrom(text, start, to, last, MAX_WRAPPED);
    if (records !== undefined) {
      this.end = records.end;
      this.isOpen = records.isOpen;
      this.isOfRecords = true;
      this.parts = records.texts.flatMap((one) => [one.start, one.end]);
      return;
    }
    let at = start;
    let part = start;
    let earlier: number[] | undefined; // most groups are a single line
    for (;;) {
      const found = text.indexOf(LF, at);
      const lf = found < 0 || found >= to ? to : found;
      const line = lineAt(text, at, lf);
      this.end = Math.min(to, lf + 1);
      const isWhole = lf < to || last;
      if (!isWhole || line.end - line.start >= MAX_LINE) this.isFoldable = false;
      if (!isWhole || lf === to || this.end - start > MAX_WRAPPED || !mayWrap(text, line)) {
        this.parts = earlier === undefined ? [part, line.end] : [...earlier, part, line.end];
        return;
      }
      const next = lf + 1;
      const nextLf = text.indexOf(LF, next);
      const nextEnd = nextLf < 0 || nextLf >= end ? end : nextLf;
      const isKnown = nextEnd < end || last || end - next >= BEGINNING;
      const wrap = wrapOf(text, { ...line, start: part === start ? at : part }, next, nextEnd);
      if (!isKnown || (wrap !== undefined && next >= to && !last)) {
        this.isOpen = true;
        this.parts = [];
        return;
      }
      if (wrap === undefined || next >= to) {
        this.parts = earlier === undefined ? [part, line.end] : [...earlier, part, line.end];
        return;
      }
      earlier ??= [];
      earlier.push(part, wrap.end);
      at = next;
      part = wrap.next;
    }
  }
}
