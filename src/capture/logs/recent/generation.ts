import type { LineBlock } from "../../lines/block.ts";
import type { Entry } from "./entry.ts";

/** A generation of lines ends at this many lines, or this many bytes in memory. */
const generationLines = 1024;
const generationBytes = 2 * 1024 * 1024;

/** Lines that have not been split yet, except some at their end. */
export class UnsplitLines {
  /** The last line first. */
  readonly #taken: Entry[] = [];

  constructor(readonly block: LineBlock) {}

  /** The line so many lines before the last; `undefined` if there are not so many. */
  fromEnd(at: number): Entry | undefined {
    if (at === this.#taken.length) {
      const raw = this.block.takeLast();
      if (!raw) return undefined;
      this.#taken.push({ raw, read: undefined, step: undefined });
    }
    return this.#taken[at];
  }
}

/** Consecutive lines. */
export class Generation {
  readonly #items: (Entry | UnsplitLines)[] = [];
  #count = 0;
  #bytes = 0;
  #part: Buffer | undefined;

  add(item: Entry | UnsplitLines): void {
    this.#items.push(item);
    const { part } = item instanceof UnsplitLines ? item.block : item.raw;
    if (part !== this.#part) this.#bytes += part.length;
    this.#part = part;
    this.#count += item instanceof UnsplitLines ? item.block.count : 1;
  }

  get isFull(): boolean {
    return this.#count >= generationLines || this.#bytes >= generationBytes;
  }

  get items(): readonly (Entry | UnsplitLines)[] {
    return this.#items;
  }
}

/**
 * The lines of some generations, newest first. All results are one object, since they are looked at one by one: a
 * generator takes longer than what is done with them.
 */
export class Backwards implements IterableIterator<Entry> {
  readonly #result: { done: boolean; value: Entry | undefined } = { done: false, value: undefined };
  readonly #rest: Generation[];
  #items: readonly (Entry | UnsplitLines)[] = [];
  /** The item that comes next, and how many of its lines came already. */
  #at = -1;
  #line = 0;

  /** @param generations - Oldest first. */
  constructor(...generations: Generation[]) {
    this.#rest = generations;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Entry> {
    const entry = this.#next();
    this.#result.value = entry;
    this.#result.done = entry === undefined;
    return this.#result as IteratorResult<Entry>;
  }

  #next(): Entry | undefined {
    for (;;) {
      if (this.#at < 0) {
        const generation = this.#rest.pop();
        if (generation === undefined) return undefined;
        this.#items = generation.items;
        this.#at = this.#items.length - 1;
        continue;
      }
      const item = this.#items[this.#at]!;
      if (!(item instanceof UnsplitLines)) {
        this.#at--;
        return item;
      }
      const entry = item.fromEnd(this.#line++);
      if (entry !== undefined) return entry;
      this.#line = 0;
      this.#at--;
    }
  }
}
