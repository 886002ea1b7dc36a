import { viewOf } from "./bytes.ts";

/** A line that was met before, and what is known of it. */
export interface Recurring<Answer> {
  readonly bytes: Uint8Array;
  answer: Answer | undefined;
}

interface Met<Answer> {
  readonly sample: number;
  readonly length: number;
  line: Recurring<Answer> | undefined;
}

/** Shorter lines are looked at as fast as they are looked up. */
const SHORTEST = 16;
const PLACES = 32; // 2 ** 5
/** How many bytes of a line tell it from others at first. */
const SAMPLE = 16;

/**
 * Remembers lines that were met lately and more than once, for what depends on nothing but their bytes: a program that
 * fails in a loop writes the same line again and again. Most lines are met once, and cost a look at a few of their
 * bytes.
 */
export class RecurringLines<Answer> {
  readonly #met: (Met<Answer> | undefined)[] = new Array(PLACES).fill(undefined);

  /** The line if it was met before; what is found in it is to be kept as its answer. */
  at(text: Uint8Array, start: number, end: number): Recurring<Answer> | undefined {
    const length = end - start;
    if (length < SHORTEST) return undefined;
    const sample = sampleOf(text, start, end);
    const place = sample >>> 27;
    const met = this.#met[place];
    if (met === undefined || met.sample !== sample || met.length !== length) {
      this.#met[place] = { sample, length, line: undefined };
      return undefined;
    }
    const bytes = viewOf(text, start, end);
    if (met.line === undefined || Buffer.compare(met.line.bytes, bytes) !== 0)
      met.line = { bytes: bytes.slice(), answer: undefined };
    return met.line;
  }
}

function sampleOf(text: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let hash = length;
  for (let i = 0; i < SAMPLE; i++)
    hash = Math.imul(hash ^ text[start + Math.floor((i * length) / SAMPLE)]!, 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0;
}
