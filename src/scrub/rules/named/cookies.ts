import { holdsPlaceholder, saysNothing } from "../../claim/placeholders.ts";
import { endInJson, quoteForNumber } from "../../json/context.ts";
import { allOf, type Span, type Window } from "../../rule.ts";
import { byteClass, hasWord, skipBack, skipWhile } from "../../text/bytes.ts";
import { byLength, isOneOf } from "../../text/words.ts";
import { BECOMES } from "./value/secret-looks.ts";

const nameBytes = byteClass("0-9a-zA-Z_.-");
const valueBytes = byteClass("0-9a-zA-Z!#$%&()*+./:<=>?@[]^_`{|}~-");
const beforeList = byteClass(" [{");
const between = byteClass(" \t;,");
const quotes = byteClass("\"'");
const backslashes = byteClass("\\");
/** Shorter values do not identify a person: `lang=en`. */
const MIN_VALUE = 6;
/** A longer list is not a list of cookies. */
const MAX_LIST = 8_192;
/** The bytes around the value of a cookie. */
const ATTRIBUTES = byLength("path domain expires max-age samesite secure httponly version comment priority".split(" "));

/**
 * The value of each cookie after `Cookie:`, `Set-Cookie:` or `cookies=`: `sid=…; theme=…`, also in quotes, or
 * `{'sid': '…'}`. Within a list that was read already, because a name in it is one of cookies as well, it goes on where
 * that reading ended.
 */
export function cookies(window: Window, start: number): Span | undefined {
  const { text, cookies: known } = window;
  const isWithin = known !== undefined && known.first < start && start < known.last;
  const to = Math.min(window.to, start + MAX_LIST);
  let at = isWithin ? known.last : start;
  at = skipWhile(text, at, to, beforeList);
  const quote = behindQuote(text, at, to);
  if (quote !== at && pairAt(window, at, to) === undefined) at = quote;
  const spans: Span[] = [];
  const first = isWithin ? known.first : start;
  let isReplaced = isWithin && known.isReplaced;
  for (let turn = 0; turn < 128; turn++) {
    const pair = pairAt(window, at, to) ?? pairElsewhere(window, at, nextElement(text, at, to), to);
    if (pair === undefined) break;
    if (pair.isValue) spans.push(claimed(window, pair));
    isReplaced ||= holdsPlaceholder(text, pair.start, pair.end);
    window.cookies = { first, last: at, isReplaced };
    at = skipWhile(text, pair.next, to, between);
  }
  return allOf(spans);
}

/**
 * Whether a list of cookies begins there, of which the first value was replaced, or another one that `cookies` read: a
 * name in it is no value then.
 */
export function holdsReplaced(window: Window, start: number): boolean {
  const { text, cookies: known } = window;
  if (known?.isReplaced && known.first <= start && start <= known.last) return true;
  const to = Math.min(window.to, start + MAX_LIST);
  const at = skipWhile(text, start, to, beforeList);
  const pair = pairAt(window, at, to) ?? pairElsewhere(window, at, behindQuote(text, at, to), to);
  return pair !== undefined && holdsPlaceholder(text, pair.start, pair.end);
}

/** Whether a name is one of cookies. Most others differ in their last letters. */
export const namesCookies = (name: string): boolean => {
  const last = name.charCodeAt(name.length - 1) | 32;
  const before = name.charCodeAt(name.length - 2) | 32;
  return (last === 0x65 ? before === 0x69 : last === 0x73 && before === 0x65) && NAMES.test(name);
};
const NAMES = /^(?!(?:is|has|get|set|parse|use)[A-Z]?cookies?$)(?:(?:.*[_-])?cookies?$|.*[a-z]Cookies?$)/i;

/** Behind the quote before a list that is a string, also in a string itself. */
function behindQuote(text: Uint8Array, at: number, to: number): number {
  const quote = skipWhile(text, at, Math.min(to, at + 8), backslashes);
  return quotes[text[quote] ?? 0] === 1 ? quote + 1 : at;
}

/** Behind `', '`: each header of several is a string of its own. */
function nextElement(text: Uint8Array, at: number, to: number): number {
  const quote = skipWhile(text, behindQuote(text, at, to), to, between);
  const begin = behindQuote(text, quote, to);
  return begin === quote ? at : begin;
}

/** The name of another list, which is read separately, so that none is read twice. */
const isList = (text: Uint8Array, start: number, end: number): boolean => isOneOf(LISTS, text, start, end);
const LISTS = byLength(["cookie", "cookies", "set-cookie"]);

interface Pair {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly isValue: boolean;
  /** It is a number or word behind a name in quotes. */
  readonly isLiteral?: boolean;
}

