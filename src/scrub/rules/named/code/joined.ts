import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { stringPrefixes, valueAt } from "../value/extent.ts";
import { isScheme } from "../value/scheme.ts";
import { accept } from "../value/secret-looks.ts";

/** Instead of a place: more text is needed, or nothing is there. */
export const UNKNOWN = -1;
export const NOWHERE = -2;
/** The most bytes between two strings that are one value. */
const MAX_JOINT = 96;
const MAX_STRINGS = 16;
/**
 * `"…" + "…"`, `'…' . '…'`, `"…" .. "…"`, `"…" & "…"`, `'…' || '…'`, `"…" <> "…"`; the line may end behind the
 * operator.
 */
const OPERATOR = /^[ \t]{0,16}(?:\+|\.{1,2}|&|\|\||<>|~|\\(?=\r?\n))[ \t]{0,16}(?:\r?\n[ \t]{0,48})?(?=[a-z@$]?["'])/i;
/** `"…" "…"` of C and Python. */
const BESIDE = /^[ \t]{1,16}(?=[a-z]?["'])/i;
/** The same in brackets, where the line may end before an operator as well. */
const BELOW = /^[ \t]{0,16}\r?\n[ \t]{0,48}(?:(?:\+|\.{1,2}|&|\|\||<>|~)[ \t]{0,16})?(?=[a-z@$]?["'])/i;
/** The beginning of one of these that the rest of the text ends with. */
const BEGINNING = /^[ \t]{0,16}(?:(?:[+.&|<~\\]|\.\.|\|\||<>)[ \t]{0,16}(?:\r|\r?\n[ \t]{0,48})?)?[a-z@$]?$/i;
const BEGINNING_BELOW = /^[ \t]{0,16}(?:\r|\r?\n[ \t]{0,48}(?:[+.&|<~]|\.\.|\|\||<>)?[ \t]{0,16})[a-z@$]?$/i;
/** A string behind which a sign like this is, is the name of another value. */
const NAMES = /^[ \t]?(?::|=(?!=))/;

/**
 * Adds the strings that are joined to the value: `token = "…" + "…"`, `("…" "…")`, also over several lines. Strings
 * with blanks stay: they are text.
 */
export function withJoined(window: Window, key: KeyName, first: Span): Span {
  const { text, to } = window;
  if (first.end >= to || !isString(text, first.start, first.end)) return first;
  const isSpaced = spaces[text[beforeString(text, first.start)]!] === 1;
  const isOpen = isInBrackets(window, first.start);
  const also: Span[] = [];
  for (let quote = first.end, i = 0; i < MAX_STRINGS; i++) {
    const next = joinedAt(window, quote, isOpen, isSpaced || isOpen);
    if (next === UNKNOWN) return undecided;
    if (next === NOWHERE) break;
    if (mayGoOn(window, next)) return undecided;
    const value = valueAt(window, next, "text");
    if (!value.isQuoted || NAMES.test(latin1(text, value.end + 1, Math.min(to, value.end + 4)))) break;
    const isText = skipWhile(text, value.start, value.end, unspaced) < value.end;
    const span = isText ? undefined : accept(window, value, "strong", key.name, "certain");
    if (span !== undefined) also.push(span);
    quote = value.end;
  }
  return also.length === 0 ? first : { ...first, also: [...(first.also ?? []), ...also] };
}

/**
 * Where the string begins that is joined to a string with nothing but a scheme, as in `"Bearer " + "…"`; `NOWHERE` if
 * something else is joined to it, or nothing; `start` if there is no such string.
 */
export function behindSchemeAlone(window: Window, start: number): number {
  const { text, to } = window;
  const mark = text[start];
  if ((mark !== 0x22 && mark !== 0x27) || !isScheme(text, start + 1, to)) return start;
  const scheme = SCHEME_ALONE.exec(latin1(text, start, Math.min(to, start + 16)))?.[0];
  if (scheme === undefined) return start;
  const next = joinedAt(window, start + scheme.length - 1, false, true);
  return next >= 0 && mayGoOn(window, next) ? UNKNOWN : next;
}

const SCHEME_ALONE = /^(["'])[a-z-]{3,10} {1,2}\1/i;

/** Whether the line of the string that begins at `at` is not there as a whole. */
const mayGoOn = (window: Window, at: number): boolean => !window.last && window.next(lineEnds, at) === window.to;

/** Where the string joined to the one that ends at `quote` begins. */
function joinedAt({ text, to, last }: Window, quote: number, isOpen: boolean, isSpaced: boolean): number {
  const begin = quote + 1;
  if (begin >= to || joints[text[begin]!] !== 1) return begin >= to && !last ? UNKNOWN : NOWHERE;
  const said = latin1(text, begin, Math.min(to, begin + MAX_JOINT));
  const joint = (OPERATOR.exec(said) ??
    (isSpaced ? BESIDE.exec(said) : null) ??
    (isOpen ? BELOW.exec(said) : null))?.[0];
  if (joint !== undefined) return begin + joint.length;
  const isCut = begin + said.length === to && !last;
  return isCut && (BEGINNING.test(said) || (isOpen && BEGINNING_BELOW.test(said))) ? UNKNOWN : NOWHERE;
}

/** What may be behind the first of joined strings. */
const joints = byteClass(" \t\r\n+.&|<~\\");
const spaces = byteClass(" \t(\n");
const blanks = byteClass(" \t\r\n");
const lineEnds = byteClass("\n");
const unspaced = byteClass(" \t").map((isBlank) => 1 - isBlank);

const isString = (text: Uint8Array, start: number, end: number): boolean =>
  (text[end] === 0x22 || text[end] === 0x27) && text[start - 1] === text[end];

/** The place before the quote of a string and the letter before that. */
const beforeString = (text: Uint8Array, start: number): number =>
  stringPrefixes[text[start - 2] ?? 0] === 1 ? start - 3 : start - 2;

/** Whether a bracket opens before the string. */
function isInBrackets({ text, from }: Window, start: number): boolean {
  const before = beforeString(text, start) + 1;
  const begin = skipBack(text, before, Math.max(from, before - 64), blanks);
  return begin > from && text[begin - 1] === 0x28;
}
