import { endsInPlaceholder } from "../claim/placeholders.ts";
import { mayTellAt } from "../rules/named/name/ends.ts";
import { byteClass, latin1, letters, skipBack, skipWhile } from "../text/bytes.ts";

const BACKSLASH = 0x5c;
/** What may be between the name of a secret and the end of its line or a quote: `password: |`, `<token>`, `"api_key",`. */
const between = byteClass(" \t:=|<>,\"'\\([{+@$*-");
const MAX_BETWEEN = 16;
const MAX_NAME = 32;
const backslashes = byteClass("\\");
/** Before an `n` in a string in a string in a string. */
const MAX_BACKSLASHES = 4;
const QUOTE = 0x22;
/** Before a quote in a string in a string. */
const isQuoteDepth = (count: number): boolean => count === 1 || count === 3;
const isPower = (count: number): boolean => count === 1 || count === 2 || count === MAX_BACKSLASHES;
/** How deep a block of lines may be in strings. */
export const MAX_STRINGS = 3;

/**
 * Whether the line end at `at`, written as `\n`, follows the name of a secret: its value may be on the next line of a
 * block that was written into a string, as YAML in JSON; likewise a quote, written as `\"`, of code, XML or JSON in a
 * string. Strings in strings have twice as many backslashes.
 *
 * @param from - No byte before it is read.
 * @param before - Where the text before it ends.
 */
export function opensBlock(text: Uint8Array, at: number, from: number, to: number, before: number = at): boolean {
  if (before <= from || text[before - 1] === BACKSLASH) return false;
  const letter = skipWhile(text, at, Math.min(to, at + MAX_BACKSLASHES + 1), backslashes);
  if (letter >= to) return false;
  if (text[letter] === QUOTE ? !isQuoteDepth(letter - at) : text[letter] !== 0x6e || !isPower(letter - at))
    return false;
  const end = skipBack(text, before, Math.max(from, before - MAX_BETWEEN), between);
  if (end - 4 < from || letters[text[end - 1]!] !== 1 || !mayTellAt(text, end)) return false;
  return !endsInPlaceholder(latin1(text, Math.max(from, end - MAX_NAME), end));
}

/** Whether there is such a line end in a line. */
export function holdsBlock(text: Uint8Array, from: number, to: number): boolean {
  // `indexOf` would read beyond the line, up to the end of the text
  for (let i = from; i < to; i++) if (text[i] === BACKSLASH && opensBlock(text, i, from, to)) return true;
  return false;
}
