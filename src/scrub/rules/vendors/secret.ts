import { placeholder } from "../../claim/placeholders.ts";
import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, hasExactly, hasWord, skipWhile } from "../../text/bytes.ts";
import { escapeEnd, isWordStart } from "../../text/edges.ts";
import type { Phrase } from "../../text/memo.ts";
import { vendorCount, vendorFormats } from "./formats.ts";
import { anchorsOf, type Beginning, type Format, prefixesAround, prefixesFrom } from "./prefixes.ts";

const DOT = 0x2e;

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
  anchors: () => vendorFormats.flatMap(anchorsOf),
  match(window, at) {
    const { text, from } = window;
    const around = at > from ? secretFrom(window, at, prefixesAround(text, at)) : undefined;
    return around ?? secretFrom(window, at, prefixesFrom(text[at]!));
  },
};

/** The secret with one of these prefixes, of which one byte is at `at`. */
function secretFrom(window: Window, at: number, beginnings: readonly Beginning[]): Span | undefined {
  const { text, from, to } = window;
  for (let i = 0; i < beginnings.length; i++) {
    const { back, prefix, first, last, isShort, formats } = beginnings[i]!;
    const start = at - back;
    const rest = start + prefix.length;
    if (start < from || rest > to || text[start] !== first || text[rest - 1] !== last) continue;
    if (!isAtStart(text, start, prefix) || !isWordStart(text, start, from, to)) continue;
    if (isShort && start > from && text[start - 1] === DOT) continue;
    for (let j = 0; j < formats.length; j++) {
      const format = formats[j]!;
      const end = mayBeFormat(window, rest, format) ? endOf(window, rest, format) : -1;
      if (end < 0) continue;
      const isEscape = escapeEnd(text, start + 1, from, to) === start + 1; // `\npm_…` may be a line end before `pm_…`
      return { start: isEscape ? start + 1 : start, end, ...openAt(end, to, format.members) };
    }
  }
  return undefined;
}

function isAtStart(text: Uint8Array, start: number, prefix: Uint8Array): boolean {
  for (let i = 1; i < prefix.length - 1; i++) if (text[start + i] !== prefix[i]) return false;
  return true;
}

/** Whether the text after the prefix may be of this format, by a few of its bytes. */
function mayBeFormat(window: Window, rest: number, { members, min, isWordy }: Format): boolean {
  const { text, to } = window;
  if (rest + FIRST_BYTES > to) return false;
  if (rest + min <= to && (members[text[rest + min - 1]!] !== 1 || members[text[rest + (min >> 1)]!] !== 1))
    return false;
  for (let i = rest; i < rest + FIRST_BYTES; i++) if (members[text[i]!] !== 1) return false;
  const looked = Math.min(to, rest + LOOKED_AT);
  if (isWordy && window.nextPhrase(longPart, rest, looked) === looked) return false;
  return !isRepetitive(text, rest, Math.min(looked, rest + MOST_REPEATED));
}

/** Where the secret ends, whose prefix ends at `rest`; -1 if it is none of this format. */
function endOf(window: Window, rest: number, format: Format): number {
  const { to, goesOn } = window;
  const { members, max } = format;
  const run = window.runEnd(members, rest, max === undefined ? to : Math.min(to, rest + max + 1));
  const end = run === to && goesOn ? to : trimmedEnd(window, rest, run);
  return isFormat(window, rest, end, format) ? end : -1;
}

/** Whether the part after the prefix has the vendor's length, and is not an ordinary word. */
function isFormat(window: Window, rest: number, end: number, format: Format): boolean {
  const { text, to } = window;
  const { min, max, isWordy } = format;
  if (end - rest < min) return false;
  if (max !== undefined && (end - rest > max || (end < to && alphanumerics[text[end]!] === 1))) return false;
  const looked = Math.min(end, rest + LOOKED_AT);
  if (isWordy && window.nextPhrase(longPart, rest, looked) === looked) return false;
  if (looked < rest + MOST_REPEATED && isRepetitive(text, rest, looked)) return false;
  if (isWordy && !looksRandom(text, rest, looked)) return false;
  if (max === AWS_KEY && end - rest === AWS_KEY && hasExactly(text, end - 7, end, "EXAMPLE")) return false; // of Amazon's documents
  return window.nextPhrase(placeholder, rest, end) === end;
}

/** The length of an AWS key after its prefix. */
const AWS_KEY = 16;
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

/**
 * Whether some part between signs is not a word: a digit before a letter, both cases and a digit, a long number, many
 * capitals, or few vowels.
 */
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
