import { hashQuad, QUADS } from "../../../find/anchors.ts";
import { foldAll } from "../../../find/groups.ts";
import { alphanumerics, letters, skipBack } from "../../../text/bytes.ts";
import { programTails, tails } from "./key-words.ts";

/** `content="…"` is the value of the name in `name="…"` before it. */
const TITLED = ["content"];
/** Those of names that end in a program, if a sign is before it. */
const BEHIND_SIGN = 2;
const LONGEST_PROGRAM = 16;

/** A number for some of the fours of bytes, folded as `hashQuad` does; 0 for the others. */
class Fours {
  readonly #hashes = new Int32Array(QUADS);
  readonly #values = new Uint8Array(QUADS);

  get(hash: number): number {
    return this.#values[this.#placeOf(hash)]!;
  }

  set(hash: number, value: number): void {
    const place = this.#placeOf(hash);
    this.#hashes[place] = hash;
    this.#values[place] = value;
  }

  #placeOf(hash: number): number {
    let place = hash >>> 17;
    while (this.#values[place] !== 0 && this.#hashes[place] !== hash) place = (place + 1) & (QUADS - 1);
    return place;
  }
}

/** The last four bytes of the tails: most names end in none of them. */
const lastFours = new Fours();
/** The four bytes before the last two of the longer tails: `interaction` ends like `production`. */
const foursBefore = new Fours();
/** Whether a tail is too short for that, so that anything may be before it. */
const WHOLE = 4;
const LONG = 6;
for (const tail of programTails) addTail(tail, BEHIND_SIGN);
for (const tail of [...tails, ...TITLED].filter((any) => !programTails.includes(any)))
  if (tail.length > 3) addTail(tail, 1);
  else if (tail.length === 3) for (const any of foldAll(undefined)) addTail(String.fromCharCode(any) + tail, 1);

function addTail(tail: string, kind: number): void {
  const four = hashEnd(tail, tail.length);
  const isWhole = tail.length < LONG || (lastFours.get(four) & WHOLE) !== 0;
  lastFours.set(four, isWhole ? kind | WHOLE : kind);
  if (tail.length >= LONG) foursBefore.set(hashEnd(tail, tail.length - 2), 1);
}

function hashEnd(name: string, end: number): number {
  const [third, second, last] = [name.charCodeAt(end - 3), name.charCodeAt(end - 2), name.charCodeAt(end - 1)];
  return hashQuad(name.charCodeAt(end - 4), third, second, last);
}

/** A quick check whether a name may be that of a secret: it ends like such names, or in a digit. */
export function mayTell(name: string): boolean {
  const { length } = name;
  const found = lastFours.get(hashEnd(name, length));
  if ((found & WHOLE) !== 0 || (found !== 0 && foursBefore.get(hashEnd(name, length - 2)) !== 0)) return true;
  const last = name.charCodeAt(length - 1);
  const before = name.charCodeAt(length - 2);
  return (
    (last >= 0x30 && last <= 0x39) || isLetterBehind(before, last) || ((last | 32) === 0x77 && (before | 32) === 0x70)
  );
}

/** The end of `TOKEN_A`. */
const isLetterBehind = (before: number, last: number): boolean => before === 0x5f && last >= 0x41 && last <= 0x44;

/** The kind of the tails that the name which ends at `end` may end in; 0 if it ends in none. */
function kindAt(text: Uint8Array, end: number): number {
  const fourth = text[end - 4] ?? 0;
  const third = text[end - 3] ?? 0;
  const found = lastFours.get(hashQuad(fourth, third, text[end - 2]!, text[end - 1]!));
  if (found === 0 || (found & WHOLE) !== 0) return found & ~WHOLE;
  return foursBefore.get(hashQuad(text[end - 6] ?? 0, text[end - 5] ?? 0, fourth, third)) === 0 ? 0 : found;
}

/** The same for a name that ends at `end`; true unless a letter is before it. */
export function mayTellAt(text: Uint8Array, end: number): boolean {
  if (end < 4) return true;
  const last = text[end - 1]!;
  if (letters[last] !== 1 || ((last | 32) === 0x77 && (text[end - 2]! | 32) === 0x70)) return true;
  return kindAt(text, end) !== 0;
}

/**
 * A quick check whether the name that ends at `end` may be that of a secret; some programs count only behind a sign.
 */
export function mayEnd(text: Uint8Array, end: number): boolean {
  const last = text[end - 1]!;
  const before = text[end - 2]!;
  if (isLetterBehind(before, last)) return true;
  if ((last | 32) === 0x77 && (before | 32) === 0x70 && isApart(text, end - 2)) return true; // `pw`
  const kind = kindAt(text, end);
  return kind === BEHIND_SIGN ? isBehindSign(text, end) : kind === 1;
}

/**
 * Whether a word begins at `at`: after no letter or digit, except that of an escape, or with the capitals of `rootPW`.
 */
const isApart = (text: Uint8Array, at: number): boolean =>
  alphanumerics[text[at - 1] ?? 0] !== 1 || text[at - 2] === 0x5c || (text[at] === 0x50 && text[at - 1]! >= 0x61);

/** `lavalink` alone is the name of a logger, as in most lines of some logs. */
function isBehindSign(text: Uint8Array, end: number): boolean {
  const sign = text[skipBack(text, end, Math.max(0, end - LONGEST_PROGRAM), letters) - 1];
  return sign === 0x5f || sign === 0x2d;
}
