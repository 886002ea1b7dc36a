import type { AnchorTables } from "./anchors.ts";
import { BLOCK, type Candidates, createCandidates, findCandidates } from "./candidates.ts";
import { findGrams, type GramTable } from "./grams.ts";
import { Kernel } from "./kernel.ts";
import { type PairTables, surveyPairs } from "./pairs.ts";

/** From this many bytes, in one text or in many, starting the kernel is worth its few milliseconds. */
const WORTH_A_KERNEL = 8_192;

let kernel: Kernel | undefined;
let isTried = false;
let scratch: Candidates | undefined;

function openKernel(): Kernel | undefined {
  if (!isTried) kernel = Kernel.open();
  isTried = true;
  return kernel;
}

/**
 * Memory for a text of that length in which it is searched faster; valid until the next one. Undefined if there is
 * none.
 */
export function roomFor(length: number): Uint8Array | undefined {
  return length > WORTH_A_KERNEL ? openKernel()?.room(length) : undefined;
}

/** Finds the places where rules may apply, by the fastest available means. */
export class Finder {
  /** The result of the last search, of whichever finder: pairs of a position and the bits of the rules. */
  candidates: Candidates = new Int32Array();
  #seen = 0;

  constructor(private readonly tables: AnchorTables) {}

  /**
   * Searches the block from `from` up to but not including `to` of a text that ends at `end`; returns the number of
   * places.
   */
  find(text: Uint8Array, from: number, to: number, end: number): number {
    this.#seen += to - from;
    const fast = this.#seen > WORTH_A_KERNEL ? openKernel() : undefined;
    if (fast !== undefined) {
      this.candidates = fast.candidates;
      return fast.find(text, from, to, end, this.tables);
    }
    this.candidates = scratch ??= createCandidates();
    return findCandidates(text, from, to, end, this.tables, this.candidates);
  }
}

let surveyOfAll: Int32Array | undefined;

/** Surveys a text for pairs of bytes, by the fastest available means. */
export class Surveyor {
  /** The result of the last survey, of whichever surveyor: pairs of a position and a word (`surveyPairs`). */
  found: Int32Array = new Int32Array();
  #seen = 0;

  constructor(private readonly pairs: PairTables) {}

  /**
   * Surveys the block from `from` up to but not including `to` of a text that ends at `end`; returns how many there
   * are.
   */
  survey(text: Uint8Array, from: number, to: number, end: number): number {
    this.#seen += to - from;
    const fast = this.#seen > WORTH_A_KERNEL ? openKernel() : undefined;
    if (fast !== undefined) {
      this.found = fast.surveyed;
      return fast.survey(text, from, to, end, this.pairs);
    }
    this.found = surveyOfAll ??= new Int32Array(BLOCK / 8);
    return surveyPairs(text, from, to, end, this.pairs, this.found);
  }
}

/** In a shorter text the kernel is not faster: the text would have to be copied to it. */
const WORTH_A_COPY = 512;

let placesOfAll: Int32Array | undefined;

/** Finds grams (four bytes in a row), by the fastest available means. */
export class GramFinder {
  /** The result of the last search, of whichever finder. */
  places: Int32Array = new Int32Array();
  #seen = 0;

  /** Like `findGrams`, for at most one block of a text that ends at `end`. */
  find(text: Uint8Array, from: number, to: number, end: number, table: GramTable): number {
    this.#seen += to - from;
    const fast = this.#seen > WORTH_A_KERNEL ? openKernel() : undefined;
    if (fast !== undefined && (to - from >= WORTH_A_COPY || fast.holds(text, end))) {
      this.places = fast.places;
      return fast.grams(text, from, to, end, table);
    }
    this.places = placesOfAll ??= new Int32Array(BLOCK);
    return findGrams(text, from, to, table, this.places);
  }
}
