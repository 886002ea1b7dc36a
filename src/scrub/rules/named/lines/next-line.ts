import { placeholder } from "../../../claim/placeholders.ts";
import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, lineEnds, skipBack, skipWhile } from "../../../text/bytes.ts";
import { isTyped, type KeyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";
import { behindMargin, marginOf } from "./margin.ts";
import { indentOf } from "./setting.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'");
const lineEndBytes = byteClass(" \t\r,;");
/** Characters with which a complete value does not end. */
const lastSigns = byteClass(".!?*_~");
/** The most of a line that is read at once. */
const MAX_BEGINNING = 512;
/** The beginning of a value that shows whether it looks random. */
const FIRST_LOOK = 64;
const BLOCK = /^(?:[|>][+-]?)? {0,4}\r{0,2}\n/;

/**
 * The value of a name that is alone on its line, on the line after it: in YAML with more indentation, after `|` or `>`
 * or nothing; also after a prompt at the start of the line, if the value looks random. Nothing else may be on the line.
 *
 * @param at - Where the value would begin on the line of the name.
 */
export function onNextLine(window: Window, key: KeyName, at: number): Span | undefined {
  const { text, to } = window;
  const header = BLOCK.exec(latin1(text, at, Math.min(to, at + 8)))?.[0];
  if (header === undefined) return undefined;
  const next = at + header.length;
  const end = wholeLineEnd(window, next);
  if (end === undefined) return undecided;
  const margin = marginOf(window, key.start, next);
  const indent = indentOf(window, key.start, margin);
  if (indent < 0) return undefined;
  const line = next + margin.length;
  const start = window.runEnd(blank, line, end);
  const value = loneValue(window, start, end);
  if (value === undefined) return undefined;
  const isDeeper = start - line > indent;
  const isPrompt = indent === 0 && start === line && header.trim() === "";
  return isDeeper ||
    (isPrompt && isAnswer(latin1(text, value.start, Math.min(value.end, value.start + FIRST_LOOK)), key.name))
    ? accept(window, value, "strong", key.name, isDeeper ? "certain" : "likely")
    : undefined;
}

/** `apiKey =`, `["key"]=>`, and the value in quotes on the line after it, as formatters break long lines. */
export function quotedBelow(window: Window, key: KeyName, at: number): Span | undefined {
  const { text, to } = window;
  const header = BLOCK.exec(latin1(text, at, Math.min(to, at + 8)))?.[0];
  if (header === undefined) return undefined;
  const line = at + header.length;
  const end = wholeLineEnd(window, line);
  if (end === undefined) return undecided;
  const start = line + marginOf(window, key.start, line).length;
  const value = valueAt(window.upTo(end), startOfValue(text, start, end), "text");
  const behind = latin1(text, value.end + 1, Math.min(end, value.end + 3)); // on the same line: the next may be unknown
  return value.isQuoted && !/^ ?:/.test(behind) ? accept(window, value, "strong", key.name, "certain") : undefined;
}

/**
 * The value alone on the line after `"""` or `'''`, and the same quotes behind it, as in TOML and Python. Called at the
 * last of the opening quotes.
 */
export function inLongString(window: Window, key: KeyName, strength: KeyStrength, quote: number): Span | undefined {
  const { text, to } = window;
  const marks = latin1(text, quote - 2, quote + 1);
  const header = OPENED.exec(latin1(text, quote + 1, Math.min(to, quote + 6)))?.[0];
  if (header === undefined || (marks !== '"""' && marks !== "'''")) return undefined;
  const first = quote + 1 + header.length;
  const end = lineEnd(window, first);
  if (end === undefined) return undecided;
  const margin = marginOf(window, key.start, first);
  const line = first + margin.length;
  const [, indent, word, mark, behind] = LONE_WORD.exec(latin1(text, line, end)) ?? [];
  if (indent === undefined || (mark === undefined && behind !== "")) return undefined;
  const next = mark === undefined ? lineEnd(window, end + 1) : end;
  if (next === undefined) return undecided;
  const closing =
    mark ??
    latin1(text, behindMargin(window, margin, end + 1), next)
      .trimStart()
      .slice(0, 3);
  const start = line + indent.length;
  const value = { start, end: start + word!.length, isQuoted: true };
  return closing === marks ? accept(window, value, strength, key.name, "certain") : undefined;
}

