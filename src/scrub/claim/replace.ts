import { latin1, viewOf } from "../text/bytes.ts";
import type { Claim } from "./claims.ts";

/** Space for placeholders that are longer than the text that they replace, before more is allocated. */
const ROOM = 1_024;
/** Up to this many bytes are copied faster than a view of them is made. */
const SHORT = 24;

/** A text composed of parts of other texts and of placeholders. */
export class Output {
  #first: Uint8Array | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;

  /** @param expected - About how many bytes it will have. */
  constructor(private expected = 0) {}

  /** Starts over, and overwrites what was taken before. */
  clear(expected: number): void {
    this.#first = undefined;
    this.#length = 0;
    this.expected = expected;
  }

  /** Appends the bytes from `start` to `end`, with every claim replaced. The claims are disjoint and in order. */
  add(text: Uint8Array, start: number, end: number, claims: readonly Claim[]): void {
    if (claims.length === 0 && this.#first === undefined && this.#length === 0) {
      if (start < end) this.#first = text.subarray(start, end);
      return;
    }
    let more = end - start;
    for (let i = 0; i < claims.length; i++) more += claims[i]!.becomes.length;
    this.#reserve(more);
    const bytes = this.#bytes;
    let at = start;
    let to = this.#length;
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i]!;
      const { becomes } = claim;
      to = copy(text, at, claim.start, bytes, to);
      for (let j = 0; j < becomes.length; j++) bytes[to++] = becomes.charCodeAt(j);
      if (claim.end > at) at = claim.end;
    }
    this.#length = copy(text, at, end, bytes, to);
  }

  /** The composed text, perhaps as a view of a given text. */
  take(): Uint8Array {
    return this.#first ?? this.#bytes.subarray(0, this.#length);
  }

  /** Makes space, and copies an earlier view to its place. */
  #reserve(more: number): void {
    const first = this.#first;
    if (first === undefined && this.#length + more <= this.#bytes.length) return;
    this.#first = undefined;
    const needed = this.#length + (first?.length ?? 0) + more;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.expected + ROOM, needed + (needed >> 1)));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    if (first === undefined) return;
    this.#bytes.set(first, this.#length);
    this.#length += first.length;
  }
}

/** Copies the bytes from `start` to `end`; returns where they end there. */
function copy(text: Uint8Array, start: number, end: number, bytes: Uint8Array, to: number): number {
  if (start >= end) return to;
  if (end - start > SHORT) {
    bytes.set(viewOf(text, start, end), to);
    return to + end - start;
  }
  let into = to;
  for (let i = start; i < end; i++) bytes[into++] = text[i]!;
  return into;
}

/** Longer texts are composed in memory of their own, which is not kept. */
const LONGEST = 65_536;
/** Up to so many pieces are added to each other: of more, V8 would keep every one, and each sum. */
const FEW = 8;
const composed = new Output();

/**
 * A string that was scanned, with every claim replaced. Unless it is ASCII, it is sliced, not decoded, so that lone
 * surrogates are kept.
 *
 * @param bytes - Its UTF-8 form.
 */
export function replaceInString(input: string, bytes: Uint8Array, claims: readonly Claim[]): string {
  const isAscii = bytes.length === input.length;
  if (isAscii && claims.length > FEW) return replaceInAscii(bytes, claims);
  const index = isAscii ? (offset: number): number => offset : utf16Index(input);
  const pieces: string[] = [];
  let out = "";
  let at = 0;
  for (const claim of claims) {
    out += input.slice(at, index(claim.start)) + claim.becomes;
    at = index(claim.end);
    if (claims.length <= FEW) continue;
    pieces.push(out);
    out = "";
  }
  return pieces.join("") + out + input.slice(at);
}

function replaceInAscii(bytes: Uint8Array, claims: readonly Claim[]): string {
  const output = bytes.length > LONGEST ? new Output() : composed;
  output.clear(bytes.length);
  output.add(bytes, 0, bytes.length, claims);
  const out = output.take();
  return latin1(out, 0, out.length);
}

/** Converts byte offsets, which may only grow from call to call, to indices of the string. */
function utf16Index(input: string): (offset: number) => number {
  let bytes = 0;
  let index = 0;
  return (offset) => {
    while (bytes < offset) {
      const unit = input.charCodeAt(index++);
      if (unit < 0x80) bytes += 1;
      else if (unit < 0x800) bytes += 2;
      else if (unit >= 0xd800 && unit < 0xdc00 && (input.charCodeAt(index) & 0xfc00) === 0xdc00) {
        bytes += 4;
        index++;
      } else bytes += 3;
    }
    return index;
  };
}
