import { MAX_VALUE, MIN_VALUE } from "../claim/telling.ts";
import { BLOCK } from "../find/candidates.ts";
import { GramFinder } from "../find/finder.ts";
import { GRAM, GramTable, gramAt, STRIDE } from "../find/grams.ts";
import type { Span } from "../rule.ts";
import { alphanumerics, byteClass, digits, skipWhile } from "../text/bytes.ts";
import { isWordStart } from "../text/edges.ts";

/** The most values that are known at a time; a new one replaces the oldest, or the oldest of similar ones. */
const MOST = 512;
/** The most values that are found by the same gram: it limits how often a place is compared. */
const MOST_ALIKE = 6;
/** The length of a prefix that identifies a longer value. */
const TELLING = 32;
/** Shorter values match as whole words only. */
const MIN_ANYWHERE = 16;
/** There is one chain for each four grams. */
const FOLDED = 2;
const CHAINS = 1 << 14;
const NONE = -1;
/** After this many values were forgotten, the set of grams is made again from the others. */
const MOST_STALE = 64;
/** The number of recent values that are recognised without a search when they follow a name again. */
const RECENT = 64;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

interface Value {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Where in the value the eight bytes begin by which it is searched. */
  readonly window: number;
  readonly isWord: boolean;
  /** Whether it reads as a number: it is not found as a part of a longer number then. */
  readonly isNumber: boolean;
  isForgotten: boolean;
}

/** A value as it is written, and as it reads if that is not the same. */
interface Known {
  readonly value: Value;
  readonly also: Value | undefined;
}

/**
 * Values that were found after names of secrets: in memory only, and few enough that searching for them costs little.
 */
export class Taught {
  readonly #values: (Value | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  /** The slot that is filled next. */
  #turn = 0;
  /**
   * For each gram, by its first 14 bits, the first link of a chain, and for each link the next one. Link `n` is the
   * value in slot `n / 5`, whose gram begins `n % 5` after the beginning of its eight bytes.
   */
  #first: Int16Array | undefined;
  readonly #next = new Int16Array(MOST * STRIDE);
  readonly #grams = new GramTable();
  readonly #finder = new GramFinder();
  #stale = 0;
  /** The run that was read last. */
  #runFrom = 0;
  #runTo = 0;
  /** By the gram with which they begin. */
  readonly #recent: (Known | undefined)[] = [];

  get isEmpty(): boolean {
    return this.#slots.size === 0;
  }

  /** As texts. */
  get values(): string[] {
    return [...this.#slots.keys()].map((key) => Buffer.from(key, "latin1").toString("utf8"));
  }

  clear(): void {
    if (this.isEmpty) return;
    this.#first!.fill(NONE);
    this.#values.length = 0;
    this.#slots.clear();
    this.#recent.length = 0;
    this.#grams.clear();
    this.#turn = 0;
  }

  /** Whether the value is known already, as far as a quick check can tell. */
  knows(text: Uint8Array, start: number, end: number): boolean {
    const known = end - start < MIN_VALUE ? undefined : this.#recent[gramAt(text, start) % RECENT];
    if (known === undefined || known.value.isForgotten || known.also?.isForgotten) return false;
    const { value } = known;
    if (value.bytes.length !== end - start) return false;
    for (let i = 0; i < value.bytes.length; i++) if (value.bytes[i] !== text[start + i]) return false;
    return true;
  }

  /**
   * Adds a value of at least 8 bytes; of a value longer than 256 bytes, its beginning.
   *
   * @param read - The same as it reads, if it reads differently.
   */
  learn(written: Uint8Array, read?: Uint8Array): void {
    const value = this.#add(written);
    const also = read && this.#add(read);
    if (written.length <= MAX_VALUE) this.#recent[gramAt(written, 0) % RECENT] = { value, also };
  }

  #add(value: Uint8Array): Value {
    const bytes = Buffer.from(value.subarray(0, MAX_VALUE));
    const key = bytes.toString("latin1");
    const known = this.#slots.get(key);
    if (known !== undefined) return this.#values[known]!;
    this.#first ??= new Int16Array(CHAINS).fill(NONE);
    const window = this.#freestWindow(bytes);
    for (let phase = 0; phase < STRIDE; phase++) this.#makeRoom(chainAt(bytes, window + phase));
    const slot = this.#turn;
    this.#turn = (slot + 1) % MOST;
    this.#forget(slot);
    const isNumber = NUMBER.test(key);
    const isWord = isNumber || bytes.length < MIN_ANYWHERE;
    const added: Value = { key, bytes, window, isWord, isNumber, isForgotten: false };
    this.#values[slot] = added;
    this.#slots.set(key, slot);
    for (let phase = 0; phase < STRIDE; phase++) {
      this.#link(slot * STRIDE + phase, chainAt(bytes, window + phase));
      this.#grams.add(bytes, window + phase);
    }
    return added;
  }

  /** Where in the value the eight bytes are by which the fewest others are searched. */
  #freestWindow(bytes: Uint8Array): number {
    const last = Math.min(bytes.length, TELLING) - MIN_VALUE;
    let best = 0;
    let fewest: number = MOST;
    for (let window = 0; window <= last && fewest > 0; window++) {
      let most = 0;
      for (let phase = 0; phase < STRIDE; phase++)
        most = Math.max(most, this.#lengthOf(chainAt(bytes, window + phase)));
      if (most >= fewest) continue;
      best = window;
      fewest = most;
    }
    return best;
  }

