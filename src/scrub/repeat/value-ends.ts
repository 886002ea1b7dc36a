import { MAX_VALUE, TELLING } from "../claim/telling.ts";
import { alphanumerics, byteClass, digits, skipBack, skipWhile } from "../text/bytes.ts";
import { isWordStart } from "../text/edges.ts";

/** A value that is searched for, and where it was compared last. */
export interface Compared {
  /** Its bytes, and others behind them. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly isWord: boolean;
  /** Whether it reads as a number: it is not found as a part of a longer number then. */
  readonly isNumber: boolean;
  /** How far the value is from its next copy in itself, or its length; 0 before it is known. */
  period: number;
  /** Where in the text it was compared last, in which search, and how many bytes were equal. */
  search: number;
  comparedAt: number;
  equal: number;
}

/** Finds where values end that begin at a place, and compares none twice where it is repeated directly. */
export class ValueEnds {
  /** The number of the search. */
  #search = 0;
  /** The run that was read last. */
  #runFrom = 0;
  #runTo = 0;

  /** Starts with another part of a text. */
  startSearch(): void {
    this.#search++;
    this.#runFrom = this.#runTo = 0;
  }

  /** The end of the value that begins at `start`, or 0 if it is not there; of a long one, the end may be missing. */
  endOf(text: Uint8Array, start: number, end: number, value: Compared): number {
    const { bytes, length, isWord, isNumber } = value;
    let i = this.#known(value, start);
    while (i < length && start + i < end && text[start + i] === bytes[i]) i++;
    value.comparedAt = start;
    value.equal = i;
    if (i < length && i < TELLING) return 0;
    const stop = skipBack(text, start + i, start + 1, backslashes); // it may differ in what they escape
    if (i === MAX_VALUE) return Math.min(this.#runEnd(text, stop, end), start + MAX_RUN);
    if (!isWord) return stop;
    if (isNumber && isPartOfNumber(text, start, stop, end)) return 0;
    if (alphanumerics[bytes[0]!] === 1 && !isWordStart(text, start, Math.max(0, start - 8), end)) return 0;
    return stop < end && alphanumerics[bytes[length - 1]!] === 1 && alphanumerics[text[stop]!] === 1 ? 0 : stop;
  }

  /** How many bytes of the value are certainly at `start`: where it is repeated directly, none is compared often. */
  #known(value: Compared, start: number): number {
    const shift = start - value.comparedAt;
    const isSame = value.search === this.#search && shift >= 0 && shift < value.equal;
    value.search = this.#search;
    if (!isSame) return 0;
    if (value.period === 0) value.period = periodOf(value.bytes, value.length);
    return shift % value.period === 0 ? value.equal - shift : 0;
  }

  /** The end of the run at `at`: where one value is repeated directly, each run is read once. */
  #runEnd(text: Uint8Array, at: number, end: number): number {
    if (at < this.#runFrom || at > this.#runTo) this.#runFrom = this.#runTo = at;
    this.#runTo = skipWhile(text, this.#runTo, Math.min(end, at + MAX_RUN), runBytes);
    return this.#runTo;
  }
}

/** The least distance at which all bytes are repeated (the failure function of Knuth, Morris and Pratt). */
function periodOf(bytes: Uint8Array, length: number): number {
  const borders = new Uint16Array(length + 1);
  for (let i = 1, border = 0; i < length; i++) {
    while (border > 0 && bytes[i] !== bytes[border]) border = borders[border]!;
    if (bytes[i] === bytes[border]) border++;
    borders[i + 1] = border;
  }
  return length - borders[length]!;
}

/** After the beginning by which a longer value is recognised, up to this much is removed as well. */
const MAX_RUN = 8_192;
const runBytes = byteClass("0-9a-zA-Z_+/=.%~-");

function isPartOfNumber(text: Uint8Array, start: number, stop: number, end: number): boolean {
  if (start > 0 && signs[text[start - 1]!] === 1) return true;
  return stop + 1 < end && text[stop] === DOT && digits[text[stop + 1]!] === 1;
}

const DOT = 0x2e;
const backslashes = byteClass("\\");
const signs = byteClass("+.-");
