import { foldQuad, QUADS } from "../../../find/anchors.ts";
import { alphanumerics, letters, skipBack } from "../../../text/bytes.ts";
import { programTails, tails } from "./key-words.ts";

/** `content="…"` is the value of the name in `name="…"` before it. */
const TITLED = ["content"];
/** Those of names that end in a program, if a sign is before it. */
const BEHIND_SIGN = 2;
const LONGEST_PROGRAM = 16;

/** The last four bytes of the tails, folded (`foldQuad`): most names end in none of them. */
const lastFour = new Uint8Array(QUADS);
for (const tail of programTails) lastFour[foldEnd(tail)] = BEHIND_SIGN;
for (const tail of [...tails, ...TITLED].filter((any) => !programTails.includes(any)))
  if (tail.length > 3) lastFour[foldEnd(tail)] = 1;
  else if (tail.length === 3)
    for (let any = 0; any < 128; any++) lastFour[foldEnd(String.fromCharCode(any) + tail)] = 1;

function foldEnd(name: string): number {
  const end = name.length;
  const [third, second, last] = [name.charCodeAt(end - 3), name.charCodeAt(end - 2), name.charCodeAt(end - 1)];
  return foldQuad(name.charCodeAt(end - 4), third, second, last);
}

/** A quick check whether a name may be that of a secret: it ends like such names, or in a digit. */
export function mayTell(name: string): boolean {
  if (lastFour[foldEnd(name)] !== 0) return true;
  const last = name.charCodeAt(name.length - 1);
  return (last >= 0x30 && last <= 0x39) || ((last | 32) === 0x77 && (name.charCodeAt(name.length - 2) | 32) === 0x70);
}

/** The same for a name that ends at `end`; true unless a letter is before it. */
export function mayTellAt(text: Uint8Array, end: number): boolean {
  if (end < 4) return true;
  const [second, last] = [text[end - 2]!, text[end - 1]!];
  if (letters[last] !== 1 || ((last | 32) === 0x77 && (second | 32) === 0x70)) return true;
  return lastFour[foldQuad(text[end - 4]!, text[end - 3]!, second, last)] !== 0;
}

/**
 * A quick check whether the name that ends at `end` may be that of a secret; some programs count only behind a sign.
 */
export function mayEnd(text: Uint8Array, end: number): boolean {
  const fourth = text[end - 4] ?? 0;
  const third = text[end - 3] ?? 0;
  const second = text[end - 2]!;
  const last = text[end - 1]!;
  if ((last | 32) === 0x77 && (second | 32) === 0x70 && (alphanumerics[third] !== 1 || fourth === 0x5c)) return true; // `pw`
  const found = lastFour[foldQuad(fourth, third, second, last)];
  return found === BEHIND_SIGN ? isBehindSign(text, end) : found === 1;
}

/** `lavalink` alone is the name of a logger, as in most lines of some logs. */
function isBehindSign(text: Uint8Array, end: number): boolean {
  const sign = text[skipBack(text, end, Math.max(0, end - LONGEST_PROGRAM), letters) - 1];
  return sign === 0x5f || sign === 0x2d;
}
