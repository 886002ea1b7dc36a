/** Looks for words in a text from its beginning to its end. */
export class WordSearch {
  readonly #words: readonly string[];
  /** What is looked for in the place of each word: V8 finds few letters that begin with a rare one many times as fast. */
  readonly #probes: readonly string[];
  readonly #next: number[];
  #text = "";
  #nearest = -1;

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#probes = words.map((word) => (/^[A-Z\t]/.test(word) ? word.slice(0, 6) : word));
    this.#next = words.map(() => -1);
  }

  begin(text: string): void {
    this.#text = text;
    this.#next.fill(-1);
    this.#nearest = -1;
  }

  /** Whether a word begins in this part of the text; parts are asked for in their order. */
  isIn(from: number, to: number): boolean {
    if (this.#nearest < from) this.#seek(from);
    return this.#nearest < to;
  }

  #seek(from: number): void {
    this.#nearest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.#words.length; at++) {
      if (this.#next[at]! < from) this.#next[at] = this.#find(at, from);
      if (this.#next[at]! < this.#nearest) this.#nearest = this.#next[at]!;
    }
  }

  #find(index: number, from: number): number {
    const word = this.#words[index]!;
    const probe = this.#probes[index]!;
    let found = this.#text.indexOf(probe, from);
    while (found >= 0 && !this.#text.startsWith(word, found)) found = this.#text.indexOf(probe, found + 1);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }
}
