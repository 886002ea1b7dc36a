import type { ByteClass } from "./bytes.ts";

/** A fixed text, or one of several, that is looked for by rules: a constant of its module, since it is known by identity. */
export interface Phrase {
  /** Of how many bytes the longest has. */
  readonly longest: number;
  /** Whether it stands at `at`, and ends at `to` at the latest. What it answers must not change while `to` grows. */
  isAt(text: Uint8Array, at: number, to: number): boolean;
}

/** So many stretches are remembered of each class: the parts of what one rule looks at. */
const STRETCHES = 8;

/** Stretches of a text in which every byte is, or none is, of a class. */
class Stretches {
  era = 0;
  readonly #starts = new Int32Array(STRETCHES);
  readonly #ends = new Int32Array(STRETCHES);
  #turn = 0;

  forget(): void {
    this.#starts.fill(-1);
    this.#ends.fill(-2);
  }

  /** The number of the stretch that holds `at` or ends there; a new one if none does. */
  at(at: number): number {
    for (let i = 0; i < STRETCHES; i++) if (this.#starts[i]! <= at && at <= this.#ends[i]!) return i;
    this.#turn = (this.#turn + 1) % STRETCHES;
    this.#starts[this.#turn] = this.#ends[this.#turn] = at;
    return this.#turn;
  }

  /** Where the stretch ends, which is made longer while its next byte is `wanted`. */
  end(stretch: number, text: Uint8Array, to: number, members: ByteClass, wanted: number): number {
    let end = this.#ends[stretch]!;
    while (end < to && members[text[end]!] === wanted) end++;
    this.#ends[stretch] = end;
    return Math.min(end, to);
  }

  /** Where it begins, likewise. */
  start(stretch: number, text: Uint8Array, from: number, members: ByteClass, wanted: number): number {
    let start = this.#starts[stretch]!;
    while (start > from && members[text[start - 1]!] === wanted) start--;
    this.#starts[stretch] = start;
    return Math.max(start, from);
  }
}

/** Up to where a text was searched for a phrase, and what was found. */
interface Search {
  era: number;
  /** From here … */
  from: number;
  /** … up to here the phrase begins nowhere. */
  clear: number;
}

/**
 * What is known of a text by those who read it before: so that each byte of it is read a few times at most, however many
 * places it is looked at from. Knows nothing of limits: those are the asker's.
 */
export class Memo {
  #text: Uint8Array = new Uint8Array();
  #era = 1;
  readonly #members = new Map<ByteClass, Stretches>();
  readonly #others = new Map<ByteClass, Stretches>();
  readonly #searches = new Map<Phrase, Search>();

  /** Begins with another text, or with the same one after it changed or moved. */
  read(text: Uint8Array): void {
    this.#text = text;
    this.#era++;
  }

  /** The end of the run of members (or, `wanted` being 0, of others) that holds `at`; at most `to`. */
  runEnd(members: ByteClass, wanted: 0 | 1, at: number, to: number): number {
    const known = this.#stretches(members, wanted);
    return known.end(known.at(at), this.#text, to, members, wanted);
  }

  /** The start of the run that ends just before `at`; at least `from`. */
  runStart(members: ByteClass, wanted: 0 | 1, at: number, from: number): number {
    const known = this.#stretches(members, wanted);
    return known.start(known.at(at), this.#text, from, members, wanted);
  }

  #stretches(members: ByteClass, wanted: 0 | 1): Stretches {
    const all = wanted === 1 ? this.#members : this.#others;
    const known = all.get(members) ?? new Stretches();
    if (known.era === 0) all.set(members, known);
    if (known.era !== this.#era) {
      known.era = this.#era;
      known.forget();
    }
    return known;
  }

  /** The first place from `at` on where the phrase stands whole before `to`; else `to`. */
  next(phrase: Phrase, at: number, to: number): number {
    const search = this.#searches.get(phrase) ?? { era: 0, from: 0, clear: 0 };
    if (search.era === 0) this.#searches.set(phrase, search);
    if (search.era !== this.#era || at < search.from || at > search.clear) {
      search.era = this.#era;
      search.from = search.clear = at;
    }
    let place = Math.max(at, search.clear);
    while (place < to && !phrase.isAt(this.#text, place, to)) place++;
    // near the end there may be a phrase that is cut off by it
    search.clear = Math.max(search.clear, place < to ? place : Math.min(place, to - phrase.longest + 1));
    return place < to ? place : to;
  }
}
