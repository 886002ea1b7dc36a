import { MAX_VALUE, MIN_VALUE } from "../claim/telling.ts";
import type { Span } from "../rule.ts";
import { alphanumerics, byteClass, digits } from "../text/bytes.ts";
import { isWordStart } from "../text/edges.ts";

/** So many values are known at a time; of these, and of those that are alike, the oldest is forgotten for the newest. */
const MOST = 512;
/** Four bytes in a row are looked up at every fifth place: of eight bytes they are met in one way of five. */
const GRAM = 4;
const STRIDE = MIN_VALUE - GRAM + 1;
/** So many values may be looked for by the same four bytes: it bounds how often a place is compared. */
const MOST_ALIKE = 6;
/** So much of a longer value tells it. */
const TELLING = 32;
/** Shorter values count as whole words only. */
const MIN_ANYWHERE = 16;
const BITS = 14;
const NONE = -1;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

interface Value {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Where in it the eight bytes begin by which it is looked for. */
  readonly window: number;
  readonly isWord: boolean;
  /** Whether it reads as a number: then it is no part of a longer one. */
  readonly isNumber: boolean;
}

/** Values that were found behind names of secrets: in memory alone, and so few that looking for them costs little. */
export class Taught {
  readonly #values: (Value | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  /** The slot that is filled next. */
  #turn = 0;
  /**
   * For each four bytes, folded to 14 bits, the first link of a chain, and for each link the next one. Link `n` is the
   * value in slot `n / 5`, and the four bytes stand `n % 5` behind the beginning of its eight.
   */
  #first: Int16Array | undefined;
  readonly #next = new Int16Array(MOST * STRIDE);

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
    this.#turn = 0;
  }

  /** Adds a value of at least 8 bytes: of a longer one than 256 the beginning. */
  learn(value: Uint8Array): void {
    const bytes = Buffer.from(value.subarray(0, MAX_VALUE));
    const key = bytes.toString("latin1");
    if (this.#slots.has(key)) return;
    this.#first ??= new Int16Array(1 << BITS).fill(NONE);
    const window = this.#freestWindow(bytes);
    for (let phase = 0; phase < STRIDE; phase++) this.#makeRoom(gramAt(bytes, window + phase));
    const slot = this.#turn;
    this.#turn = (slot + 1) % MOST;
    this.#forget(slot);
    const isNumber = NUMBER.test(key);
    this.#values[slot] = { key, bytes, window, isWord: isNumber || bytes.length < MIN_ANYWHERE, isNumber };
    this.#slots.set(key, slot);
    for (let phase = 0; phase < STRIDE; phase++) this.#link(slot * STRIDE + phase, gramAt(bytes, window + phase));
  }

  /** Where in the value the eight bytes stand by which the fewest others are looked for. */
  #freestWindow(bytes: Uint8Array): number {
    const last = Math.min(bytes.length, TELLING) - MIN_VALUE;
    let [best, fewest] = [0, Number.POSITIVE_INFINITY];
    for (let window = 0; window <= last && fewest > 0; window++) {
      let most = 0;
      for (let phase = 0; phase < STRIDE; phase++) most = Math.max(most, this.#lengthOf(gramAt(bytes, window + phase)));
      if (most < fewest) [best, fewest] = [window, most];
    }
    return best;
  }

  #lengthOf(place: number): number {
    let length = 0;
    for (let link = this.#first![place]!; link !== NONE; link = this.#next[link]!) length++;
    return length;
  }

  /** Forgets the oldest of those that are looked for by these four bytes, if there are too many. */
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
      this.#unlink(slot * STRIDE + phase, gramAt(value.bytes, value.window + phase));
    this.#slots.delete(value.key);
    this.#values[slot] = undefined;
  }

  /**
   * Adds to `found` where any of the values begins from `from` up to but not including `to`.
   *
   * @param end - Where the text ends.
   */
  search(text: Uint8Array, from: number, to: number, end: number, found: Span[]): void {
    if (this.isEmpty) return;
    const first = this.#first!;
    const limit = Math.min(to + TELLING, end - GRAM + 1);
    for (let at = from; at < limit; at += STRIDE) {
      for (let link = first[gramAt(text, at)]!; link !== NONE; link = this.#next[link]!) {
        const value = this.#values[Math.floor(link / STRIDE)]!;
        const start = at - value.window - (link % STRIDE);
        if (start < from || start >= to) continue;
        const stop = endOf(text, start, end, value);
        if (stop > 0) found.push({ start, end: stop });
      }
    }
  }
}

function gramAt(text: Uint8Array, at: number): number {
  const word = text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);
  return Math.imul(word, 0x9e3779b1) >>> (32 - BITS);
}

/** Where the value ends that begins at `start`, or 0 if it does not stand there; of a long one the end may be missing. */
function endOf(text: Uint8Array, start: number, end: number, { bytes, isWord, isNumber }: Value): number {
  const { length } = bytes;
  let i = 0;
  while (i < length && start + i < end && text[start + i] === bytes[i]) i++;
  if (i < length && i < TELLING) return 0;
  const stop = start + i;
  if (!isWord) return stop;
  if (isNumber && isPartOfNumber(text, start, stop, end)) return 0;
  if (alphanumerics[bytes[0]!] === 1 && !isWordStart(text, start, Math.max(0, start - 8), end)) return 0;
  return stop < end && alphanumerics[bytes[length - 1]!] === 1 && alphanumerics[text[stop]!] === 1 ? 0 : stop;
}

function isPartOfNumber(text: Uint8Array, start: number, stop: number, end: number): boolean {
  if (start > 0 && signs[text[start - 1]!] === 1) return true;
  return stop + 1 < end && text[stop] === DOT && digits[text[stop + 1]!] === 1;
}

const DOT = 0x2e;
const signs = byteClass("+.-");
