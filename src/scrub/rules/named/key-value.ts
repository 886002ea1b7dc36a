import type { Rule, Span, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, latin1, letters, skipBack, skipWhile } from "../../text/bytes.ts";
import { cookieFile, cookies, printedCookie } from "./cookies.ts";
import { isInTag, type KeyName, nameBefore, namedBefore, opensPair } from "./key-name.ts";
import {
  behindScheme,
  isOwnScheme,
  mayBeScheme,
  type Surroundings,
  startOfValue,
  unquotedValue,
  valueAt,
} from "./key-value-extent.ts";
import { tails } from "./key-words.ts";
import { contentAt, inNextField, insideElement, onNextLine, quotedBelow } from "./next-line.ts";
import { fallback, operated } from "./operators.ts";
import { type KeyStrength, keyStrength, nameStrength } from "./secret-keys.ts";
import { accept, acceptCredentials, BECOMES, mayBeRandom } from "./secret-looks.ts";
import { settingOf } from "./setting.ts";
import { bearer, exported, flag, identified, spaced, spoken } from "./spoken-secrets.ts";

const lastThree = [...new Set(tails.filter((tail) => tail.length > 2).map((tail) => tail.slice(-3)))];
/** The last two letters of names, and what may stand before them: `rd` of password, `et` of secret … */
const endings = () =>
  [...new Set(lastThree.map((word) => word.slice(1)))].map((pair) => ({
    before: anyCase(pair[1]!),
    beforeThat: anyCase(pair[0]!),
    thirdBefore: anyCase(lastThree.flatMap((word) => (word.endsWith(pair) ? [word[0]!] : [])).join("")),
  }));
const LAST = anyCase([...new Set(lastThree.map((word) => word[2]!))].join(""));
/** What a number at the end of a name stands behind. */
const BEFORE_NUMBER = "dtynesDTYNES_-";
const DIGITS = "0123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${DIGITS}${anyCase("abcdefghijklmnopqrstuvwxyz")}`;

function anyCase(lower: string): string {
  return lower + lower.toUpperCase();
}

/**
 * The value behind a name that says secret: `password=…`, `"token": "…"`, `api_key: …`, headers (`Authorization: …`),
 * cookies, query parameters, command-line flags, `.netrc`, elements and attributes of XML, pairs (`("token", "…")`),
 * also where quotes are escaped and names coloured. The name stays, and so do quotes and an authorization scheme.
 *
 * Misses what is no secret: empty, `None`, `true`, masks, templates, placeholders, attributes and calls
 * (`config.token`, `get_token()`), type names, prose; and names that only begin alike (`tokenizer`, `secretary`).
 *
 * Costs a look at the name before each sign that may part it from a value, and nothing more where it ends like none;
 * the value is read once.
 */
