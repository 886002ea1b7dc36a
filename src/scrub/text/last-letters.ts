import type { ByteClass } from "./bytes.ts";

/** How many letters of a word are looked at. */
const LETTERS = 4;

/** A quick check whether one of some words may end at a place, by each of its last four letters. */
export class LastLetters {
  readonly #classes: readonly ByteClass[];

  /** @param words - Of at least four letters. */
  constructor(words: readonly string[]) {
    this.#classes = Array.from({ length: LETTERS }, () => new Uint8Array(256));
    for (const word of words)
      for (let back = 1; back <= LETTERS; back++) this.#classes[back - 1]![word.charCodeAt(word.length - back)] = 1;
  }

  mayEnd(text: Uint8Array, end: number): boolean {
    for (let back = 1; back <= LETTERS; back++) if (this.#classes[back - 1]![text[end - back] ?? 0] !== 1) return false;
    return true;
  }
}
