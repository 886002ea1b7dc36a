import { countDifferent, FEWEST_DIFFERENT, MAX_VALUE, MIN_VALUE, TELLING } from "../claim/telling.ts";
import { BLOCK } from "../find/candidates.ts";
import { GramFinder } from "../find/finder.ts";
import { GRAM, GramTable, gramAt, STRIDE } from "../find/grams.ts";
import type { Span } from "../rule.ts";
import { byteClass, latin1 } from "../text/bytes.ts";
import { behindOwnEscape } from "../text/edges.ts";
import { Chains, NONE, phaseOf, slotOf } from "./chains.ts";
import { beginsWith, EqualValues, type Hashed, hashOf } from "./equal-values.ts";
import { type Compared, ValueEnds } from "./value-ends.ts";

/** The most values that are known at a time; a new one replaces the oldest, or the oldest of similar ones. */
const MOST = 512;
/** The most values that are found by the same gram: it limits how often a place is compared. */
const MOST_ALIKE = 6;
/** Shorter values match as whole words only. */
const MIN_ANYWHERE = 16;
/** The number of recent values that are recognised without a search when they follow a name again. */
const RECENT = 64;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

interface Value extends Compared, Hashed {
  readonly slot: number;
  /** Where in the value the eight bytes begin by which it is searched. */
  readonly window: number;
  /** The same as it reads, if that is not as it is written. */
  also: Value | undefined;
  isForgotten: boolean;
}

/**
 * Values that were found after names of secrets: in memory only, and few enough that searching for them costs little.
 */
export class Taught {
  readonly #values: (Value | undefined)[] = [];
  #count = 0;
  /** The bytes of the value in each slot, which are overwritten by the next one there. */
  readonly #bytes: Uint8Array[] = [];
  readonly #equals = new EqualValues<Value>();
  /** The latest of the longer values with the same beginning, by that. */
  readonly #long = new Map<string, Value>();
  /** The slot that is filled next. */
  #turn = 0;
  /** The values by the grams in their eight bytes; made with the first value. */
  #chains: Chains | undefined;
  readonly #grams = new GramTable();
  readonly #finder = new GramFinder();
  readonly #ends = new ValueEnds();
  /** By the gram with which they begin. */
  readonly #recent: (Value | undefined)[] = [];

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** As texts, the oldest first. */
  get values(): string[] {
    const turn = this.#turn;
    const known = [...this.#values.slice(turn), ...this.#values.slice(0, turn)].filter((value) => value !== undefined);
    return known.map(({ bytes, length }) => Buffer.from(bytes.subarray(0, length)).toString("utf8"));
  }

  clear(): void {
    if (this.isEmpty) return;
    this.#chains!.clear();
    this.#values.length = 0;
    this.#count = 0;
    this.#equals.clear();
    this.#long.clear();
    this.#recent.length = 0;
    this.#grams.clear();
    this.#turn = 0;
  }

  /** Whether the value is known already, as far as a quick check can tell. */
  knows(text: Uint8Array, start: number, end: number): boolean {
    const known = end - start < MIN_VALUE ? undefined : this.#recent[gramAt(text, start) % RECENT];
    if (known === undefined || known.isForgotten || known.also?.isForgotten) return false;
    return known.length === end - start && beginsWith(text, start, known, known.length);
  }

  /**
   * Adds a value of at least 8 bytes, from `start` up to `end`; of a value longer than 256 bytes, its beginning.
   *
   * @param read - The same as it reads, if it reads differently.
   */
  learn(text: Uint8Array, start: number, end: number, read?: Uint8Array): void {
    const value = this.#add(text, start, end);
    value.also = read && this.#add(read, 0, read.length);
    if (end - start <= MAX_VALUE) this.#recent[gramAt(text, start) % RECENT] = value;
  }

  #add(text: Uint8Array, start: number, end: number): Value {
    const length = Math.min(end - start, MAX_VALUE);
    const hash = hashOf(text, start, length);
    const known = this.#equals.find(text, start, length, hash) ?? this.#replaceShorter(text, start, length);
    if (known !== undefined) return known;
    this.#chains ??= new Chains(MOST);
    let window = this.#freeWindow(text, start, length);
    if (window < 0) {
      window = this.#freestWindow(text, start, length);
      this.#makeRoom(window);
    }
    const slot = this.#turn;
    this.#turn = (slot + 1) % MOST;
    this.#forget(this.#values[slot]);
    this.#bytes[slot] ??= new Uint8Array(MAX_VALUE);
    const bytes = this.#bytes[slot];
    for (let i = 0; i < length; i++) bytes[i] = text[start + i]!;
    const isNumber = startsNumber[bytes[0]!] === 1 && NUMBER.test(latin1(bytes, 0, length));
    const added: Value = {
      slot,
      hash,
      next: undefined,
      bytes,
      length,
      window,
      isWord: isNumber || length < MIN_ANYWHERE,
      isNumber,
      also: undefined,
      isForgotten: false,
      period: 0,
      search: 0,
      comparedAt: 0,
      equal: 0,
    };
    this.#values[slot] = added;
    this.#count++;
    this.#equals.add(added);
    if (length >= TELLING) this.#long.set(latin1(bytes, 0, TELLING), added);
    this.#chains.add(slot, hashesOfValue, window);
    this.#grams.add(bytes, window, STRIDE);
    return added;
  }

