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

  *backwards(): Generator<Entry> {
    for (let at = this.#items.length - 1; at >= 0; at--) {
      const item = this.#items[at]!;
      if (item instanceof UnsplitLines)
        for (let line = 0, entry = item.fromEnd(0); entry; entry = item.fromEnd(++line)) yield entry;
      else yield item;
    }
  }
}
