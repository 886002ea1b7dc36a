import { endsInPlaceholder } from "../../../claim/placeholders.ts";
import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { alphanumerics, byteClass, latin1, letters, lineEnds, skipWhile, wordBytes } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { wholeString } from "../arguments/whole-string.ts";
import { cookies } from "../cookies.ts";
import { isQuote, judge } from "../judge.ts";
import { isHeader, opensPair } from "../name/around.ts";
import { nameBefore } from "../name/key-name.ts";
import { type KeyStrength, nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { isWordFor } from "../value/label.ts";
import { behindScheme } from "../value/scheme.ts";
import { accept, acceptCredentials } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

/** `token,value`, and in a call or a list `("token", "value")`. */
export function listed(window: Window, at: number, key: KeyName): Span | undefined {
  const { text, from, to } = window;
  const isApart = text[at + 1] === 0x20;
  const string = isApart && key.isQuoted ? skipWhile(text, at + 2, Math.min(to, at + 48), blank) : at + 2;
  const isAligned = string > at + 2; // `define('NAME',   '…')`
  const isProse = (isApart && !isQuote(text[text[string] === 0x62 ? string + 1 : string])) || isPair(text, at + 1, to);
  if (at <= from || text[at] !== 0x2c || isProse) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (!key.isQuoted)
    return alphanumerics[text[at + 1] ?? 0] === 1 && !isAssignment(text, at + 1, to)
      ? judge(window, key, strength, at + 1, "text")
      : undefined;
  const start = startOfValue(text, at + 1, to);
  if (isAligned) return stored(window, key, strength, start);
  if (isRow(window, key)) return wholeString(window, start, key.name);
  if (!opensPair(window, key)) return isBuildField(window, key) ? ofBuild(window, key, strength, start) : undefined;
  if (text[start + 1] === 0x2d && isQuote(text[start + 3])) return undefined; // `("--token", "-t")`
  if (isNameOfHeader(key.name) && HEADER_NAME.test(latin1(text, start + 1, Math.min(to, start + 34)))) return undefined;
  if (text[key.start - 2] === 0x5b && NAMES.test(latin1(text, start, Math.min(to, start + 24)))) return undefined;
  const span =
    judge(window, key, strength, start, "text") ??
    stored(window, key, strength, start) ??
    paired(window, key, strength, start);
  return span !== undefined && isQuote(text[span.end]) && text[span.end + 1] !== 0x3a ? span : undefined;
}

/** `['token', 'password']`: the names of two fields. */
const NAMES = /^["'](?:password|passwd|token|secret|api_?key)["']/i;

/** Whether a list of such names may begin with it: `["X-Api-Key", "Content-Type"]`. */
const isNameOfHeader = (name: string): boolean => isHeader(name) || name.includes("-") || /^cookie$/i.test(name);

/** `x-api-key"`, `Content-Type"` */
const HEADER_NAME =
  /^(?:(?:[a-z]{1,16}-){1,4}(?:key|token|secret)|x(?:-[a-z]{1,16}){1,4}|(?:content|accept|access|cache|if|sec|user)(?:-[a-z]{1,16}){1,3}|accept|cookie|origin|host)["']/i;

/** `token,count=5`: the next variable. The padding of base64 ends it. */
function isAssignment(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 64), variableBytes);
  return end > at && end + 1 < to && text[end] === 0x3d && beginsValue[text[end + 1]!] === 1;
}

const variableBytes = byteClass("0-9a-zA-Z_$.");
const blank = byteClass(" ");
const beginsValue = byteClass("0-9a-zA-Z_$({[\"'!");

/** `"DB_PASSWORD","…"`: a variable and its value begin a row of CSV. */
function isRow({ text, from, startsLine }: Window, { start, name }: KeyName): boolean {
  const line = start - 1;
  if (text[line] !== 0x22 || line < from || !/^[A-Z][A-Z0-9_]{2,}$/.test(name)) return false;
  return line > from ? text[line - 1] === 0x0a : startsLine;
}

/** `buildConfigField "String", "API_KEY",` and `resValue` of Android builds. */
const isBuildField = ({ text, from }: Window, { start }: KeyName): boolean =>
  BUILD_FIELD.test(latin1(text, Math.max(from, start - 64), start));

const BUILD_FIELD = new Ending(/\b(?:buildConfigField|resValue)\s?\(?\s?["'][\w.]{1,24}["']\s?, ?["']$/);

/** A string, often with another one in it. */
function ofBuild(window: Window, key: KeyName, strength: KeyStrength, start: number): Span | undefined {
  const { text } = window;
  const inner = text[start + 1] === 0x5c || isQuote(text[start + 1]) ? start + 1 : start;
  const value = valueAt(window, inner, "text");
  return value.isQuoted ? accept(window, value, strength, key.name, "certain") : undefined;
}

/** `define("name", "value")`, `props.put("name", "value")`: the call shows that it is a pair. */
function stored(window: Window, key: KeyName, strength: KeyStrength, start: number): Span | undefined {
  const { text, from } = window;
  if (!STORES.test(latin1(text, Math.max(from, key.start - 64), key.start))) return undefined;
  const value = valueAt(window, start, "text");
  const isWhole = value.isQuoted && text[value.end - 1] !== 0x20 && text[value.end] !== 0x20;
  return isWhole ? accept(window, value, strength, key.name, "certain") : undefined;
}

/** `[("name", "value")]`, `["name", "value"]`: not a call, and nothing else in the pair. */
function paired(window: Window, key: KeyName, strength: KeyStrength, start: number): Span | undefined {
  const { text, from, to } = window;
  if (strength !== "strong") return undefined;
  const quote = text[key.start - 2] === 0x62 ? key.start - 3 : key.start - 1 - (text[key.start - 2] === 0x5c ? 1 : 0);
  const open = (text[quote - 1] === 0x20 ? quote - 1 : quote) - 1;
  const bracket = text[open] ?? 0;
  if (open < from || (bracket !== 0x28 && bracket !== 0x5b)) return undefined;
  if (open > from && (wordBytes[text[open - 1]!] === 1 || closers[text[open - 1]!] === 1)) return undefined;
  const value = valueAt(window, start, "text");
  if (!value.isQuoted || value.end + 1 >= to || !isQuote(text[value.end])) return undefined;
  const close = text[value.end] === 0x5c ? value.end + 2 : value.end + 1;
  const behind = text[close] === 0x20 ? close + 1 : close;
  if (text[behind] !== bracket + (bracket === 0x28 ? 1 : 2) || isWordFor(window, value, key.name)) return undefined;
  const isNested = opensList[text[open - 1] ?? 0] === 1 || (text[open - 1] === 0x20 && text[open - 2] === 0x2c);
  if (
    !isNested &&
    !VARIABLE.test(key.name) &&
    /^[a-z_]+$/.test(latin1(text, value.start, Math.min(value.end, value.start + 64)))
  )
    return undefined;
  return accept(window, value, strength, key.name, "certain");
}

/** `('DB_PASSWORD', 'value')`: of the environment, which has a name of its own. */
const VARIABLE = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/;

/** Several pairs confirm each other: a single one may be two names. */
const opensList = byteClass("[({");
const closers = byteClass(")]\"'");

/** `{password, "value"}` of Erlang, also with `<<"value">>`. Called at the comma. */
export function tuple(window: Window, comma: number, key: KeyName): Span | undefined {
  const { text, from, to } = window;
  if (key.isQuoted || key.start - 1 < from || text[key.start - 1] !== 0x7b) return undefined;
  if (nameStrength(key.name) !== "strong" || !/^[a-z]/.test(key.name)) return undefined;
  const blank = text[comma + 1] === 0x20 ? comma + 2 : comma + 1;
  const isBinary = text[blank] === 0x3c && text[blank + 1] === 0x3c;
  const value = valueAt(window, isBinary ? blank + 2 : blank, "text");
  const close = isBinary ? value.end + 3 : value.end + 1;
  if (!value.isQuoted || close >= to || text[close] !== 0x7d || !isQuote(text[value.end])) return undefined;
  return accept(window, value, "strong", key.name, "certain");
}

/**
 * `'Authorization',` or `'cookie',` in a list of headers, as Node prints it, and the value in quotes after it, often on
 * the next line. Called at the comma.
 */
export function inHeaderList(window: Window, comma: number, key: KeyName): Span | undefined {
  const { text, to, last } = window;
  if (!key.isQuoted || !HEADER.test(key.name) || endsInPlaceholder(key.name)) return undefined;
  const limit = Math.min(to, comma + MAX_HEADER);
  const start = skipWhile(text, comma + 1, Math.min(to, comma + 64), space);
  if (limit === to && !last && window.next(lineEnds, start, limit) === limit) return undecided;
  const value = start < limit ? valueAt(window.upTo(limit), start, "text") : undefined;
  if (!value?.isQuoted || value.end === limit || text[value.end]! < 0x20) return undefined;
  if (/cookie$/i.test(key.name)) return cookies(window.upTo(value.end), value.start);
  const credentials = behindScheme(text, value.start, value.end, key.name);
  if (credentials >= 0) return acceptCredentials(window, { ...value, start: credentials });
  return accept(window, value, "weak", key.name, "certain"); // the next string of a list of names is another name
}

const HEADER = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|[\w-]{1,24}-(?:key|token|secret))$/i;
const MAX_HEADER = 4_096;
const space = byteClass(" \t\r\n");

const STORES = new Ending(
  /(?:\b|[a-z_])(?:define|putenv|put|set|setenv|SetEnvironmentVariable|[gs]etattr|setdefault|setProperty|setHeader|setItem|getenv|getOrDefault|environ\.get|get|env|fetch|header|append|property)\( ?(?:[\w.]{1,32}, ?)?\\*["']$/i,
);

/** `set api reddit client_secret;value`, as Red's owners may write it to a bot. Called at the semicolon. */
export function behindSemicolon(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const key = nameBefore(window, at);
  if (key === undefined || !/\bset api [^\n]*$/.test(latin1(text, Math.max(from, at - 160), at))) return undefined;
  const strength = nameStrength(key.name);
  return strength === "none"
    ? undefined
    : accept(window, valueAt(window, at + 1, "text"), strength, key.name, "certain");
}

/** `id=npmrc`: another name with its value, not the value of the name before. */
function isPair(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 24), letters);
  return end > at && text[end] === 0x3d;
}
