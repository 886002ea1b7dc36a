import { placeholder } from "../../claim/placeholders.ts";
import { bestAnchor } from "../../find/frequency.ts";
import { type Anchor, openAt, type Rule, type Span, type Window } from "../../rule.ts";
import {
  alphanumerics,
  type ByteClass,
  byteClass,
  digits,
  hasExactly,
  hasWord,
  membersOf,
  skipWhile,
} from "../../text/bytes.ts";
import { escapeEnd, isWordStart } from "../../text/edges.ts";
import type { Phrase } from "../../text/memo.ts";
import { type VendorFormat, vendorCount, vendorFormats } from "./formats.ts";

/** The alphabets, each read once. */
const alphabets = new Map<string, ByteClass>();

function readAlphabet(alphabet: string): ByteClass {
  const known = alphabets.get(alphabet);
  if (known !== undefined) return known;
  const members = byteClass(alphabet);
  alphabets.set(alphabet, members);
  return members;
}

/** A format with the last byte of its prefix, by which most are ruled out, and its alphabet. */
type Beginning = VendorFormat & { readonly last: number; readonly members: ByteClass };

const NONE: readonly Beginning[] = [];
/** How far before an anchor a prefix begins, and its first byte. */
interface Offset {
  readonly back: number;
  readonly first: number;
}
const NO_OFFSETS: readonly Offset[] = [];
const fold = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
/** The formats by the first two bytes of their prefix, reduced to ten bits. */
const byBeginning: (Beginning[] | undefined)[] = Array.from({ length: 1_024 });
/** By the anchor and the byte before it in the same way: where prefixes begin before it, the longest first. */
const byAnchor: (Offset[] | undefined)[] = Array.from({ length: 1_024 });
for (const format of vendorFormats) {
  const [first, second] = [format.prefix.charCodeAt(0), format.prefix.charCodeAt(1)];
  const others = byBeginning[fold(first, second)];
  const last = format.prefix.charCodeAt(format.prefix.length - 1);
  const beginning = { ...format, last, members: readAlphabet(format.alphabet) };
  if (others === undefined) byBeginning[fold(first, second)] = [beginning];
  else others.push(beginning);
  const back = anchorIn(format);
  if (back === 0) continue;
  const place = fold(format.prefix.charCodeAt(back - 1), format.prefix.charCodeAt(back));
  const offsets = byAnchor[place] ?? [];
  if (offsets.some((other) => other.back === back && other.first === first)) continue;
  byAnchor[place] = [...offsets, { back, first }].sort((a, b) => b.back - a.back);
}

function anchorIn({ prefix }: VendorFormat): number {
  return bestAnchor(Buffer.from(prefix, "latin1"));
}

function anchorOf(format: VendorFormat): Anchor {
  const { prefix, alphabet } = format;
  const at = anchorIn(format);
  return {
    at: prefix[at]!,
    ...(at > 0 && { before: prefix[at - 1]! }),
    ...(at > 1 && { beforeThat: prefix[at - 2]! }),
    ...(at > 2 && { thirdBefore: prefix[at - 3]! }),
    after: prefix[at + 1] ?? membersOf(readAlphabet(alphabet)),
  };
}

/**
 * Secrets with a vendor's own form: a fixed prefix, an alphabet, a length.
 *
 * Misses the bare prefix (`glpat- prefix`, `hf_hub_download`), publishable keys, and words with the same beginning.
 *
 * Costs a look at the prefix where its rarest byte and the neighbours are, and at the rest where it is whole.
 */
export const vendorSecret: Rule = {
  name: "api-secret",
  recognises: `keys and tokens of ${vendorCount} vendors, by their form`,
  becomes: "API-SECRET",
  example: "ghp_0nceUponATimeThereWasATokenThat9One1",
  priority: 80,
  on: true,
  anchors: () => vendorFormats.map(anchorOf),
  match(window, at) {
    const { text, from } = window;
    const offsets = at > from ? (byAnchor[fold(text[at - 1]!, text[at]!)] ?? NO_OFFSETS) : NO_OFFSETS;
    for (let i = 0; i < offsets.length; i++) {
      const { back, first } = offsets[i]!;
      if (at - back < from || text[at - back] !== first) continue;
      const span = secretFrom(window, at - back, at);
      if (span !== undefined) return span;
    }
    return secretFrom(window, at, at);
  },
};

/** The secret whose prefix begins at `start` and continues to `at` or beyond. */
function secretFrom(window: Window, start: number, at: number): Span | undefined {
  const { text, from, to, goesOn } = window;
  const formats = byBeginning[fold(text[start]!, text[start + 1]!)] ?? NONE;
  for (let i = 0; i < formats.length; i++) {
    const format = formats[i]!;
    const rest = start + format.prefix.length;
    if (rest <= at || text[rest - 1] !== format.last || !hasExactly(text, start, to, format.prefix)) continue;
    if (!isWordStart(text, start, from, to) || isExtension(text, start, from, format)) return undefined;
    if (!mayBeFormat(window, rest, format)) continue;
    const { members } = format;
    const run = window.runEnd(members, rest, format.max === undefined ? to : Math.min(to, rest + format.max + 1));
    const end = run === to && goesOn ? to : trimmedEnd(window, rest, run);
    if (!isFormat(window, rest, end, format)) continue;
    const isEscape = escapeEnd(text, start + 1, from, to) === start + 1; // `\npm_…` may be a line end before `pm_…`
    return { start: isEscape ? start + 1 : start, end, ...openAt(end, to, members) };
  }
  return undefined;
}