const OPENED = /^\\?[ \t]?\r?\n/;
const LONE_WORD = /^([ \t]*)([^\s"'\\]+)(?![^\s"'\\])("""|''')?\\?[ \t]*(?![ \t])(.*)$/;

/** The content of an element on one line; without the braces in which Jenkins keeps encrypted values. */
export function contentAt(window: Window, start: number): Value | undefined {
  const { text, to } = window;
  const end = window.next(contentEnds, start);
  if (end === start || text[end] !== 0x3c || text[end + 1] !== 0x2f || end + 1 >= to) return undefined;
  if (text[start] !== 0x7b) return { start, end, isQuoted: true };
  const isKept = text[end - 1] === 0x7d && ENCRYPTED.test(latin1(text, start + 1, Math.min(end - 1, start + 64)));
  return isKept ? { start: start + 1, end: end - 1, isQuoted: true } : undefined;
}

const contentEnds = byteClass("<\r\n");
const ENCRYPTED = /^(?=.*[0-9])(?=.*[A-Z]).{16}/;

/** `<password>`, the value alone on the line after it, and a closing tag on the next one. */
export function insideElement(window: Window, key: KeyName, strength: KeyStrength, at: number): Span | undefined {
  const { text } = window;
  const line = at + (text[at] === 0x0d ? 2 : 1);
  const end = wholeLineEnd(window, line);
  if (end === undefined) return undecided;
  const margin = marginOf(window, key.start, line);
  const value = loneValue(window, window.runEnd(blank, line + margin.length, end), end);
  if (value === undefined) return undefined;
  const close = lineEnd(window, end + 1);
  if (close === undefined) return undecided;
  const last = behindMargin(window, margin, end + 1);
  const isClosed = hasWord(text, skipWhile(text, last, close, blank), close, "</");
  return isClosed ? accept(window, value, strength, key.name, "certain") : undefined;
}

/**
 * `- name: DB_PASSWORD`, and on the line after it `value: …`, as in manifests of Kubernetes; the same in JSON, also
 * with `key`, and with other fields between them. Called at the first colon.
 */
export function inNextField(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const close = skipBack(text, colon, Math.max(from, colon - MAX_ALIGNED), blank);
  const word = quotes[text[close - 1] ?? 0] === 1 ? close - 1 : close;
  const start = hasWord(text, word - 4, word, "name") ? word - 4 : word - 3;
  if (start < from || (start === word - 3 && !hasWord(text, start, word, "key"))) return undefined;
  if (!mayEndLine(text, colon + 1, to)) return undefined;
  const [rest, name] = NAME.exec(latin1(text, colon, Math.min(to, colon + 96))) ?? [];
  if (rest === undefined || nameStrength(name!) !== "strong") return undefined;
  let next = colon + rest.length;
  const margin = marginOf(window, start, next);
  for (let lines = 0; lines < MAX_FIELDS; lines++) {
    const end = wholeLineEnd(window, next);
    if (end === undefined) return undecided;
    if (lines === 0 && indentOf(window, start, margin) < 0) return undefined;
    const line = behindMargin(window, margin, next);
    const said = latin1(text, line, Math.min(end, line + 96));
    const field = FIELD.exec(said)?.[0];
    if (field !== undefined) {
      const value = loneValue(window, line + field.length, end);
      return value === undefined ? undefined : accept(window, value, "strong", name!, "certain");
    }
    if (!OTHER_FIELD.test(said)) return undefined;
    next = end + 1;
  }
  return undefined;
}

/** `Name  : DB_PASSWORD`: PowerShell aligns the colons. */
const MAX_ALIGNED = 8;
/** The most lines after that of the name that are searched for its value. */
const MAX_FIELDS = 3;
/** A quick check whether the line ends after one word. */
function mayEndLine(text: Uint8Array, at: number, to: number): boolean {
  const word = skipWhile(text, at, Math.min(to, at + 5), beforeWord);
  const end = skipWhile(text, word, Math.min(to, word + 64), wordBytes);
  return end - word > 2 && (end === to || behindWord[text[end]!] === 1);
}

const beforeWord = byteClass(" \"'");
const wordBytes = byteClass("0-9a-zA-Z_.-");
const behindWord = byteClass("\"', \t\r\n");
const NAME = /^: {0,4}["']?([\w.-]{3,64})["']?,?[ \t]{0,8}\r{0,2}\n/;
const FIELD = /^[ \t]{0,64}["']?value["']? {0,8}: {0,4}/i;

const OTHER_FIELD =
  /^[ \t]{1,64}["']?(?:required|secret|sensitive|masked|hidden|protected|type|scope|description|enabled)["']? ?: /i;

/** The end of the line that begins at `line`; undefined while that is not known. */
export function wholeLineEnd(window: Window, line: number): number | undefined {
  const found = window.next(lineEnds, line);
  return found < window.to || window.last ? found : undefined;
}

/** The same, or where a long line is not read further. */
export function lineEnd(window: Window, line: number): number | undefined {
  const { to, last } = window;
  const most = line + MAX_BEGINNING;
  const end = Math.min(to, most);
  const found = window.next(lineEnds, line, end);
  return found < end || last || to >= most ? found : undefined;
}

/** The value from `start` on, if nothing else follows it on its line. */
export function loneValue(window: Window, start: number, end: number): Value | undefined {
  const value = valueAt(window.upTo(end), start, "text");
  const valueEnd = value.isQuoted ? value.end : window.runEnd(lastSigns, value.end, end);
  const behind = window.runEnd(lineEndBytes, value.isQuoted ? valueEnd + 1 : valueEnd, end);
  return behind < end || window.nextPhrase(placeholder, start, end) < end ? undefined : { ...value, end: valueEnd };
}

/** What looks random, or after a prompt for a password a word with a digit. */
export const isAnswer = (value: string, name: string): boolean =>
  looksRandom(value) || (isTyped(name) && /^(?=.*[0-9])(?=.*[a-z])[^\s:/=]{8,}$/i.test(value));
const looksRandom = (value: string): boolean => /^(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z!@#$%^&*]).{10,}$/.test(value);
