import { mayTellAt } from "../rules/named/key-name.ts";
import { byteClass, letters, skipBack } from "../text/bytes.ts";

const BACKSLASH = 0x5c;
/** What may be between the name of a secret and the end of its line: `password: |`, `<token>`, `"api_key",`. */
const between = byteClass(" \t:=|>,\"'\\([{+-");
const MAX_BETWEEN = 12;

/**
 * Whether the line end at `at`, written as `\n`, follows the name of a secret: its value may be on the next line of a block that
 * was written into a string, as YAML in JSON. Strings in strings have more backslashes, and are left alone.
 *
 * @param from - No byte before it is read.
 */
export function opensBlock(text: Uint8Array, at: number, from: number, to: number): boolean {
  const end = skipBack(text, at, Math.max(from, at - MAX_BETWEEN), between);
  if (end - 4 < from || letters[text[end - 1]!] !== 1 || !mayTellAt(text, end)) return false;
  return at > from && text[at - 1] !== BACKSLASH && at + 1 < to && text[at + 1] === 0x6e;
}

/** Whether there is such a line end in a line. */
export function holdsBlock(text: Uint8Array, from: number, to: number): boolean {
  // `indexOf` would read beyond the line, up to the end of the text
  for (let i = from; i < to; i++) if (text[i] === BACKSLASH && opensBlock(text, i, from, to)) return true;
  return false;
}
