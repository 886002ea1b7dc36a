import { isStandIn, placeholder } from "../../../claim/placeholders.ts";
import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, hasWord, latin1, skipBack, skipWhile, wordBytes } from "../../../text/bytes.ts";
import { isLeftEdge, latin1Shown } from "../../../text/edges.ts";
import { wholeLineEnd } from "../lines/next-line.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { unquotedValue, type Value, valueAt } from "../value/extent.ts";
import { changesOften, isMixed, isRandomWord, mayBeRandom } from "../value/randomness.ts";
import { accept, acceptCredentials } from "../value/secret-looks.ts";
import { isStatus } from "../value/secret-text.ts";
import { directive } from "./directive.ts";
import { toldBelow } from "./told-below.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const AT = 0x40;

/**
 * `login red password value`, `PASSWORD 'value'`, `the password is value`; without quotes only a value that is not a
 * word of prose.
 */
export function spoken(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const word = at - 4;
  const length = hasWord(text, word, to, "password") ? 8 : hasWord(text, word, to, "passwd") ? 6 : 0;
  if (word < from || length === 0 || text[word + length] !== 0x20) return undefined;
  const said = word + length + 1;
  if (hasExactly(text, said, to, "FOR ")) return passwordFor(window, word);
  const below = mayBeBelow[text[said] ?? 0] === 1 ? toldBelow(window, word, said - 1) : undefined;
  if (below !== undefined) return below;
  if (hasExactly(text, said, to, GENERATED)) return prompted(window, said + GENERATED.length);
  const is = linkAt(text, said, to);
  if (is === "for ") return prompted(window, said + is.length);
  const value = valueAt(window, said + is.length, "text");
  if (is !== "" && isTold(window, value, is)) return accept(window, value, "strong", "password", "certain");
  if (is === "" && isOwnForm(window, word, value)) return accept(window, value, "strong", "password", "certain");
  const start = latin1(text, value.start, Math.min(value.end, value.start + 64));
  const isLikely = start.length >= (value.isQuoted ? 6 : 8) && /^(?=.*[0-9])(?=.*[a-z])[^ ]*$/.test(start);
  if (!isLikely) return directive(window, word + length);
  if (window.nextPhrase(placeholder, value.start, value.end) < value.end) return undefined;
  return value.isQuoted || /[A-Z!@#$%^&*_]/.test(start)
    ? accept(window, value, "strong")
    : directive(window, word + length);
}

/** `is `, `for ada is `, `changed to `, `for `, or nothing. */
function linkAt(text: Uint8Array, at: number, to: number): string {
  const near = ["is: ", "is "].find((link) => hasWord(text, at, to, link));
  if (near !== undefined) return near;
  const isFurther = links[text[at]!] === 1;
  const link = isFurther ? LINK.exec(latin1(text, at, Math.min(to, at + 48)))?.[0] : undefined;
  return link ?? (hasWord(text, at, to, "for ") ? "for " : "");
}

const LINK =
  /^(?:for (?:(?:the )?user |the )?(["'`]?)[\w.@-]{1,32}\1 (?:user )?is:? |(?:changed|set|reset) to )(?=[^\s])/i;
const links = byteClass("fFcCsSrR");

/** Of MySQL, with the account and the password after it. */
const GENERATED = "is generated for ";

/** The first letters of `for ada` and `to proceed`. */
const mayBeBelow = byteClass("ft");

/** `is "value"`, `is: value` at the end of the line, but not words. */
function isTold(window: Window, value: Value, is: string): boolean {
  const { text } = window;
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (said.length < 6 || /[\s\\]/.test(said) || isStatus(said) || keyStrength(said) !== "none") return false;
  if (value.isQuoted) return quotes[text[value.end] ?? 0] === 1;
  return is.endsWith("is: ") && isLineEnd(window, value.end);
}

/** Whether the line, or the string that it is in, ends there. */
function isLineEnd({ text, to, last }: Window, at: number): boolean {
  if (at >= to) return last;
  return LINE_END.test(latin1(text, at, Math.min(to, at + 10)));
}

const LINE_END = /^(?:[\r\n"'`]|\\{1,8}[nr"'])/;

/** `password for ada: value` at the end of the line, as `sudo` asks for it. */
function prompted(window: Window, name: number): Span | undefined {
  const { text, to } = window;
  const asked = /^[\w.@-]{1,48}: {1,2}(?=[^\s])/.exec(latin1(text, name, Math.min(to, name + 52)));
  if (asked === null) return undefined;
  const value = unquotedValue(window, name + asked[0].length, "environment", false);
  return isLineEnd(window, value.end) ? accept(window, value, "strong", "password", "certain") : undefined;
}

/** `SET PASSWORD FOR name = 'value'`, `… = PASSWORD('value')`. */
function passwordFor(window: Window, word: number): Span | undefined {
  const { text, to } = window;
  const found = FOR.exec(latin1(text, word, Math.min(to, word + 112)));
  if (found === null || !hasWord(text, word - 4, word, "set ")) return undefined;
  return accept(window, valueAt(window, word + found[0].length, "text"), "strong", "password", "certain");
}

const FOR = /^PASSWORD FOR \S{1,64} = (?:PASSWORD\()?(?=["'])/i;

/**
 * `login ada password value` of `.netrc`; `WITH PASSWORD 'value'` of SQL; `storePassword 'value'` alone on its line, as
 * in build files and Lisp.
 */
function isOwnForm({ text, from, to }: Window, word: number, value: Value): boolean {
  const before = latin1Shown(text, Math.max(from, word - 64), word);
  if (isStatus(latin1(text, value.start, Math.min(value.end, value.start + 16)))) return false;
  if (!value.isQuoted) return value.end - value.start >= 4 && LOGINS.test(before);
  if (quotes[text[value.end] ?? 0] !== 1) return false;
  if (GIVEN.test(before) && !/\s/.test(latin1(text, value.start, Math.min(value.end, value.start + 64))))
    return !isStandIn(text, value.start, value.end);
  if (/(?:^|[\n{( ,]):$|(?:^|\n)[ \t]*(?:@|#define )(?:\w{1,32}_)?$|\(def(?:\w{1,12})? $/.test(before)) return true;
  if (/\b(?:with|login|encrypted|(?:user|role) \S{1,32}) $/i.test(before) && hasExactly(text, word, to, "PASSWORD"))
    return true;
  const behind = latin1(text, value.end + 1, Math.min(to, value.end + 4));
  return /(?:^|\n)[ \t]{0,40}(?:\(setq |:|set )?\w{0,24}$/.test(before) && /^[ \t)},;]{0,2}(?:\r?\n|$)/.test(behind);
}

/** `login failed with password "…"`, `invalid password '…'` */
const GIVEN = /\b(?:with|using|wrong|invalid|incorrect|bad|default|temporary) (?:the )?$/i;
const LOGINS =
  /\b(?:login \S{1,40}\s{1,8}|nmcli [^\n]{1,56} |mysqladmin [^\n]{1,48} |git config [^\n]{0,24}\.|llset )$/i;

/** `Bearer …` without its header. */
export function bearer(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (!hasWord(text, at, to, "bearer ") || !isLeftEdge(text, at, from, to, wordBytes)) return undefined;
  if (!beginsCredentials(text, at + 7, to)) return undefined;
  const value = unquotedValue(window, at + 7, "text", false);
  return value.end - value.start >= 20 ? acceptCredentials(window, value) : undefined;
}

/** Neither a path nor a quote, a bracket or a template. */
const beginsCredentials = (text: Uint8Array, at: number, to: number): boolean =>
  at + 2 < to && wordBytes[text[at]!] === 1 && !(text[at + 1] === 0x3a && text[at + 2] === 0x5c);

const IDENTIFIED = /\bidentified (?:with ["'`]?\w{1,40}["'`]? )?$/i;

/** SQL: `IDENTIFIED BY 'value'`, `IDENTIFIED WITH plugin BY 'value'`, `CREATE USER name IDENTIFIED BY value`. */
export function identified(window: Window, at: number): Span | undefined {
  const { text, from, to, last } = window;
  if (space[text[at + 2] ?? 0] !== 1 || !IDENTIFIED.test(latin1Shown(text, Math.max(from, at - 64), at)))
    return undefined;
  const gap = text[at + 2] === 0x0d ? at + 3 : at + 2;
  if (gap >= to) return last ? undefined : undecided;
  if (text[gap] === 0x0a && wholeLineEnd(window, gap + 1) === undefined) return undecided;
  const value = valueAt(window, text[gap] === 0x0a ? gap + 1 : at + 3, "text");
  const isForUser = /\b(?:(?:create|alter) user|connect to) \S{1,64}(?: account (?:un)?lock)? identified $/i.test(
    latin1Shown(text, Math.max(from, at - 96), at),
  );
  if ((!value.isQuoted && !isForUser) || PLUGIN.test(latin1(text, value.start, Math.min(value.end, value.start + 40))))
    return undefined;
  return accept(window, value, "strong", "password", "certain");
}

/** `IDENTIFIED WITH 'plugin' AS 'hash'`, as databases print an account. Called at the `A`. */
export function identifiedAs(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  if (text[at + 2] !== 0x20 || !WITH_PLUGIN.test(latin1Shown(text, Math.max(from, at - 72), at))) return undefined;
  const value = valueAt(window, at + 3, "text");
  return value.isQuoted ? accept(window, value, "strong", "password", "certain") : undefined;
}

const WITH_PLUGIN = /\bidentified with \\*["'`]\w{1,40}\\*["'`] $/i;
const space = byteClass(" \t\r\n");
const PLUGIN = /^(?:auth|caching|mysql|unix|sha256)_[a-z_]+$/;

/**
 * `client_secret value`, as in commands that set a bot's keys (`set api spotify client_id … client_secret …`), and
 * `token value`, `token is value`, `token - 'value'`, `@token "value"` of Elixir: only a value that looks random.
 * Called at the blank.
 */
export function spaced(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  if (!isTelling(text[at - 3]!, text[at - 2]!, text[at - 1]!)) return undefined;
  const start = skipBack(text, at, Math.max(from, at - MAX_KEY), keyBytes);
  const name = latin1(text, start, at);
  const strength = isApiKey(window, start, at) ? "strong" : nameStrength(name);
  if (strength === "none" || (start > from && text[start - 1] === 0x2d)) return undefined;
  const isOwn = strength === "strong" && (/[_-]/.test(name) || name.toLowerCase() === "secret");
  const said = behindLink(window, at + 1);
  const value =
    quotes[text[said] ?? 0] === 1 ? valueAt(window, said, "text") : unquotedValue(window, said, "text", false);
  if (!mayBeRandom(window, value)) return undefined;
  const isAttribute = text[start - 1] === AT && quotes[text[said] ?? 0] === 1;
  const isMeant =
    isOwn || isAttribute || isToldToBot(window, start) || (strength === "strong" && isLong(window, value));
  return isMeant ? accept(window, value, "weak") : undefined;
}

/** `API key value`, `secret key is value`; other keys of two words are often public: `signing key 19882D92…`. */
const isApiKey = ({ text, from }: Window, start: number, end: number): boolean =>
  end - start === 3 &&
  ["api ", "secret ", "access "].some(
    (word) => start - word.length >= from && hasWord(text, start - word.length, start, word),
  );

const FOR_USER = /^for [\w.@-]{1,48}: {1,2}/;

/** After `is`, `was`, `to`, `-`, `|` and a blank, and after `for ada: `. */
function behindLink({ text, to }: Window, at: number): number {
  if (hasExactly(text, at, to, "is: ")) return at + 4;
  if (hasExactly(text, at, to, "is ") || hasExactly(text, at, to, "to ")) return at + 3;
  if (hasExactly(text, at, to, "was ")) return at + 4;
  if (hasExactly(text, at, to, "for "))
    return at + (FOR_USER.exec(latin1(text, at, Math.min(to, at + 56)))?.[0].length ?? 4);
  return (text[at] === 0x2d || text[at] === 0x7c) && at + 1 < to
    ? skipWhile(text, at + 1, Math.min(to, at + 3), blank)
    : at;
}

/** Whether it is certainly not a word, even after `unexpected token`. */
function isLong({ text }: Window, { start, end, isQuoted }: Value): boolean {
  if (end - start < 20) return false;
  const said = latin1(text, start, Math.min(end, start + 64));
  return changesOften(said) || isMixed(said) || SWITCHES.test(said) || (isQuoted && isRandomWord(said));
}

/** Small letters and digits that alternate. */
const SWITCHES = /^(?=[0-9a-z]{24,64}$)(?:[a-z]*[0-9]+){4}/;

/** Whether these are the last letters of such names, `ret`, `ken`, `key` or `_id`: most spaces follow other words. */
function isTelling(third: number, second: number, last: number): boolean {
  const [before, ending] = [second | 32, last | 32];
  if (ending === 0x6e || ending === 0x79) return before === 0x65 && (third | 32) === 0x6b;
  return ending === 0x74
    ? before === 0x65 && (third | 32) === 0x72
    : last === 0x64 && second === 0x69 && third === 0x5f;
}

/** Whether `set api` or `streamset` is earlier on the line. */
function isToldToBot({ text, from }: Window, at: number): boolean {
  const low = Math.max(from, at - 160);
  return /\b(?:set api|streamset) [^\n]*$/.test(latin1(text, low, at));
}