  #lengthOf(place: number): number {
    let length = 0;
    for (let link = this.#first![place]!; link !== NONE; link = this.#next[link]!) length++;
    return length;
  }

  /** Forgets the oldest of the values that are found by this gram, if there are too many. */
  #makeRoom(place: number): void {
    while (this.#lengthOf(place) >= MOST_ALIKE) {
      let last = this.#first![place]!;
      while (this.#next[last] !== NONE) last = this.#next[last]!;
      this.#forget(Math.floor(last / STRIDE));
    }
  }

  #link(link: number, place: number): void {
    this.#next[link] = this.#first![place]!;
    this.#first![place] = link;
  }

  #unlink(link: number, place: number): void {
    let before = NONE;
    for (let at = this.#first![place]!; at !== link; at = this.#next[at]!) before = at;
    if (before === NONE) this.#first![place] = this.#next[link]!;
    else this.#next[before] = this.#next[link]!;
  }

  #forget(slot: number): void {
    const value = this.#values[slot];
    if (value === undefined) return;
    for (let phase = 0; phase < STRIDE; phase++)
      this.#unlink(slot * STRIDE + phase, chainAt(value.bytes, value.window + phase));
    value.isForgotten = true;
    this.#slots.delete(value.key);
    this.#values[slot] = undefined;
    if (++this.#stale > MOST_STALE) this.#renewGrams();
  }

  #renewGrams(): void {
    this.#stale = 0;
    this.#grams.clear();
    for (const value of this.#values)
      if (value !== undefined)
        for (let phase = 0; phase < STRIDE; phase++) this.#grams.add(value.bytes, value.window + phase);
  }

  /**
   * Adds to `found` where any of the values begins from `from` up to but not including `to`.
   *
   * @param end - Where the text ends.
   */
  search(text: Uint8Array, from: number, to: number, end: number, found: Span[]): void {
    if (this.isEmpty) return;
    this.#runFrom = this.#runTo = 0;
    const limit = Math.min(to + TELLING, end - GRAM + 1);
    for (let at = from; at < limit; at += STEP) {
      const count = this.#finder.find(text, at, Math.min(limit, at + STEP), end, this.#grams);
      const { places } = this.#finder;
      for (let i = 0; i < count; i++) this.#compare(text, places[i]!, from, to, end, found);
    }
  }

  /** Adds to `found` the values that begin in this part and contain the gram at `at`. */
  #compare(text: Uint8Array, at: number, from: number, to: number, end: number, found: Span[]): void {
    for (let link = this.#first![chainAt(text, at)]!; link !== NONE; link = this.#next[link]!) {
      const value = this.#values[Math.floor(link / STRIDE)]!;
      const start = at - value.window - (link % STRIDE);
      if (start < from || start >= to) continue;
      const stop = this.#endOf(text, start, end, value);
      if (stop === 0) continue;
      const last = found.at(-1);
      if (last === undefined || start < last.start || start >= last.end) found.push({ start, end: stop });
      else if (stop > last.end) found[found.length - 1] = { start: last.start, end: stop };
    }
  }

  /** The end of the value that begins at `start`, or 0 if it is not there; of a long one, the end may be missing. */
  #endOf(text: Uint8Array, start: number, end: number, { bytes, isWord, isNumber }: Value): number {
    const { length } = bytes;
    let i = 0;
    while (i < length && start + i < end && text[start + i] === bytes[i]) i++;
    if (i < length && i < TELLING) return 0;
    const stop = start + i;
    if (i === MAX_VALUE) return Math.min(this.#runEnd(text, stop, end), start + MAX_RUN);
    if (!isWord) return stop;
    if (isNumber && isPartOfNumber(text, start, stop, end)) return 0;
    if (alphanumerics[bytes[0]!] === 1 && !isWordStart(text, start, Math.max(0, start - 8), end)) return 0;
    return stop < end && alphanumerics[bytes[length - 1]!] === 1 && alphanumerics[text[stop]!] === 1 ? 0 : stop;
  }

  /** The end of the run at `at`: where one value is repeated directly, each run is read once. */
  #runEnd(text: Uint8Array, at: number, end: number): number {
    if (at < this.#runFrom || at > this.#runTo) this.#runFrom = this.#runTo = at;
    this.#runTo = skipWhile(text, this.#runTo, Math.min(end, at + MAX_RUN), runBytes);
    return this.#runTo;
  }
}

/** How much is searched at a time: a multiple of the stride. */
const STEP = BLOCK - (BLOCK % STRIDE);

const chainAt = (text: Uint8Array, at: number): number => gramAt(text, at) >> FOLDED;

/** After the beginning by which a longer value is recognised, up to this much is removed as well. */
const MAX_RUN = 8_192;
const runBytes = byteClass("0-9a-zA-Z_+/=.%~-");

function isPartOfNumber(text: Uint8Array, start: number, stop: number, end: number): boolean {
  if (start > 0 && signs[text[start - 1]!] === 1) return true;
  return stop + 1 < end && text[stop] === DOT && digits[text[stop + 1]!] === 1;
}

const DOT = 0x2e;
const signs = byteClass("+.-");
