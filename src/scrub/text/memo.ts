import type { ByteClass } from "./bytes.ts";

/**
 * A fixed text, or one of several, that rules search for. It must be a constant of a module, since it is identified by
 * reference.
 */
export interface Phrase {
  /** The length of the longest one, in bytes. */
  readonly longest: number;
  /** Whether it is at `at`, and ends at `to` at the latest. The result must not change while `to` grows. */
  isAt(text: Uint8Array, at: number, to: number): boolean;
}

/**
 * What continues over bytes that are more than a class: letters of several bytes, escapes. A constant of its module.
 */
export interface Course {
  /** Over these bytes it goes on, whatever follows them. */
  readonly plain: ByteClass;
  /** The position after what is at `at`, or `at` itself where the course ends. It looks at 16 bytes at most. */
  step(text: Uint8Array, at: number, to: number): number;
}

/** How many following bytes may change the result of a step. */
const STEP = 16;

/** The number of stretches that are remembered of each class: the parts of what one rule reads. */
const STRETCHES = 8;

/** Stretches of a text in which every byte is, or none is, of a class. */
class Stretches {
  era = 0;
  readonly #starts = new Int32Array(STRETCHES);
  readonly #ends = new Int32Array(STRETCHES);
  #turn = 0;
  /** The stretch that was asked for last. */
  #last = 0;

  forget(): void {
    this.#starts.fill(-1);
    this.#ends.fill(-2);
  }

  /** The number of the stretch that holds `at` or ends there; a new one if none does. */
  at(at: number): number {
    const last = this.#last;
    if (this.#starts[last]! <= at && at <= this.#ends[last]!) return last;
    for (let i = 0; i < STRETCHES; i++)
      if (this.#starts[i]! <= at && at <= this.#ends[i]!) {
        this.#last = i;
        return i;
      }
    this.#last = this.#turn = (this.#turn + 1) % STRETCHES;
    this.#starts[this.#turn] = this.#ends[this.#turn] = at;
    return this.#turn;
  }

  /** The number of the stretch that ends last of those that end before `at`, or -1. */
  #below(at: number): number {
    let last = -1;
    for (let i = 0; i < STRETCHES; i++)
      if (this.#ends[i]! < at && this.#ends[i]! >= 0 && (last < 0 || this.#ends[i]! > this.#ends[last]!)) last = i;
    return last;
  }

  /** Where the stretch ends, which is made longer while its next byte is `wanted`. */
  end(stretch: number, text: Uint8Array, to: number, members: ByteClass, wanted: number): number {
    let end = this.#ends[stretch]!;
    while (end < to && members[text[end]!] === wanted) end++;
    this.#ends[stretch] = end;
    return Math.min(end, to);
  }

  /** Where it begins, in the same way. */
  start(stretch: number, text: Uint8Array, from: number, members: ByteClass, wanted: number): number {
    let start = this.#starts[stretch]!;
    if (start <= from || members[text[start - 1]!] !== wanted) return Math.max(start, from);
    const below = this.#below(start);
    const known = below < 0 ? -1 : this.#ends[below]!;
    while (start > from && members[text[start - 1]!] === wanted) if (--start === known) start = this.#starts[below]!;
    this.#starts[stretch] = start;
    return Math.max(start, from);
  }
}

/** The part of a text that was searched for a phrase, and the result. */
interface Search {
  era: number;
  /** From here … */
  from: number;
  /** … up to here the phrase begins nowhere. */
  clear: number;
}

/** The part of a text that a course runs over. */
interface Run extends Search {
  /** For a text that ends here … */
  to: number;
  /** … the course ends here; -1 if that is not known. */
  end: number;
}

/**
 * What earlier readers of a text learned, so that each byte is read a few times at most, from however many places it is
 * looked at. Limits are the caller's.
 */
export class Memo {
  #text: Uint8Array = new Uint8Array();
  #era = 1;
  readonly #members = new Map<ByteClass, Stretches>();
  readonly #others = new Map<ByteClass, Stretches>();
  readonly #searches = new Map<Phrase, Search>();
  readonly #searchesBack = new Map<Phrase, Search>();
  readonly #courses = new Map<Course, Run>();
  /** The course that was asked about last, and what is known of it. */
  #course: Course | undefined;
  #run: Run = { era: 0, from: 0, clear: 0, to: 0, end: -1 };

  /** Starts with another text, or with the same one after it changed or moved. */
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

  /**
   * The first place from `at` on where the phrase is whole before `limit`; otherwise `limit`. `to` is as for
   * `courseEnd`.
   */
  next(phrase: Phrase, at: number, limit: number, to: number): number {
    const text = this.#text;
    const search = this.#searches.get(phrase) ?? { era: 0, from: 0, clear: 0 };
    if (search.era === 0) this.#searches.set(phrase, search);
    if (search.era !== this.#era || at < search.from || at > search.clear) {
      search.era = this.#era;
      search.from = search.clear = at;
    }
    let place = Math.max(at, search.clear);
    while (place < limit && !phrase.isAt(text, place, to)) place++;
    // near the end there may be a phrase that is cut off by it
    search.clear = Math.max(search.clear, place < limit ? place : Math.min(place, to - phrase.longest + 1));
    // what begins before the limit may end after it
    while (place < limit && !phrase.isAt(text, place, limit)) place++;
    return Math.min(place, limit);
  }

  /** The last place before `at` and from `from` on where the phrase is whole before `to`; otherwise -1. */
  previous(phrase: Phrase, at: number, from: number, to: number): number {
    const text = this.#text;
    const known = this.#searchesBack.get(phrase) ?? { era: 0, from: 0, clear: 0 };
    if (known.era === 0) this.#searchesBack.set(phrase, known);
    if (known.era !== this.#era || at < known.from) {
      known.era = this.#era;
      known.from = known.clear = at;
    }
    let place = at;
    while (place > from && place > known.clear && !phrase.isAt(text, place - 1, to)) place--;
    if (place <= known.clear) {
      place = known.from;
      while (place > from && !phrase.isAt(text, place - 1, to)) place--;
      known.clear = Math.max(known.clear, at);
    } else known.clear = at;
    known.from = place;
    return place > from ? place - 1 : -1;
  }

  #runOf(course: Course): Run {
    const known = this.#courses.get(course) ?? { era: 0, from: 0, clear: 0, to: 0, end: -1 };
    if (known.era === 0) this.#courses.set(course, known);
    this.#course = course;
    this.#run = known;
    return known;
  }

  /** Where the course ends that continues at `at`; at most `limit`, `to` being the end of what may be read. */
  courseEnd(course: Course, at: number, limit: number, to: number): number {
    const known = course === this.#course ? this.#run : this.#runOf(course);
    if (known.era !== this.#era || at < known.from || at > known.clear) {
      known.era = this.#era;
      known.from = known.clear = at;
      known.end = -1;
    } else if (known.to === to && known.end >= 0) return Math.min(known.end, limit);
    const text = this.#text;
    const { plain } = course;
    let place = known.clear;
    let isCertain = true;
    while (place < limit) {
      const isPlain = plain[text[place]!] === 1;
      const next = isPlain ? place + 1 : course.step(text, place, to);
      if (next === place || next >= to) {
        known.to = to;
        known.end = next;
      }
      if (next === place) break;
      place = next;
      if (!isPlain && place + STEP > to) isCertain = false;
      if (isCertain) known.clear = place;
    }
    return Math.min(place, limit);
  }
}
