import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import type { Window } from "../../../rule.ts";
import { byteClass, digits, hasExactly, latin1, lineEnds, skipBack } from "../../../text/bytes.ts";

/**
 * What a program writes before each line of another: `bot-1  | ` of Docker Compose, `0|bot  | ` of PM2, the time, host
 * and unit of journald, `[pod/…] `, times and levels.
 */
export interface Margin {
  /** Where the first line with it begins. */
  readonly begin: number;
  /** Its length in bytes; 0 if there is none. */
  readonly length: number;
}

const MAX_MARGIN = 160;
/** The text before a name is known to its beginning if it is shorter. */
const MAX_BACK = 256;
const BAR = 0x7c;
const CLOSE = 0x5d;
const blank = byteClass(" \t");
/** What ends what is before a line, or a part of that. */
const SIGN = /[|\]:>)](?:[ \t]|$)/;
const DATED =
  /^#[0-9]{1,4} [0-9]|^[[(]?(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}:[0-9]{2}:[0-9]{2}|[A-Z][a-z]{2} [ 0-9][0-9] )/;

/** The margin of the line with the name and of the next one: what both begin with, apart from digits. */
export function marginOf(window: Window, name: number, next: number): Margin {
  const { text, from, to } = window;
  const begin = lineStart(window, name);
  if (begin < 0 || begin === name) return { begin: name, length: 0 };
  const most = Math.min(name - begin, to - next, MAX_MARGIN);
  const end = skipBackTo(text, begin, begin + sameLength(text, begin, next, most));
  const seen = skipBack(text, end, begin, blank);
  const said = latin1(text, begin, seen);
  const isMargin = SIGN.test(said) || DATED.test(said) || isBorder(text, seen, begin);
  if (seen === begin || !isMargin || holdsPlaceholder(text, Math.max(from, begin), end)) return { begin, length: 0 };
  return { begin, length: end - begin };
}

/** Where the text of another line begins: after the margin, if it has that as well. */
export function behindMargin({ text, to }: Window, { begin, length }: Margin, line: number): number {
  const most = Math.min(length, to - line);
  return sameLength(text, begin, line, most) === length ? line + length : line;
}

/**
 * What is before `at` on its line: nothing, or a margin or a time, which CI services write before each line; the head
 * of a log line; or other text.
 */
export function headOf(window: Window, at: number): "none" | "margin" | "log" | "text" {
  const begin = lineStart(window, at);
  if (begin < 0) return "text";
  if (begin === at) return "none";
  const said = latin1(window.text, begin, at);
  const shown = said.trimEnd();
  if (BARRED.test(shown) || TIME.test(said)) return "margin";
  return BRACKETED.test(shown) || PYTHON.test(said) || (DATED.test(said) && HEAD.test(said)) ? "log" : "text";
}

const TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})? {1,16}$/;
/** What ends the head of a log line: a sign, a clock or a level. */
const HEAD = /(?:[|\]:>)Z0-9]|\b(?:[A-Z]{4,8}|debug|info|warn(?:ing)?|error))[ \t]{1,3}$/;
/** The head of lines by Python's `logging`, as it is without settings. */
const PYTHON = /^[A-Z]{4,8}:[\w.]{1,64}:$/;

/** Whether only a margin with a bar, as of Docker Compose or PM2, is before `at` on its line. */
export function isBehindBar(window: Window, at: number): boolean {
  const { text, from } = window;
  if (at - 1 <= from || text[at - 1] !== BAR) return false;
  const begin = lineStart(window, at);
  return begin >= 0 && begin < at - 1 && BARRED.test(latin1(text, begin, at));
}

/** Whether only brackets with a time and the like are before `at` on its line. */
export function isBehindBrackets(window: Window, at: number): boolean {
  const { text, from } = window;
  if (at - 1 <= from || text[at - 1] !== CLOSE) return false;
  const begin = lineStart(window, at);
  return begin >= 0 && BRACKETED.test(latin1(text, begin, at));
}

const BRACKETED = /^(?:\[[^[\]\n]{1,48}\] ?)+$/;
const BARRED = /^(?:[0-9]{1,4}\|)?[\w./-]{1,64} *\|$/;

/** The beginning of the line; -1 if it is not known. */
function lineStart(window: Window, at: number): number {
  const { from } = window;
  const low = Math.max(from, at - MAX_BACK);
  const end = window.previous(lineEnds, at, low);
  return end >= 0 ? end + 1 : low === from && at - from < MAX_BACK ? from : -1;
}

/** How many bytes are the same in two places, or a digit in either. */
function sameLength(text: Uint8Array, one: number, other: number, most: number): number {
  let length = 0;
  while (length < most) {
    const [first, second] = [text[one + length]!, text[other + length]!];
    if (first !== second && (digits[first] !== 1 || digits[second] !== 1)) break;
    length++;
  }
  return length;
}

/** Back to the end of a blank. */
function skipBackTo(text: Uint8Array, begin: number, end: number): number {
  let i = end;
  while (i > begin && blank[text[i - 1]!] !== 1) i--;
  return i;
}

/** The vertical line of a box ends there. */
const isBorder = (text: Uint8Array, end: number, begin: number): boolean =>
  end - 3 >= begin &&
  (hasExactly(text, end - 3, end, "\xe2\x94\x82") || hasExactly(text, end - 3, end, "\xe2\x94\x83"));
