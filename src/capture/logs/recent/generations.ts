import { type Entry, lookAt } from "./entry.ts";
import { Backwards, Generation, type UnsplitLines } from "./generation.ts";

/**
 * In how many lines of each generation but the first a log line is looked for, if there was none until then. The first
 * is looked through: many lines that are read at once may follow the first log lines.
 */
const linesTried = 16;

/** The newest two generations of lines. */
export class Generations {
  #older = new Generation();
  #newer = new Generation();
  /** Whether log lines were among those that came, as far as they were looked at; and whether lines went. */
  #hadLogLines = false;
  #hasForgotten = false;
  #turns = 0;

  add(item: Entry | UnsplitLines): void {
    this.#newer.add(item);
  }

  /** Whether the newer one is full: then `turn` must be called. */
  get isFull(): boolean {
    return this.#newer.isFull;
  }

  /** Whether the log line of what has none here is likely to be among the lines that are no longer remembered. */
  get hasForgottenLogLines(): boolean {
    return this.#hadLogLines && this.#hasForgotten;
  }

  get older(): Iterable<Entry> {
    return new Backwards(this.#older);
  }

  get newer(): Iterable<Entry> {
    return new Backwards(this.#newer);
  }

  /** All lines, newest first. */
  backwards(): Iterable<Entry> {
    return new Backwards(this.#older, this.#newer);
  }

  /** Drops the older generation. */
  turn(): void {
    this.#hasForgotten = this.#turns > 0;
    this.#hadLogLines ||= hasLogLine(this.newer, this.#turns === 0 ? Number.POSITIVE_INFINITY : linesTried);
    this.#turns += 1;
    this.#older = this.#newer;
    this.#newer = new Generation();
  }
}

function hasLogLine(newestFirst: Iterable<Entry>, most: number): boolean {
  let looks = 0;
  for (const entry of newestFirst) {
    if (++looks > most) return false;
    if (lookAt(entry).log) return true;
  }
  return false;
}
