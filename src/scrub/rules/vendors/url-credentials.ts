import { isStandIn } from "../../claim/placeholders.ts";
import type { Rule, Span, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, hexDigits, latin1, skipWhile } from "../../text/bytes.ts";
import { separatorAt } from "../../text/edges.ts";
import type { Phrase } from "../../text/memo.ts";
import { isRandomWord } from "../named/value/randomness.ts";

const stops = byteClass("/?#\"'<>`\\\n\r\t ");
for (let byte = 0; byte < 0x20; byte++) stops[byte] = 1;
const userInfo = stops.map((isStop) => 1 - isStop);
const PERCENT = 0x25;
/** A longer text is not a user part; the limit keeps the work linear. */
const MAX_USER_INFO = 4_096;

/**
 * User and password in a URL (`scheme://user:password@host`), up to the last `@` before the path; host and the rest
 * stay. Slashes may be escaped or percent-encoded.
 *
 * Misses URLs without a password (a user alone is a secret only if it is a token: forty hex digits, or one with a rule
 * of its own), masked ones (`red:***@`) and templates, except for a password beside them that is written out.
 *
 * Costs a look after each colon before slashes, up to the end of the host.
 */
export const urlCredentials: Rule = {
  name: "url-credentials",
  recognises: "user names with passwords in URLs",
  becomes: "URL-CREDENTIALS",
  example: "postgres://ada:0nce-upon@db.example/red",
  priority: 78,
  on: true,
  anchors: () => [
    { at: ":", before: membersOfScheme(), after: "/\\" },
    { at: "%", before: membersOfScheme(), after: "32" },
  ],
  teaches: passwordStart,
  match(window, at) {
    const { text, from } = window;
    if (at <= from || alphanumerics[text[at - 1]!] !== 1) return undefined;
    const start = behindSlashes(window, at);
    return start < 0 ? undefined : credentials(window, start);
  },
};

/** After the colon. */
function passwordStart(text: Uint8Array, start: number, end: number): number {
  if (end - start === 40 && skipWhile(text, start, end, hexDigits) === end) return start;
  for (let i = start; i < end; i++) {
    if (text[i] === 0x3a) return i + 1 < end ? i + 1 : start;
    if (text[i] === PERCENT && encodedColon.isAt(text, i, end)) return i + 3;
  }
  return end;
}

function membersOfScheme(): string {
  return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
}

/** The position after `://` in any escape, or -1. */
function behindSlashes({ text, to }: Window, at: number): number {
  let i = at + 1;
  if (text[at] === 0x25) {
    i = hasWord(text, at, to, "%3a") ? at + 3 : hasWord(text, at, to, "%253a") ? at + 5 : -1;
    if (i < 0) return -1;
  }
  for (let slash = 0; slash < 2; slash++) {
    const length = separatorAt(text, i, to);
    if (length === 0 || (length === 1 && text[i] === 0x5c)) return -1;
    i += length;
  }
  return i;
}

function credentials(window: Window, start: number): Span | undefined {
  const { text, to } = window;
  const stop = window.runEnd(userInfo, start, Math.min(to, start + MAX_USER_INFO));
  const at = window.previous(atSign, stop, start);
  if (at <= start) return encodedAt(window, start, stop);
  const colon = colonFrom(window, start, at);
  if (colon >= at && isGitToken(window, start, at)) return { start, end: at };
  if (colon === at - 1 && isRandomWord(latin1(text, start, Math.min(colon, start + 64)))) return { start, end: at };
  if (isTemplate(text, start)) return besideTemplate(text, colon, at);
  return isPassword(text, start, colon, at) ? { start, end: at } : undefined;
}

/** `https://${user}:…@host`: only a password that is written out, with a digit. */
function besideTemplate(text: Uint8Array, colon: number, at: number): Span | undefined {
  const start = colon + 1;
  if (at - start < 6 || text[colon] !== 0x3a || isStandIn(text, start, at)) return undefined;
  return LITERAL.test(latin1(text, start, Math.min(at, start + 64))) ? { start, end: at } : undefined;
}

const LITERAL = /^(?=.*[0-9])(?=.*[a-zA-Z])[^{}$%@]+$/;
const isTemplate = (text: Uint8Array, start: number): boolean => text[start] === 0x7b || text[start] === 0x24;

/** `https://…@codeberg.org/ada/bot.git`: forty hex digits, as Gitea, Forgejo and formerly GitHub made tokens. */
const isGitToken = ({ text }: Window, start: number, at: number): boolean =>
  at - start === 40 && skipWhile(text, start, at, hexDigits) === at;

/** Most user names are short: nothing needs to be remembered then. */
function colonFrom(window: Window, start: number, at: number): number {
  const near = Math.min(at, start + NEAR);
  for (let i = start; i < near; i++) if (anyColon.isAt(window.text, i, at)) return i;
  return window.nextPhrase(anyColon, near, at);
}

const NEAR = 12;
const atSign = byteClass("@");
const percent = byteClass("%");
const written = (word: string): Phrase => ({ longest: 3, isAt: (text, at, to) => hasWord(text, at, to, word) });
const encodedSlash = written("%2f");
const encodedColon = written("%3a");
const encodedAtSign = written("%40");
const anyColon: Phrase = {
  longest: 3,
  isAt: (text, at, to) => text[at] === 0x3a || (text[at] === PERCENT && encodedColon.isAt(text, at, to)),
};

/** In a URL that is percent-encoded as a whole, `:` and `@` are `%3A` and `%40`. */
function encodedAt(window: Window, start: number, stop: number): Span | undefined {
  if (window.next(percent, start, stop) === stop) return undefined;
  const end = window.nextPhrase(encodedSlash, start, stop);
  const colon = window.nextPhrase(encodedColon, start, end);
  if (colon === end) return undefined;
  const at = window.previousPhrase(encodedAtSign, end - 2, start);
  return at > colon && isPassword(window.text, start, colon, at) ? { start, end: at } : undefined;
}

function isPassword(text: Uint8Array, start: number, colon: number, at: number): boolean {
  if (colon >= at) return false;
  const password = text[colon] === 0x25 ? colon + 3 : colon + 1;
  if (password >= at || isStandIn(text, password, at)) return false;
  return !isTemplate(text, start) && alphanumericsWithin(text, password, at);
}

const alphanumericsWithin = (text: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (alphanumerics[text[i]!] === 1 || text[i]! >= 0x80) return true;
  return end - start >= 4;
};
