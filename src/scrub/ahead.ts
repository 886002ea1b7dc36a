/** A part of a text that a rule claimed before it was asked there. */
interface Part {
  readonly index: number;
  start: number;
  end: number;
  /** Where the last one ends of those of the same rule that begin no later. */
  reach: number;
}

/** What rules claimed ahead of the place where they were asked, in the order in which it begins. */
export class ClaimedAhead {
  readonly #parts: Part[] = [];
  /** The first of them that is not reached yet. */
  #first = 0;

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  clear(): void {
    this.#parts.length = this.#first = 0;
  }

  /** Called when the text loses its first bytes. */
  drop(bytes: number): void {
    for (const part of this.#parts) {
      part.start -= bytes;
      part.end -= bytes;
      part.reach -= bytes;
    }
  }

  /** Adds a part of a rule by its index. Returns false if it is within another one of that rule. */
  add(index: number, start: number, end: number): boolean {
    const parts = this.#parts;
    let place = parts.length;
    while (place > this.#first && parts[place - 1]!.start > start) place--;
    const reach = this.#reach(index, place);
    if (reach >= end) return false;
    const added = { index, start, end, reach: end };
    parts.push(added);
    for (let i = parts.length - 1; i > place; i--) {
      const part = parts[i - 1]!;
      if (part.index === index && part.reach < end) part.reach = end;
      parts[i] = part;
    }
    parts[place] = added;
    return true;
  }

  /** How far the parts of a rule before this place reach; -1 if there are none. */
  #reach(index: number, place: number): number {
    for (let i = place - 1; i >= this.#first; i--) if (this.#parts[i]!.index === index) return this.#parts[i]!.reach;
    return -1;
  }

  /** Nothing is claimed twice in those that begin at `at` or before: their rules continue behind them. */
  enter(at: number, until: number[]): void {
    const parts = this.#parts;
    for (; this.#first < parts.length && parts[this.#first]!.start <= at; this.#first++) {
      const { index, end } = parts[this.#first]!;
      if (until[index]! < end) until[index] = end;
    }
    if (this.#first === parts.length) this.clear();
  }
}