  /**
   * Returns a known value that begins like this one, if its beginning is found as well; forgets one that this one
   * begins like.
   */
  #replaceShorter(text: Uint8Array, start: number, length: number): Value | undefined {
    if (length < TELLING) return undefined;
    const other = this.#long.get(latin1(text, start, start + TELLING));
    if (other === undefined || !beginsWith(text, start, other, Math.min(length, other.length))) return undefined;
    if (other.length >= length) return other;
    this.#forget(other);
    return undefined;
  }

  /**
   * The first eight bytes in the value by which no other is searched, without repeated letters: the usual case; -1 if
   * there are none. Leaves the hashes of their grams in `hashesOfValue`.
   */
  #freeWindow(text: Uint8Array, start: number, length: number): number {
    const chains = this.#chains!;
    const last = Math.min(length, TELLING) - MIN_VALUE;
    let free = 0;
    for (let at = 0; at < last + STRIDE; at++) {
      const hash = gramAt(text, start + at);
      hashesOfValue[at] = hash;
      free = chains.firstOf(hash) === NONE ? free + 1 : 0;
      const window = at + 1 - STRIDE;
      const first = start + window;
      if (free >= STRIDE && countDifferent(text, first, first + MIN_VALUE) === FEWEST_DIFFERENT) return window;
    }
    return -1;
  }

  /**
   * Where in the value the eight bytes are by which the fewest others are searched; not in a run of one letter. The
   * hashes of its grams are in `hashesOfValue`.
   */
  #freestWindow(text: Uint8Array, start: number, length: number): number {
    const last = Math.min(length, TELLING) - MIN_VALUE;
    let best = 0;
    let least = Number.MAX_SAFE_INTEGER;
    for (let window = 0; window <= last && least > 0; window++) {
      const cost = this.#costOf(text, start, window);
      if (cost >= least) continue;
      best = window;
      least = cost;
    }
    return best;
  }

  #costOf(text: Uint8Array, start: number, window: number): number {
    const most = this.#chains!.longestOf(hashesOfValue, window);
    const first = start + window;
    return most + MOST * (FEWEST_DIFFERENT - countDifferent(text, first, first + MIN_VALUE));
  }

  /**
   * Of the values that are found by each of the grams in these eight bytes, forgets the oldest if there are too many.
   */
  #makeRoom(window: number): void {
    const chains = this.#chains!;
    for (const hash of hashesOfValue.subarray(window, window + STRIDE))
      for (let last = chains.lastOf(MOST_ALIKE, hash); last !== NONE; last = chains.lastOf(MOST_ALIKE, hash))
        this.#forget(this.#values[slotOf(last)]);
  }

  #forget(value: Value | undefined): void {
    if (value === undefined) return;
    const { slot, bytes, length } = value;
    this.#chains!.remove(slot);
    this.#grams.remove(bytes, value.window, STRIDE);
    value.isForgotten = true;
    this.#values[slot] = undefined;
    this.#count--;
    this.#equals.remove(value);
    if (length < TELLING) return;
    const beginning = latin1(bytes, 0, TELLING);
    if (this.#long.get(beginning) === value) this.#long.delete(beginning);
  }

  /**
   * Adds to `found` where any of the values begins from `from` up to but not including `to`.
   *
   * @param end - Where the text ends.
   */
  search(text: Uint8Array, from: number, to: number, end: number, found: Span[]): void {
    if (this.isEmpty) return;
    this.#ends.startSearch();
    const limit = Math.min(to + TELLING, end - GRAM + 1);
    for (let at = from; at < limit; at += STEP) {
      const count = this.#finder.find(text, at, Math.min(limit, at + STEP), end, this.#grams);
      const { places } = this.#finder;
      for (let i = 0; i < count; i++) this.#compare(text, places[i]!, from, to, end, found);
    }
  }

  /** Adds to `found` the values that begin in this part and contain the gram at `at`. */
  #compare(text: Uint8Array, at: number, from: number, to: number, end: number, found: Span[]): void {
    const chains = this.#chains!;
    for (let link = chains.firstOf(gramAt(text, at)); link !== NONE; link = chains.after(link)) {
      const value = this.#values[slotOf(link)]!;
      const inValue = value.window + phaseOf(link);
      const start = at - inValue;
      if (start < from || start >= to || value.bytes[inValue] !== text[at]) continue;
      const stop = this.#ends.endOf(text, start, end, value);
      if (stop === 0) continue;
      const last = found.at(-1);
      if (last === undefined || start < last.start || start >= last.end)
        found.push({ start: behindOwnEscape(text, start, end), end: stop });
      else if (stop > last.end) found[found.length - 1] = { start: last.start, end: stop };
    }
  }
}

/** The hashes of the grams at the beginning of the value that is added now. */
const hashesOfValue = new Uint16Array(TELLING);
const startsNumber = byteClass("0-9-");

/** How much is searched at a time: a multiple of the stride. */
const STEP = BLOCK - (BLOCK % STRIDE);
