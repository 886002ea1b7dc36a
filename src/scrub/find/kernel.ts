import { viewOf } from "../text/bytes.ts";
import type { AnchorTables } from "./anchors.ts";
import { BLOCK, type Candidates } from "./candidates.ts";
import type { GramTable } from "./grams.ts";
import { kernelBytes } from "./kernel-bytes.ts";
import { renderNibbles } from "./nibbles.ts";
import { KNOWN, type PairTables } from "./pairs.ts";

/** Addresses, as in kernel.wat. */
const KINDS = 768;
const GRAMS = 1_024;
const PAIRS = 17_408;
const FOURS = 20_480;
const QUADS = 65_536;
const ROWS = 196_608;
const TEXT = 1_277_952;
const FOUND = 1_310_720;
const PLACES = 1_474_560;
const SURVEYED = 1_540_352;
const ROOM = 1_572_864;
const ROOM_END = 2_097_152;
/** How much text the kernel reads before a block and after it. */
const BEFORE = 16;
const BEHIND = 17;
const LINE_FEED = 10;

/** The functions that are used; Node's types leave them out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};
interface Memory {
  readonly buffer: ArrayBuffer;
}
interface Exports {
  readonly memory: Memory;
  find(at: number, end: number, shift: number): number;
  survey(at: number, end: number, shift: number, found: number, known: number): number;
  grams(at: number, end: number, shift: number, found: number): number;
}

/**
 * The searches in WebAssembly: the same results as `findCandidates`, `surveyPairs` and `findGrams`, several times as
 * fast.
 */
export class Kernel {
  readonly #exports: Exports;
  readonly #bytes: Uint8Array;
  readonly #nibbles = new WeakMap<AnchorTables, Uint8Array>();
  /** The tables that are in its memory. */
  #loaded: AnchorTables | undefined;
  #loadedPairs: PairTables | undefined;
  /** The table whose bits were moved to its memory last. */
  #loadedGrams: GramTable | undefined;
  readonly #grams: Int32Array;
  /** The result of the last search: pairs of a position and the bits of the rules. */
  readonly candidates: Candidates;
  /** The result of the last survey: pairs of a position and a word. */
  readonly surveyed: Int32Array;
  /** The places that the last search for grams found. */
  readonly places: Int32Array;

  private constructor(exports: Exports) {
    this.#exports = exports;
    const { buffer } = exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#grams = new Int32Array(buffer, GRAMS, (PAIRS - GRAMS) / 4);
    this.candidates = new Int32Array(buffer, FOUND);
    this.surveyed = new Int32Array(buffer, SURVEYED, BLOCK / 8);
    this.places = new Int32Array(buffer, PLACES, BLOCK);
  }

  /** Undefined if there is no WebAssembly, or no SIMD. */
  static open(): Kernel | undefined {
    try {
      const module = new WebAssembly.Module(Buffer.from(kernelBytes, "base64"));
      return new Kernel(new WebAssembly.Instance(module).exports);
    } catch {
      return undefined;
    }
  }

  /**
   * Memory for a text, which is not copied when it is searched there; valid until the next one. Undefined if the text
   * is too long.
   */
  room(length: number): Uint8Array | undefined {
    const start = ROOM + BEFORE;
    const end = start + length;
    if (end + BEHIND > ROOM_END) return undefined;
    this.#bytes.fill(LINE_FEED, ROOM, start);
    this.#bytes.fill(LINE_FEED, end, end + BEHIND);
    return Buffer.from(this.#bytes.buffer, start, length);
  }

  /** Like `findCandidates`, for at most one block. */
  find(text: Uint8Array, from: number, to: number, end: number, tables: AnchorTables): number {
    if (this.#loaded !== tables) this.#load(tables);
    const start = this.#place(text, from, to, end);
    return (this.#exports.find(start + from, start + to, -start) - FOUND) >> 3;
  }

  /** Like `surveyPairs`, for at most one block; the last word may include bytes at `to` and after it. */
  survey(text: Uint8Array, from: number, to: number, end: number, pairs: PairTables): number {
    if (this.#loadedPairs !== pairs) this.#bytes.set(pairs, PAIRS);
    this.#loadedPairs = pairs;
    const start = this.#place(text, from, to, end);
    const known = start + end - 1 - KNOWN;
    return (this.#exports.survey(start + from, start + to, -start, SURVEYED, known) - SURVEYED) >> 3;
  }

  /** Like `findGrams`, for at most one block; the result is in `places`. */
  grams(text: Uint8Array, from: number, to: number, end: number, table: GramTable): number {
    if (table.bits !== this.#grams) this.#loadGrams(table);
    const start = this.#place(text, from, to, end);
    return (this.#exports.grams(start + from, start + to, -start, PLACES) - PLACES) >> 2;
  }

  /** Whether the text is in its memory, as a whole. */
  holds(text: Uint8Array, end: number): boolean {
    return text.buffer === this.#bytes.buffer && end === text.length;
  }

  /** Copies a block of text with its surroundings, if needed; returns the address at which the text would begin. */
  #place(text: Uint8Array, from: number, to: number, end: number): number {
    const bytes = this.#bytes;
    if (this.holds(text, end)) return text.byteOffset;
    const first = Math.max(0, from - BEFORE);
    const behind = Math.min(end, to + BEHIND);
    const start = TEXT + BEFORE - from;
    bytes.set(viewOf(text, first, behind), start + first);
    if (from < BEFORE) bytes.fill(LINE_FEED, TEXT, start);
    if (to + BEHIND > end) bytes.fill(LINE_FEED, start + end, start + to + BEHIND);
    return start;
  }

  /**
   * Moves the bits of a table to its memory, where they are changed from now on, and those of the last one out of it.
   */
  #loadGrams(table: GramTable): void {
    const last = this.#loadedGrams;
    if (last?.bits === this.#grams) last.bits = this.#grams.slice();
    this.#grams.set(table.bits);
    table.bits = this.#grams;
    this.#loadedGrams = table;
  }

  #load(tables: AnchorTables): void {
    const nibbles = this.#nibbles.get(tables) ?? renderNibbles(tables.buckets());
    this.#nibbles.set(tables, nibbles);
    this.#bytes.set(nibbles);
    this.#bytes.set(tables.kind, KINDS);
    new Int32Array(this.#bytes.buffer, FOURS).set(tables.fours);
    new Int32Array(this.#bytes.buffer, QUADS).set(tables.quads);
    new Int32Array(this.#bytes.buffer, ROWS).set(tables.rows);
    this.#loaded = tables;
  }
}
