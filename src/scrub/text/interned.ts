import { latin1 } from "./bytes.ts";

/** Longer texts are not remembered. */
const LONGEST = 64;
const PLACES = 1_024; // 2 ** 10
const recent: string[] = new Array<string>(PLACES).fill("");

/**
 * The bytes as Latin-1 text. While the same text is asked for again and again, it is the same string: that is compared
 * and looked up faster than another one, and need not be made.
 */
export function interned(text: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST || length < 1) return latin1(text, start, end);
  const place = placeOf(text, start, length);
  const known = recent[place]!;
  if (isAt(known, text, start, length)) return known;
  const other = recent[place ^ 1]!;
  if (isAt(other, text, start, length)) return other;
  const made = latin1(text, start, end);
  recent[place ^ 1] = known;
  recent[place] = made;
  return made;
}

/** By its length and some of its bytes: a text that repeats a few words must not have the place of its other parts. */
function placeOf(text: Uint8Array, start: number, length: number): number {
  const step = (length + 7) >> 3;
  let hash = length;
  for (let i = length - 1; i >= 0; i -= step) hash = Math.imul(hash, 31) + text[start + i]!;
  return Math.imul(hash + text[start]!, 0x9e3779b1) >>> 22;
}

function isAt(known: string, text: Uint8Array, start: number, length: number): boolean {
  if (known.length !== length) return false;
  let i = 0;
  while (i < length && known.charCodeAt(i) === text[start + i]) i++;
  return i === length;
}
