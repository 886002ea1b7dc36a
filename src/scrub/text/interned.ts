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
  const ends = (text[start]! << 24) | (text[end - 1]! << 16);
  const middle = (text[start + (length >> 1)]! << 8) | text[start + (length >> 2)]!;
  const place = Math.imul((ends | middle) + length, 0x9e3779b1) >>> 22;
  const known = recent[place]!;
  if (known.length === length) {
    let i = 0;
    while (i < length && known.charCodeAt(i) === text[start + i]) i++;
    if (i === length) return known;
  }
  const made = latin1(text, start, end);
  recent[place] = made;
  return made;
}
