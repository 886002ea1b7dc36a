import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { accept } from "../value/secret-looks.ts";

/** The last letters of `mnemonic`, `phrase` and `seed`. */
const NAMES: readonly Omit<Anchor, "at">[] = [
  { before: "cC", beforeThat: "iI", thirdBefore: "nN", fourthBefore: "oO" },
  { before: "eE", beforeThat: "sS", thirdBefore: "aA", fourthBefore: "rR" },
  { before: "dD", beforeThat: "eE", thirdBefore: "eE", fourthBefore: "sS" },
];

/** The sign after such a name, perhaps with a quote or a blank between them. */
export const mnemonicAnchors = (): Anchor[] =>
  NAMES.flatMap(({ before = "", beforeThat = "", thirdBefore = "", ...rest }) => [
    { at: "=:", before, beforeThat, thirdBefore, ...rest },
    { at: "=:", before: "\"' ", beforeThat: before, thirdBefore: beforeThat, fourthBefore: thirdBefore },
  ]);

const NAME = new Ending(
  /(?:mnemonic|(?:mnemonic|seed|recovery|secret|backup|wallet)[ _-]?phrase|(?:^|[^a-z])(?:\w{1,24}[ _-])?seed)["'`\]]{0,2} {0,8}$/i,
);
/** A quick check: `phrase`, `seed` or `mnemonic`, perhaps with a quote, a bracket and blanks behind it. */
function mayEndName(text: Uint8Array, sign: number, from: number): boolean {
  const end = skipBack(text, sign, Math.max(from, sign - 10), besideName);
  return end - 4 >= from && ENDS.some((letters) => hasWord(text, end - 4, end, letters));
}

const besideName = byteClass("\"'`] ");
const ENDS = ["seed", "rase", "onic"];
const WORDS = /^[=>]? {0,4}\\{0,3}["'`]?((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})(?![ ,]{0,2}[\w-])/;
/** The longest phrase, with what may be before it. */
const MAX_PHRASE = 256;
/** Words of sentences that are not in the list of BIP 39. */
const OTHERS = /\b(?:and|are|for|from|have|into|must|not|please|the|their|them|these|were|which|words|your)\b/;
const COUNTS = new Set([12, 15, 18, 21, 24]);

/**
 * `mnemonic: twelve words`, `SEED_PHRASE="…"`: as many words as a phrase of BIP 39 has, and nothing but words of its
 * lengths, which sentences seldom have. Called at the sign.
 */
export function mnemonic(window: Window, sign: number): Span | undefined {
  const { text, from, to, last } = window;
  if (!mayEndName(text, sign, from) || !NAME.test(latin1(text, Math.max(from, sign - 48), sign))) return undefined;
  const limit = Math.min(to, sign + MAX_PHRASE);
  const found = WORDS.exec(latin1(text, sign + 1, limit));
  if (found === null) return undefined;
  const phrase = found[1]!;
  const end = sign + 1 + found[0].length;
  if (end === to && !last) return undecided;
  if (OTHERS.test(phrase) || !COUNTS.has(phrase.split(/[ ,]+/).length)) return undefined;
  return accept(window, { start: end - phrase.length, end, isQuoted: true }, "strong", "seed", "certain");
}
