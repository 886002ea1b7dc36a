import { isPlaceholderAt } from "../../../claim/placeholders.ts";
import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, hasWord, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { isWordStart } from "../../../text/edges.ts";
import { Ending } from "../../../text/ending.ts";
import { behindSchemeAlone, UNKNOWN, withJoined } from "../code/joined.ts";
import { isKeyword } from "../code/operators.ts";
import { behindType } from "../code/typed.ts";
import { cookies, holdsReplaced, namesCookies } from "../cookies.ts";
import { judge } from "../judge.ts";
import { inHereDocument } from "../lines/here-document.ts";
import { inLongString, onNextLine, quotedBelow } from "../lines/next-line.ts";
import { indentOf } from "../lines/setting.ts";
import { beginsNumbers, elements, longString } from "../lists/elements.ts";
import { namesWords, sequence } from "../lists/sequence.ts";
import { isHeader } from "../name/around.ts";
import { namedBefore, namedBehind } from "../name/given.ts";
import { nameBefore } from "../name/key-name.ts";
import { type KeyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Surroundings, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue, valueStart } from "../value/start.ts";
import { ldif } from "./ldif.ts";
import { isKeyOfTwoWords, isOpenKeyOfTwoWords } from "./two-words.ts";
import { workflowOutput } from "./workflow.ts";

/** The end of a line, or the beginning of a block in YAML. */
export const isLineEnd = byteClass("\n\r|>");

export function assignment(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  if (text[at] === 0x3a && text[at + 1] === 0x3a) return workflowOutput(window, at) ?? ldif(window, at); // or `Token::Plus`
  const isConditional = text[at - 1] === 0x3f;
  const key = nameBefore(window, isConditional ? at - 1 : at);
  if (key === undefined || isDemanded(text, at, key) || isChosen(text, at, key)) return undefined;
  if (key.name === "PASS" && isTestResult(window, key, at)) return undefined;
  if (isUnexpected(window, key) || isDevice(text, key)) return undefined;
  if (isComparedString(text, at, key)) return comparedWithSigns(window, key, at);
  const isEncoded = text[at] === 0x25;
  if (isEncoded && !hasWord(text, at, to, "%3d") && !hasWord(text, at, to, "%3a")) return undefined;
  if (namesCookies(key.name)) {
    const list = valueStart(window, at + 1);
    const found = cookies(window, list);
    if (found !== undefined || holdsReplaced(window, list)) return found;
  }
  const separator = isEncoded ? 3 : text[at] === 0x5c ? 6 : 1;
  if (isPlaceholderAt(text, at + separator, to)) return undefined;
  let strength = strengthOf(window, key, at + separator);
  const isPlural = strength === "none" && (text[key.end - 1]! | 32) === 0x73;
  if (strength === "none" && !isPlural) return undefined;
  let start = behindSet(text, valueStart(window, at + separator), to);
  const isLine = isLineEnd[text[start] ?? 0] === 1;
  if (text[at] === 0x3a && !isLine) {
    const typed = behindType(window, key, isPlural ? nameStrength(key.name.slice(0, -1)) : strength, at, isPlural);
    if (typed !== undefined) return typed.span;
  }
  if (isPlural && (text[start] === 0x5b || isSet(text, start) || isLine))
    strength = nameStrength(key.name.slice(0, -1));
  else if (isPlural && text[at] === 0x3d && nameStrength(key.name.slice(0, -1)) === "strong") strength = "weak"; // `TOKENS=…,…`
  if (strength === "none") return undefined;
  if (isLine && text[at] === 0x3a && strength === "strong") {
    const items = sequence(window, key, start);
    if (items !== undefined || isPlural) return items;
  }
  if (isLine) {
    const find = text[at] === 0x3a ? onNextLine : text[at] === 0x3d ? quotedBelow : undefined;
    const next = strength === "strong" ? find?.(window, key, start) : undefined;
    if (next !== undefined || text[start]! < 0x20) return next;
  }
  const bracket = text[at] === 0x3d && text[start] === 0x28 ? start : bracketOfWrapper(text, start, to);
  if (text[bracket] === 0x28 && bracket < to) {
    const inside = strength === "strong" ? quotedBelow(window, key, bracket + 1) : undefined;
    if (inside !== undefined) return inside === undecided ? inside : withJoined(window, key, inside);
  }
  if (text[start] === 0x5b) {
    const long = text[at] === 0x3d ? longString(window, start) : undefined;
    if (long !== undefined) return accept(window, long, strength, key.name, "certain");
    if (strength === "strong" && !isEncoded) {
      const isYaml = text[at] === 0x3a && text[at + 1] === 0x20 && indentOf(window, key.start) >= 0;
      const all = elements(window, start, key.name, isYaml);
      if (all !== undefined || beginsNumbers(text, start + 1, to)) return all;
    }
    if (isQuoteByte(text[start + 1]) || isHeader(key.name)) start++;
    if (namesWords(key.name)) strength = "weak"; // `token = ["word", …]`
  }
  if (isSet(text, start) && strength === "strong") return elements(window, start, key.name, false);
  if (text[start] === 0x7b && strength === "strong")
    start += TYPED.exec(latin1(text, start, Math.min(to, start + 16)))?.[0].length ?? 0;
  const here = text[at] === 0x3d ? inHereDocument(window, key, strength, start) : undefined;
  if (here !== undefined) return here;
  if (isQuoteByte(text[start]) && text[start - 1] === text[start]) {
    const inside = inLongString(window, key, strength, start);
    if (inside !== undefined) return inside;
  }
  if (text[at] === 0x3d && text[at + 1] === 0x3d && isKeyword(window, valueAt(window, start, "text"), key.name))
    return undefined;
  start = behindSchemeAlone(window, start);
  if (start < 0) return start === UNKNOWN ? undecided : undefined;
  const span = judge(window, key, strength, start, isEncoded ? "encoded" : surroundingsOf(window, at, key), at);
  const isPaired = span !== undefined && span !== undecided && isOfPair(window, key, span);
  if (isPaired !== false) return isPaired === undefined ? undecided : undefined;
  return span === undefined || span === undecided
    ? span
    : withJoined(window, key, withChanged(window, key, strength, span));
}

