import { allOf, type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipWhile } from "../../../text/bytes.ts";
import { behindMargin, marginOf } from "../lines/margin.ts";
import { loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { indentOf } from "../lines/setting.ts";
import { keyStrength } from "../name/secret-keys.ts";
import type { Value } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import type { Setting } from "../value/secret-text.ts";

/** The most lines of a list that are searched. */
const MAX_LIST = 2_048;
const blank = byteClass(" \t");
const FIRST_LINE = /^ {0,4}\r?\n/;

/** `passwords:`, and on the lines after it `- value`, each alone on its line, as in a YAML list. */
export function sequence(window: Window, key: KeyName, at: number): Span | undefined {
  const { text, to } = window;
  const header = FIRST_LINE.exec(latin1(text, at, Math.min(to, at + 6)))?.[0];
  if (header === undefined) return undefined;
  const margin = marginOf(window, key.start, at + header.length);
  const indent = indentOf(window, key.start, margin);
  if (indent < 0) return undefined;
  const spans: Span[] = [];
  for (let line = at + header.length; line < at + MAX_LIST; ) {
    const end = wholeLineEnd(window, line);
    if (end === undefined) return undecided;
    const begin = behindMargin(window, margin, line);
    const dash = skipWhile(text, begin, end, blank);
    if (dash - begin < indent || !hasExactly(text, dash, end, "- ")) break;
    const value = loneValue(window, skipWhile(text, dash + 2, end, blank), end);
    const span = value === undefined ? undefined : acceptItem(window, value, key.name);
    if (span !== undefined) spans.push(span);
    else if (value === undefined || mayBePair(window, value)) break; // read separately
    line = end + 1;
  }
  return allOf(spans);
}

const mayBePair = ({ text }: Window, { start, end }: Value): boolean =>
  /[=:]/.test(latin1(text, start, Math.min(end, start + 64)));

/** One of several values after a name in the plural, unless it is itself the name of a secret. */
export function acceptItem(window: Window, value: Value, name: string): Span | undefined {
  if (value.isQuoted) return accept(window, value, "strong", name, quotedItem(name));
  const said = latin1(window.text, value.start, Math.min(value.end, value.start + 64));
  if (keyStrength(said) !== "none") return undefined;
  return NAMES.test(name) ? accept(window, value, "weak", name) : accept(window, value, "strong", name, "certain");
}

const quotedItem = (name: string): Setting => (namesWords(name) ? "likely" : "certain");
/** Words and signs are also called `tokens` by parsers, but not these. */
export const namesWords = (name: string): boolean => /tokens?$/i.test(name) && !SECRET_TOKENS.test(name);
const SECRET_TOKENS =
  /(?:api|access|auth|bot|refresh|secret|discord|session|csrf|bearer|client|user|admin|github)[_-]?tokens?$/i;
/** Without quotes, these may also be names or words: a value that does not look random stays. */
const NAMES = /^(?:tokens|(?:.*[_-])?secrets?)$/i;