export const keyValue: Rule = {
  name: "key-value",
  recognises: "values behind names of secrets: passwords, tokens, keys, authorization",
  becomes: BECOMES,
  example: "DB_PASSWORD=0nce-upon-a-time",
  priority: 40,
  on: true,
  anchors: () => [
    ...endings().flatMap(({ before, beforeThat, thirdBefore }) => [
      { at: "=:>", before, beforeThat, thirdBefore },
      { at: ",", before, beforeThat, thirdBefore, after: ALNUM },
      { at: "=:>", before: "\"' ?", beforeThat: before, thirdBefore: beforeThat },
    ]),
    { at: ":", before: "e", beforeThat: "m", thirdBefore: "a" },
    { at: "=:", before: "\"' ]?", beforeThat: "\"'\\ ]" },
    { at: "=:", before: DIGITS, beforeThat: BEFORE_NUMBER },
    { at: ":", before: ";", beforeThat: "t" },
    { at: "\x1b", before: `${LAST}"'`, after: "[" },
    { at: "u", before: "\\", beforeThat: `${LAST}"'`, after: "0" },
    { at: ";", before: "t", beforeThat: "g", after: ALNUM },
    { at: ",", before: "\"'", after: " \"'" },
    { at: '"', before: DIGITS, beforeThat: BEFORE_NUMBER, after: ":" },
    { at: "%", before: LAST, after: "3" },
    { at: "%", before: "27", beforeThat: "2", after: "3" },
    { at: "-", before: "-", after: "abcdefghijklmnopqrstuvwxyz" },
    { at: "w", before: "sS", after: "oOdD" },
    { at: "W", before: "S", after: "OD" },
    { at: "B", before: " \"'=:,\n\t(", after: "e" },
    { at: "B", before: " ", after: "Y" },
    { at: "_", before: CAPITALS, beforeThat: CAPITALS, after: "KPST" },
    { at: "=", before: "?+.:|&!=~<" },
    { at: "-", before: "<", after: " \"'" },
    { at: "-", before: " \n", after: ALNUM.slice(10) },
    { at: " ", before: "t", beforeThat: "e", thirdBefore: "r", after: `${ALNUM}-|'"` },
    { at: " ", before: "n", beforeThat: "e", thirdBefore: "k", after: `${ALNUM}-|'"` },
    { at: " ", before: "y", beforeThat: "e", thirdBefore: "k", after: ALNUM },
    { at: " ", before: "d", beforeThat: "i", thirdBefore: "_", after: ALNUM },
    { at: "=", before: " ", after: " \"'" },
    { at: "=", before: "rgy]>", after: "\"'" },
    { at: "=:", before: "wW", beforeThat: "pP" },
    { at: ":", before: "\"'", beforeThat: "ey", thirdBefore: "me" },
    { at: "=", before: "kK", beforeThat: "?&sS" },
    { at: "=", before: "e", beforeThat: "d", thirdBefore: "o" },
    { at: "?", before: "?", after: " \"'" },
    { at: "|", before: "|", after: " \"'" },
    { at: "r", before: "o", beforeThat: " ", after: " " },
    { at: "=:", before: "s", beforeThat: "e", thirdBefore: "i" },
    { at: "e", before: "i", beforeThat: "k", thirdBefore: "o", after: " " },
    { at: "\t", before: "E", beforeThat: "US", thirdBefore: "RL" },
  ],
  teaches: (_, start) => start,
  match(window, at) {
    switch (window.text[at]) {
      case 0x20:
        return spaced(window, at);
      case 0x2d:
        return window.text[at - 1] === 0x3c ? operated(window, at) : flag(window, at);
      case 0x57:
      case 0x77:
        return spoken(window, at);
      case 0x42:
        return window.text[at + 1] === 0x59 ? identified(window, at) : bearer(window, at);
      case 0x5f:
        return exported(window, at);
      case 0x3e:
        return element(window, at, at);
      case 0x3b:
        return element(window, at - 3, at);
      case 0x2c:
        return listed(window, at);
      case 0x22:
        return assignment(window, at + 1);
      case 0x1b:
        return behindCode(window, at);
      case 0x75:
        return behindCode(window, at - 1);
      case 0x3f:
      case 0x7c:
      case 0x72:
        return fallback(window, at);
      case 0x65:
        return printedCookie(window, at);
      case 0x09:
        return cookieFile(window, at);
      case 0x3d:
        if (isInLine(window.text, at)) return undefined;
        return assignment(window, at) ?? queried(window, at) ?? operated(window, at);
      default:
        return assignment(window, at) ?? (window.text[at] === 0x3a ? inNextField(window, at) : undefined);
    }
  },
};

/** Whether so many equals signs stand around that it is a line under a heading, and no operator. */
function isInLine(text: Uint8Array, at: number): boolean {
  return text[at + 1] === 0x3d && text[at - 1] === 0x3d && text[at + 2] === 0x3d && text[at + 3] === 0x3d;
}

/** What ends a line, or opens a block of YAML. */
const isLineEnd = byteClass("\n\r|>");

function assignment(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const isConditional = text[at - 1] === 0x3f;
  const key = nameBefore(window, isConditional ? at - 1 : at);
  if (key === undefined) return undefined;
  const isEncoded = text[at] === 0x25;
  if (isEncoded && !hasWord(text, at, to, "%3d") && !hasWord(text, at, to, "%3a")) return undefined;
  if (isCookie(key.name)) return cookies(window, startOfValue(text, at + 1, to));
  let strength = strengthOf(window, key);
  const isPlural = strength === "none" && (text[key.end - 1]! | 32) === 0x73;
  if (strength === "none" && !isPlural) return undefined;
  let start = startOfValue(text, at + (isEncoded ? 3 : text[at] === 0x5c ? 6 : 1), to);
  if (isPlural && text[start] === 0x5b) strength = keyStrength(key.name.slice(0, -1));
  if (strength === "none") return undefined;
  if (isLineEnd[text[start] ?? 0] === 1) {
    const find = text[at] === 0x3a ? onNextLine : text[at] === 0x3d ? quotedBelow : undefined;
    const next = strength === "strong" ? find?.(window, key, start) : undefined;
    if (next !== undefined || text[start]! < 0x20) return next;
  }
  if (text[start] === 0x5b && (text[start + 1] === 0x22 || text[start + 1] === 0x27)) start++;
  return judge(window, key, strength, start, isEncoded ? "encoded" : surroundingsOf(window, at, key), at);
}

/** Most names are told from those of cookies by their last letters. */
const isCookie = (name: string): boolean => {
  const last = name.charCodeAt(name.length - 1) | 32;
  return (last === 0x65 || last === 0x73) && COOKIES.test(name);
};
const COOKIES = /^(?:.*[_-])?cookies?$|[a-z]Cookies?$/i;

/** Parameters of addresses that are secrets there and say nothing elsewhere: `?k=…`, `&sk=…`, `?code=…`. */
function queried(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const start = skipBack(text, at, Math.max(from, at - 5), letters);
  const left = start > from ? text[start - 1] : 0;
  if ((left !== 0x3f && left !== 0x26) || !PARAMETERS.has(latin1(text, start, at).toLowerCase())) return undefined;
  const value = unquotedValue(window, at + 1, "query", false);
  const beginning = latin1(text, value.start, Math.min(value.end, value.start + 64));
  return accept(window, value, SECRET_PARAMETER.test(beginning) ? "strong" : "weak");
}