/** The pair at another place than `at`, where none is. */
const pairElsewhere = (window: Window, at: number, elsewhere: number, to: number): Pair | undefined =>
  elsewhere === at ? undefined : pairAt(window, elsewhere, to);

/** `name=value`, `name='value'`, `'name': 'value'` */
function pairAt(window: Window, at: number, to: number): Pair | undefined {
  const { text } = window;
  const isQuoted = at < to && quotes[text[at]!] === 1;
  const name = isQuoted ? at + 1 : at;
  const nameEnd = skipWhile(text, name, Math.min(to, name + 64), nameBytes);
  if (nameEnd === name || isList(text, name, nameEnd)) return undefined;
  let i = nameEnd;
  if (isQuoted && text[i++] !== text[at]) return undefined;
  const isAttribute = isOneOf(ATTRIBUTES, text, name, nameEnd);
  const isField = !isQuoted && text[i] === 0x3a && text[i + 1] === 0x20 && quotes[text[i + 2] ?? 0] === 1;
  if (text[i] !== (isQuoted || isField ? 0x3a : 0x3d))
    return isAttribute ? { start: i, end: i, next: i, isValue: false } : undefined;
  i = skipWhile(text, i + 1, Math.min(to, i + 3), spaces);
  const isEmpty = !isQuoted && behindString[text[i + 1] ?? 0] === 1; // a quote ends the string around it
  const mark = quotes[text[i] ?? 0] === 1 && !isEmpty ? text[i]! : 0;
  const start = mark === 0 ? i : i + 1;
  const end =
    mark !== 0
      ? closingQuote(window, start, mark, to)
      : isAttribute
        ? window.next(attributeEnds, start, to)
        : window.runEnd(isQuoted ? literalBytes : valueBytes, start, to);
  const isValue =
    !isAttribute && end - start >= MIN_VALUE && !saysNothing(text, start, end) && !holdsPlaceholder(text, start, end);
  const isClosed = mark !== 0 && end < to && text[end] === mark; // otherwise the line ends, and the list with it
  return { start, end, next: isClosed ? end + 1 : end, isValue, isLiteral: isQuoted && mark === 0 };
}

/** The closing quote that is not escaped, or the end of the line. */
function closingQuote(window: Window, start: number, mark: number, to: number): number {
  const { text } = window;
  const ends = mark === 0x22 ? doubleQuotes : singleQuotes;
  let end = window.next(ends, start, to);
  while (end < to && text[end] === mark && (end - skipBack(text, end, start, backslashes)) % 2 === 1)
    end = window.next(ends, end + 1, to);
  return mark === 0x22 ? end : endInJson(window, start, end);
}

/** A number of JSON becomes a string. */
function claimed(window: Window, { start, end, isLiteral }: Pair): Span {
  const quote = isLiteral === true ? quoteForNumber(window, start, end) : "";
  return quote === "" ? { start, end } : { start, end, becomes: `${quote}${BECOMES}${quote}` };
}

/** Those of a value without quotes behind a name in quotes, as the end of a list or object follows. */
const literalBytes = byteClass("0-9a-zA-Z!#$%&*+./:=?@^_|~-");

const spaces = byteClass(" ");
const behindString = byteClass(",:]}\n\r");

const [doubleQuotes, singleQuotes] = [byteClass('"\n'), byteClass("'\n")];
/** The end of `Expires=Thu, 05 Mar 2026 …`. */
const attributeEnds = byteClass(";\"'").fill(1, 0, 0x20);

/** `<Cookie sid=… for example.org/>`, as jars of cookies print them. Called at the last letter of the word. */
export function printedCookie(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (at - 5 < from || !hasWord(text, at - 5, to, "cookie ")) return undefined;
  const pair = pairAt(window, at + 2, Math.min(to, at + 4_096));
  return pair?.isValue ? { start: pair.start, end: pair.end } : undefined;
}

const field = byteClass("0-9a-zA-Z_./*%-");

/**
 * The last field of a line of `cookies.txt`: domain, flag, path, flag, time, name, value, with tabs between. Called at
 * the tab after the first flag.
 */
export function cookieFile(window: Window, tab: number): Span | undefined {
  const { text, from, to } = window;
  const domain = skipBack(text, tab, Math.max(from, tab - 8), flagBytes);
  if (domain - 1 < from || text[domain - 1] !== 0x09) return undefined;
  let i = tab + 1;
  for (let fields = 0; fields < 4; fields++) {
    const end = skipWhile(text, i, Math.min(to, i + 128), field);
    if (end === i || text[end] !== 0x09) return undefined;
    i = end + 1;
  }
  const end = window.next(blanks, i);
  return end - i >= MIN_VALUE && !saysNothing(text, i, end) ? { start: i, end } : undefined;
}

const flagBytes = byteClass("A-Z");
const blanks = byteClass(" ").fill(1, 0, 0x20);