/**
 * Whether it is the key of a pair, which is not a secret: `{ key: "…", value: "…" }`; undefined while the line of the
 * value is not there yet.
 */
function isOfPair({ text, to, last }: Window, { name }: KeyName, { end }: Span): boolean | undefined {
  if (name.length !== 3 || name.toLowerCase() !== "key") return false;
  const said = latin1(text, end, Math.min(to, end + 24));
  return PAIRED.test(said) || (!last && end + 24 > to && BEGINS_PAIR.test(said) ? undefined : false);
}

const BEGINS_PAIR = /^["'],\s{1,6}["']?(?:v[a-z]{0,4}["']?\s?)?$/;
const PAIRED = /^["'],\s{1,6}["']?value["']?\s?:/;

/** `Set(2) { '…', '…' }` of Node: over the text before the brace. */
const behindSet = (text: Uint8Array, start: number, to: number): number =>
  text[start] === 0x53 && text[start + 3] === 0x28
    ? start + (SET.exec(latin1(text, start, Math.min(to, start + 16)))?.[0].length ?? 0)
    : start;

const SET = /^Set\([0-9]{1,6}\) (?=\{)/;

const isSet = (text: Uint8Array, start: number): boolean =>
  text[start] === 0x7b && text[start - 1] === 0x20 && text[start - 2] === 0x29;

/** Where `Some(` or `Secret(` opens, in which Rust prints the value on the next line; otherwise `to`. */
function bracketOfWrapper(text: Uint8Array, start: number, to: number): number {
  if (text[start] !== 0x53) return to;
  const found = WRAPPER.exec(latin1(text, start, Math.min(to, start + 48)))?.[0];
  return found === undefined ? to : start + found.length - 1;
}

const WRAPPER = /^(?:Some|Secret(?:String|Box|Str)?(?:<[\w<>]{1,24}>)?)\((?=\r?\n)/;

/** `"token": {"S": "…"}` of DynamoDB, `{"string": "…"}` of Avro. */
const TYPED = /^\{ ?["'](?:S|string)["'] ?: ?(?=["'])/;

/** `"token" === kind`: a string that is compared, and not a name. */
const isComparedString = (text: Uint8Array, at: number, { end, isQuoted }: KeyName): boolean =>
  isQuoted && text[at] === 0x3d && text[at + 1] === 0x3d && text[end + 1] !== 0x5d;

/** `"password"==a!b3`: no variable has such a sign in it. */
function comparedWithSigns(window: Window, key: KeyName, at: number): Span | undefined {
  const { text, to } = window;
  if (nameStrength(key.name) !== "strong" || at !== key.end + 1) return undefined;
  const value = valueAt(window, at + 2, "text");
  if (value.isQuoted || !SIGNS.test(latin1(text, value.start, Math.min(value.end, value.start + 64)))) return undefined;
  return value.end < to && text[value.end]! > 0x20 ? undefined : accept(window, value, "strong", key.name);
}

const SIGNS = /^[A-Za-z0-9]+[!#$%^*~+@][\w!#$%^*~+@-]+$/;

/** `pkcs11:token=…` is the name of a device. */
const isDevice = (text: Uint8Array, { start, end }: KeyName): boolean =>
  text[start - 1] === 0x3a && hasExactly(text, start - 7, end, "pkcs11:token");

/** `hidden ? "password" : "text"`: not a name, but the first of two values. */
const isChosen = (text: Uint8Array, at: number, { start, isQuoted }: KeyName): boolean =>
  isQuoted && text[at] === 0x3a && isBehindQuestion(text, skipBack(text, start - 1, start - 5, backslashes));

const isBehindQuestion = (text: Uint8Array, quote: number): boolean =>
  text[quote - 1] === 0x20 && text[quote - 2] === 0x3f;
const backslashes = byteClass("\\");

/** `"value" -> "other"`, as Terraform prints a change. */
function withChanged(window: Window, key: KeyName, strength: KeyStrength, span: Span): Span {
  const { text, to } = window;
  if (!hasExactly(text, span.end, to, '" -> "')) return span;
  const changed = accept(window, valueAt(window, span.end + 5, "text"), strength, key.name, "certain");
  return changed === undefined ? span : { ...span, also: [changed] };
}

const isQuoteByte = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27;

/** `Unexpected token: 'x'` of parsers. */
const isUnexpected = ({ text, from, to }: Window, { start }: KeyName): boolean =>
  text[start - 1] === 0x20 &&
  text[start - 2] === 0x64 &&
  hasWord(text, start - 11, start, "unexpected ") &&
  isWordStart(text, start - 11, from, to);

/** `PASS: gdb.base/return.exp`, or `PASS: name` below another result. */
function isTestResult({ text, from, to }: Window, { start, isQuoted }: KeyName, colon: number): boolean {
  if (isQuoted || text[colon] !== 0x3a || text[colon + 1] !== 0x20 || (start > from && text[start - 1] !== 0x0a))
    return false;
  if (/^: [\w.+-]+\//.test(latin1(text, colon, Math.min(to, colon + 64)))) return true;
  return ABOVE.test(latin1(text, Math.max(from, start - 200), start));
}

const ABOVE = new Ending(
  /(?:^|\n)[A-Z]{0,2}(?:PASS|FAIL|SKIP|ERROR|UNSUPPORTED|UNTESTED|WARNING|Running)[: ][^\n]{0,180}\n$/,
);

/** `${TOKEN:?must be set}`, `${TOKEN:-${OTHER}}` */
const isDemanded = (text: Uint8Array, at: number, { start }: KeyName): boolean =>
  text[at] === 0x3a &&
  text[start - 1] === 0x7b &&
  text[start - 2] === 0x24 &&
  (text[at + 1] === 0x3f || (text[at + 2] === 0x24 && defaults[text[at + 1]!] === 1));

const defaults = byteClass("=+-");

/** The same with a sign of more than one byte between, from `sign` up to `start`. */
export function assignmentBehind(window: Window, sign: number, start: number): Span | undefined {
  const key = nameBefore(window, sign);
  const strength = key === undefined ? "none" : nameStrength(key.name);
  if (key === undefined || strength === "none") return undefined;
  return judge(window, key, strength, startOfValue(window.text, start, window.to), "text", sign);
}

/** A colour code or a coded quote after the name, then the separator, which may be coded as well. */
export function behindCode(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  if (text[at] === 0x5c && (!hasExactly(text, at, to, "\\u00") || codeStarts[text[at + 4]!] !== 1)) return undefined;
  const next = latin1(text, at, Math.min(to, at + 24));
  const code = /^(?:(?:\x1b|\\u001b)\[[0-9;]*m|\\u002[27])?\s?(?=[:=])|^(?=\\u003d)/i.exec(next);
  return code === null ? undefined : assignment(window, at + code[0].length);
}

/** The next digit of `\u001b`, `\u0022`, `\u0027` and `\u003d`. */
const codeStarts = byteClass("123");

/** `"value": "…"`, and of HTML `content="…"`. */
const isValue = (name: string): boolean => {
  const { length } = name;
  return (length === 5 || length === 7) && /^(?:value|content)$/i.test(name);
};

/** The closing quote of the string at `start`. */
function endOfString(window: Window, start: number): number {
  const value = valueAt(window, start, "text");
  return value.isQuoted ? value.end : window.to;
}

/** `{ url: "host:2333", auth: "…" }`: a node of Lavalink, with its password. */
function isAuthOfNode({ text, from, to }: Window, { start, name }: KeyName, value: number): boolean {
  if (name !== "auth" || !quotes[text[skipWhile(text, value, Math.min(to, value + 4), space)]!]) return false;
  if (!NODE_AUTH.test(latin1(text, value, Math.min(to, value + 24)))) return false;
  return NODE_ADDRESS.test(latin1(text, Math.max(from, start - 160), start));
}

const space = byteClass(" \t\n\r\f\v");
const quotes = byteClass("\"'`");
const NODE_AUTH =
  /^\s{0,4}["'`](?!(?:basic|bearer|digest|ntlm|oauth2?|none|token|required|optional|session|jwt|apikey)["'`])\S{4}/i;
const NODE_ADDRESS = new Ending(/\b(?:url|host|uri)["']?\s{0,2}:\s{0,2}["'`][^"'`\n]{3,100}["'`],?\s{1,40}["']?$/);

/** How strong the name is; `value` is as strong as the name beside it. */
function strengthOf(window: Window, key: KeyName, start: number): KeyStrength {
  if (!isValue(key.name)) {
    const strength = nameStrength(key.name);
    if (strength !== "weak") return strength;
    if (isOpenKeyOfTwoWords(window, key)) return "none";
    return isKeyOfTwoWords(window, key) || isAuthOfNode(window, key, start) ? "strong" : "weak";
  }
  const before = namedBefore(window, key.start);
  const strength = before === undefined ? "none" : nameStrength(before);
  if (strength !== "none" || (before !== undefined && before !== "input")) return strength;
  const behind = namedBehind(window, endOfString(window, valueStart(window, start)));
  return behind === undefined ? "none" : nameStrength(behind);
}

/** `?name=value` is a query; `NAME=value` in capitals at the start of a line is in an environment file. */
function surroundingsOf({ text, from }: Window, at: number, { start, end }: KeyName): Surroundings {
  if (text[at] !== 0x3d) return "text";
  if (start > from && (text[start - 1] === 0x26 || text[start - 1] === 0x3f)) return "query";
  for (let i = start; i < end; i++) if (text[i]! >= 0x61 && text[i]! <= 0x7a) return "text";
  const left = start > from ? text[start - 1]! : 0x0a;
  return left === 0x0a || left === 0x20 || left === 0x09 ? "environment" : "text";
}