/** Sixteen characters with a digit and a letter, or ten capitals. */
const SECRET_PARAMETER = /^(?=.*[0-9])(?=.*[A-Za-z])[\w~.%-]{16,}$|^[0-9A-Z]{10,}$/;

const PARAMETERS = new Set(["k", "sk", "code", "key"]);

/** A colour code or a coded quote behind the name, then the separator, which may be coded as well. */
function behindCode(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const next = latin1(text, at, Math.min(to, at + 24));
  const code = /^(?:(?:\x1b|\\u001b)\[[0-9;]*m|\\u002[27])?\s?(?=[:=])|^(?=\\u003d)/i.exec(next);
  return code === null ? undefined : assignment(window, at + code[0].length);
}

/** How much the name says; `value` says what the name beside it says. */
function strengthOf(window: Window, key: KeyName): KeyStrength {
  if (key.name.length !== 5 || key.name.toLowerCase() !== "value") return nameStrength(key.name);
  const name = namedBefore(window, key.start);
  return name === undefined ? "none" : keyStrength(name);
}

/** @param separator - Where the sign between name and value stands; left out where there is none that says enough. */
function judge(
  window: Window,
  key: KeyName,
  strength: KeyStrength,
  start: number,
  surroundings: Surroundings,
  separator?: number,
): Span | undefined {
  const { text, to } = window;
  if (strength === "weak" && isBare(text, start) && !mayBeRandom(window, { start, end: to, isQuoted: false }))
    return undefined;
  const value = valueAt(window, start, surroundings);
  const credentials = behindScheme(text, value.start, to, key.name);
  if (credentials >= 0) {
    const behind = value.isQuoted
      ? { ...value, start: credentials }
      : unquotedValue(window, credentials, surroundings, true);
    const span = acceptCredentials(window, behind);
    if (span !== undefined || !isOwnScheme(text, value.start)) return span;
  }
  if (strength === "weak" && !mayBeRandom(window, value)) return undefined;
  const setting = separator === undefined ? "likely" : settingOf(window, key, separator, value);
  return accept(window, value, strength, key.name, setting);
}

/** Whether the value is certainly neither quoted nor a scheme with credentials: then its looks may be asked first. */
const isBare = (text: Uint8Array, at: number): boolean =>
  alphanumerics[text[at] ?? 0] === 1 && text[at + 1] !== 0x60 && !isQuote(text[at + 1]) && !mayBeScheme(text, at);

/** `?name=value` is a query; `NAME=value` in capitals at the start of a line stands in an environment file. */
function surroundingsOf({ text, from }: Window, at: number, { start, end }: KeyName): Surroundings {
  if (text[at] !== 0x3d) return "text";
  if (start > from && (text[start - 1] === 0x26 || text[start - 1] === 0x3f)) return "query";
  for (let i = start; i < end; i++) if (text[i]! >= 0x61 && text[i]! <= 0x7a) return "text";
  const left = start > from ? text[start - 1]! : 0x0a;
  return left === 0x0a || left === 0x20 || left === 0x09 ? "environment" : "text";
}

/** `<password>value</password>`, `<entry key="password">value</entry>`, also with `&lt;` and `&gt;`. */
function element(window: Window, at: number, close: number): Span | undefined {
  const { text } = window;
  if (close !== at && !hasWord(window.text, at, close, "&gt")) return undefined;
  const key = nameBefore(window, at);
  if (key === undefined || !isInTag(window, key)) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = close + 1;
  const content = strength === "strong" ? contentAt(window, start) : undefined;
  if (content !== undefined) return accept(window, content, strength, key.name, "certain");
  if (text[start] === 0x40 || text[key.start - 2] === 0x3a) return undefined; // `<user>:<password>@host`
  if (isLineEnd[text[start] ?? 0] === 1 && text[start]! < 0x20) return insideElement(window, key, strength, start);
  return accept(window, unquotedValue(window, start, "text", true), strength, key.name, "certain");
}

/** `token,value`, and in a call or a list `("token", "value")`. */
function listed(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const isProse = (text[at + 1] === 0x20 && !isQuote(text[at + 2])) || isPair(text, at + 1, to);
  if (at <= from || text[at] !== 0x2c || isProse) return undefined;
  const key = nameBefore(window, at);
  if (key === undefined) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (!key.isQuoted)
    return alphanumerics[text[at + 1] ?? 0] === 1 ? judge(window, key, strength, at + 1, "text") : undefined;
  if (!opensPair(window, key)) return undefined;
  const start = startOfValue(text, at + 1, to);
  const span = judge(window, key, strength, start, "text");
  return span !== undefined && isQuote(text[span.end]) && text[span.end + 1] !== 0x3a ? span : undefined;
}

/** `id=npmrc`: another name with its value, not the value of the name before. */
function isPair(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 24), letters);
  return end > at && text[end] === 0x3d;
}

const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27 || byte === 0x5c;