/** `box.ico-7a38….png`: a short prefix after a dot is the end of a file's name. */
const isExtension = (text: Uint8Array, start: number, from: number, { prefix }: VendorFormat): boolean =>
  prefix.length <= 4 && prefix.endsWith("-") && start > from && text[start - 1] === 0x2e;

/** Whether the text after the prefix may be of this format, by its beginning alone. */
function mayBeFormat(window: Window, rest: number, { members, isWordy }: Beginning): boolean {
  if (rest + FIRST_BYTES > window.to) return false;
  for (let i = rest; i < rest + FIRST_BYTES; i++) if (members[window.text[i]!] !== 1) return false;
  const looked = Math.min(window.to, rest + LOOKED_AT);
  if (isRepetitive(window.text, rest, Math.min(looked, rest + MOST_REPEATED))) return false;
  return isWordy !== true || window.nextPhrase(longPart, rest, looked) < looked;
}

/** Whether the part after the prefix has the vendor's length, and is not an ordinary word. */
function isFormat(window: Window, rest: number, end: number, format: VendorFormat): boolean {
  const { text, to } = window;
  const { min, max, isWordy } = format;
  if (end - rest < min) return false;
  if (max !== undefined && (end - rest > max || (end < to && alphanumerics[text[end]!] === 1))) return false;
  const looked = Math.min(end, rest + LOOKED_AT);
  if (isWordy === true && window.nextPhrase(longPart, rest, looked) === looked) return false;
  if (isRepetitive(text, rest, Math.min(looked, rest + MOST_REPEATED))) return false;
  if (isWordy === true && !looksRandom(text, rest, looked)) return false;
  return window.nextPhrase(placeholder, rest, end) === end;
}

/** No secret is shorter: most repeated prefixes end the alphabet of the secret within so many bytes. */
const FIRST_BYTES = 4;
/** The beginning of a secret that shows whether it is one. */
const LOOKED_AT = 64;
const MOST_REPEATED = 32;

/** The fewest letters and digits of a part that may look random. */
const longPart: Phrase = {
  longest: 6,
  isAt(text, at, to) {
    if (at + 6 > to) return false;
    for (let i = at + 5; i >= at; i--) if (alphanumerics[text[i]!] !== 1) return false;
    return true;
  },
};

/** Whether some part between signs is not a word: a digit before a letter, both cases and a digit, a long number, many capitals, or few vowels. */
function looksRandom(text: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const stop = skipWhile(text, at, end, alphanumerics);
    if (stop - at >= 6 && isRandomPart(text, at, stop)) return true;
    at = stop + 1;
  }
  return false;
}

function isRandomPart(text: Uint8Array, start: number, end: number): boolean {
  let [capitals, numbers, vowels] = [0, 0, 0];
  for (let i = start; i < end; i++) {
    const byte = text[i]!;
    if (digits[byte] === 1) {
      if (i + 1 < end && digits[text[i + 1]!] === 0) return true;
      numbers++;
    } else if (byte < 0x61) capitals++;
    else if (smallVowels[byte] === 1) vowels++;
  }
  const length = end - start;
  if (numbers === length) return length >= 9;
  if (capitals > 0 && numbers > 0 && capitals + numbers < length) return true;
  if (capitals > 0) return length >= 20 && capitals > length * 0.25 && capitals < length * 0.75; // words joined by capitals have few of them
  return length >= 30 && numbers === 0 && vowels < length * 0.32; // words have more vowels, however many are joined
}

const smallVowels = byteClass("aeiou");

/** `xxxxxxxx`, `0000-0000`: fewer than four different characters stand for a secret. */
function isRepetitive(text: Uint8Array, start: number, end: number): boolean {
  let [first, second, third] = [-1, -1, -1];
  for (let i = start; i < end; i++) {
    const byte = text[i]!;
    if (byte === first || byte === second || byte === third) continue;
    if (third >= 0) return false;
    [first, second, third] = [byte, first, second];
  }
  return true;
}

const percent = byteClass("%");
const trailing = byteClass(".%");

/** A dot at the end belongs to what follows, and so does an escape that stands for no character of base64. */
function trimmedEnd(window: Window, start: number, run: number): number {
  const sign = window.next(percent, start, run);
  const isOwn = sign < run && ["%2b", "%2f", "%3d"].some((written) => hasWord(window.text, sign, run, written));
  return window.runStart(trailing, isOwn ? run : sign, start);
}
