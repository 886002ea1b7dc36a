import { holdsPlaceholder, isPlaceholderAt } from "../../claim/placeholders.ts";
import type { KeyName, Span, Window } from "../../rule.ts";
import { alphanumerics, latin1 } from "../../text/bytes.ts";
import { isQuotedFirst, isResult } from "./lines/message.ts";
import { isOwnSetting, settingOf } from "./lines/setting.ts";
import { type KeyStrength, keyStrength } from "./name/secret-keys.ts";
import { type Surroundings, unquotedValue, type Value, valueAt, withMarks } from "./value/extent.ts";
import { mayBeRandom } from "./value/randomness.ts";
import { behindScheme, isOwnScheme, isScheme } from "./value/scheme.ts";
import { accept, acceptCredentials, isLongAndDull, looksLikeNone } from "./value/secret-looks.ts";

/** @param separator - Where the sign between name and value is; omitted if there is none that is distinct enough. */
export function judge(
  window: Window,
  key: KeyName,
  strength: KeyStrength,
  start: number,
  surroundings: Surroundings,
  separator?: number,
): Span | undefined {
  const { text, to } = window;
  if (start >= to || isPlaceholderAt(text, start, to)) return undefined;
  if (strength === "weak" && (key.name.charCodeAt(key.name.length - 1) | 32) === 0x68 && BASIC.test(key.name)) {
    const login = behindUser(window, start, surroundings);
    if (login !== undefined) return login;
  }
  if (strength === "weak" && isBare(text, start) && !mayBeRandom(window, { start, end: to, isQuoted: false }))
    return undefined;
  const value = valueAt(window, start, surroundings);
  const credentials = behindScheme(text, value.start, to, key.name);
  if (credentials >= 0) {
    const all = value.isQuoted ? undefined : parameters(window, credentials);
    if (all !== undefined) return all;
    // a string in coded quotes ends at its first blank, which is the one after the scheme
    const behind =
      value.isQuoted && credentials < value.end
        ? { ...value, start: credentials }
        : unquotedValue(window, credentials, surroundings, true);
    const span = acceptCredentials(window, behind);
    // before a placeholder it was a scheme as well
    const isScheme = span !== undefined || (behind.start < to && isPlaceholderAt(text, behind.start, to));
    if (isScheme || !isOwnScheme(text, value.start)) return span;
  }
  if (value.end <= value.start || (strength === "weak" && !mayBeRandom(window, value))) return undefined;
  // a value in an address is not a variable that has the name of its key
  const name = surroundings === "query" ? "" : key.name;
  if (surroundings === "query" && isNameAlone(window, value)) return undefined;
  if (separator === undefined) return accept(window, value, strength, name);
  const isDull = strength === "strong" && !value.isQuoted && isLongAndDull(window, value);
  if (isDull && settingOf(window, key, separator, value) === "likely") return undefined;
  if (!value.isQuoted && looksLikeNone(window, value, strength, name)) return undefined;
  if (isResult(window, key, separator, value) || isQuotedFirst(window, key, separator, value)) return undefined;
  const setting = isDull ? "certain" : settingOf(window, key, separator, value);
  const span = accept(window, value, strength, name, setting);
  if (span === undefined || value.marksEnd === undefined || !isOwnSetting(window, key, separator)) return span;
  return { ...span, end: withMarks(window, value) };
}

/** `?access_token=ACCESS_TOKEN`: what is to be put there. */
function isNameAlone({ text }: Window, { start, end }: Value): boolean {
  const said = end - start <= MAX_NAME ? latin1(text, start, end) : "";
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(said) && keyStrength(said) !== "none";
}

const MAX_NAME = 32;
const BASIC = /(?:basic|proxy|http)[_-]?auth$/i;

/** `basicAuth: "ada:value"` */
function behindUser(window: Window, start: number, surroundings: Surroundings): Span | undefined {
  const value = valueAt(window, start, surroundings);
  const user = USER.exec(latin1(window.text, value.start, Math.min(value.end, value.start + 64)))?.[0].length ?? 0;
  if (user === 0) return undefined;
  return accept(window, { ...value, start: value.start + user }, "strong", "password", "certain");
}

const USER = /^[\w.@-]{1,48}:(?=[^\s/:]{4})/;

/**
 * `username="ada", nonce="…", response="…"` behind `Digest`, `OAuth` and the like, also in a string: none of them is
 * the credential alone. Base64 may be before a quote as well (`Basic YWRh…="`): that quote ends a string.
 */
function parameters({ text, to }: Window, start: number): Span | undefined {
  if (!PARAMETER.test(latin1(text, start, Math.min(to, start + 48)))) return undefined;
  const all = PARAMETERS.exec(latin1(text, start, Math.min(to, start + MAX_PARAMETERS)))?.[0].length ?? 0;
  return all === 0 || holdsPlaceholder(text, start, start + all) ? undefined : { start, end: start + all };
}

/** These signs follow the quote that ends a string. */
const PARAMETER = /^[A-Za-z][\w-]{1,31}=\\{0,7}"(?![\s,:;)\]}>])/;
const PARAMETERS = /^[\w-]{2,32}=(\\{0,7})"[^"\n\\]*\1"(?:, ?[\w-]{2,32}=(?:\1"[^"\n\\]*\1"|[\w-]{1,64}))*(?![\w=])/;
const MAX_PARAMETERS = 1_024;

/** Whether the value is certainly neither quoted nor a scheme with credentials: its form can be checked first then. */
const isBare = (text: Uint8Array, at: number): boolean =>
  alphanumerics[text[at] ?? 0] === 1 &&
  text[at + 1] !== 0x60 &&
  !isQuote(text[at + 1]) &&
  !isScheme(text, at, text.length);

export const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27 || byte === 0x5c;
