import { alphanumerics, type ByteClass, byteClass, digits, hasWord, hexDigits, latin1 } from "./bytes.ts";

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const ESC = 0x1b;
const AMPERSAND = 0x26;
const ENTITIES = ["&#x2f;", "&#47;", "&sol;", "&#x5c;", "&#92;"];

const isHex = (text: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (hexDigits[text[i]!] !== 1) return false;
  return true;
};

/** Escapes of one letter after a backslash: `\n`, `\t`, `\"`, `\/`, `\\` … */
const isShortEscape = (byte: number): boolean => "nrtfbvae0\"'/\\".includes(String.fromCharCode(byte));

/**
 * The end of the escape that began before `at` and reaches it or beyond, or -1. Reads `\n`-like letters, `\xXX`,
 * `\uXXXX`, `%XX` and the tail of a colour code (`ESC[31m`, the ESC also written out).
 */
export function escapeEnd(text: Uint8Array, at: number, from: number, to: number): number {
  for (let back = 1; back <= 6 && at - back >= from; back++) {
    const byte = text[at - back]!;
    const start = at - back;
    if (byte === PERCENT && back <= 3 && start + 3 <= to && isHex(text, start + 1, start + 3)) return start + 3;
    if (byte !== BACKSLASH) continue;
    const letter = start + 1 < to ? text[start + 1]! : 0;
    if (letter === 0x78 && back <= 4 && start + 4 <= to && isHex(text, start + 2, start + 4)) return start + 4;
    if (letter === 0x75 && start + 6 <= to && isHex(text, start + 2, start + 6)) return start + 6;
    return back <= 2 && isShortEscape(letter) ? start + 2 : -1;
  }
  return -1;
}

/** As `latin1`, but with a blank and a line end for each `\n`, `\r` and `\t` before a word, which begins behind it. */
export const latin1Shown = (text: Uint8Array, start: number, end: number): string =>
  latin1(text, start, end).replace(ESCAPED_BLANK, " \n");
const ESCAPED_BLANK = /\\[nrt](?=[A-Za-z])/g;

/** The end of the escapes at `start`: what follows them is found at any depth of strings in strings. */
export function behindEscapes(text: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === BACKSLASH) at = Math.min(end, Math.max(at + 2, escapeEnd(text, at + 1, at, end)));
  return at;
}

/** The end of the escape whose letter is at `at`, which is not part of what follows it then; otherwise `at`. */
export function behindOwnEscape(text: Uint8Array, at: number, to: number): number {
  if (at < 1 || text[at - 1] !== BACKSLASH) return at;
  let run = 1;
  while (run < at && text[at - 1 - run] === BACKSLASH) run++;
  return run % 2 === 0 ? at : Math.max(at, escapeEnd(text, at, at - 1, to));
}

/**
 * Whether the byte before `at` is the `m` of a colour code: `ESC[1;31m`, or the same with ESC as `\x1b`, `\u001b`,
 * `\e`, `^[`, or lost on the way (`[31m`).
 */
export function endsColour(text: Uint8Array, at: number, from: number): boolean {
  if (at <= from || text[at - 1] !== 0x6d) return false;
  let i = at - 2;
  const stop = Math.max(from, at - 24);
  while (i >= stop && (digits[text[i]!] === 1 || text[i] === 0x3b || text[i] === 0x3a)) i--;
  if (i < stop || text[i] !== 0x5b) return false;
  if (i < at - 2) return true;
  const esc = i > from ? text[i - 1]! : 0;
  return esc === ESC || esc === 0x62 || esc === 0x42 || esc === 0x33 || esc === 0x65 || esc === 0x5b;
}

/**
 * Whether there is a left edge at `at`: the start of the text, a byte that is not in the alphabet, or the end of an
 * escape, whose last letter is not part of the text after it.
 */
export function isLeftEdge(text: Uint8Array, at: number, from: number, to: number, alphabet: ByteClass): boolean {
  if (at <= from || alphabet[text[at - 1]!] !== 1) return true;
  if (endsOfEscapes[text[at - 1]!] !== 1) return false;
  return escapeEnd(text, at, from, to) === at || endsColour(text, at, from);
}

/** The last bytes of escapes and of the codes of colours: most letters are none of them. */
const endsOfEscapes = byteClass("0-9a-fA-Fnrtvm\"'/\\");

/** Whether no letter or digit is before `at`, escapes aside. */
export function isWordStart(text: Uint8Array, at: number, from: number, to: number): boolean {
  return isLeftEdge(text, at, from, to, alphanumerics);
}

/**
 * The length of the path separator at `at`, or 0: `/`, `\`, runs of backslashes as nested escapes write them,
 * `\/`, `\u002f`, `%2F`, `%5C`, `%252F`, `&#x2F;`.
 */
export function separatorAt(text: Uint8Array, at: number, to: number): number {
  if (at >= to) return 0;
  if (text[at] === 0x2f) return 1;
  if (text[at] === BACKSLASH) {
    let i = at;
    while (i < to && i < at + 8 && text[i] === BACKSLASH) i++;
    if (i < to && text[i] === 0x2f) return i + 1 - at;
    if (i + 5 <= to && text[i] === 0x75 && text[i + 1] === 0x30 && text[i + 2] === 0x30)
      if (text[i + 3] === 0x32 && (text[i + 4]! | 32) === 0x66) return i + 5 - at;
    return i - at;
  }
  if (text[at] === AMPERSAND) return entityAt(text, at, to);
  if (text[at] !== PERCENT) return 0;
  let i = at + 1;
  while (i + 1 < to && i < at + 6 && text[i] === 0x32 && text[i + 1] === 0x35) i += 2;
  if (i + 2 > to) return 0;
  const isSlash = text[i] === 0x32 && (text[i + 1]! | 32) === 0x66;
  const isBackslash = text[i] === 0x35 && (text[i + 1]! | 32) === 0x63;
  return isSlash || isBackslash ? i + 2 - at : 0;
}

function entityAt(text: Uint8Array, at: number, to: number): number {
  return ENTITIES.find((entity) => hasWord(text, at, to, entity))?.length ?? 0;
}

/** The length of the path separator that ends just before `at`, or 0. */
export function separatorBefore(text: Uint8Array, at: number, from: number): number {
  for (let start = Math.max(from, at - 9); start < at; start++) {
    const atStart = text[start];
    if (atStart !== 0x2f && atStart !== BACKSLASH && atStart !== PERCENT && atStart !== AMPERSAND) continue;
    if (separatorAt(text, start, at) === at - start) return at - start;
  }
  return 0;
}
