import { isStandIn } from "../../claim/placeholders.ts";
import type { Rule, Span, Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, hasWord, letters, skipBack, skipWhile } from "../../text/bytes.ts";
import { separatorAt } from "../../text/edges.ts";

const AT = 0x40;
const schemeBytes = byteClass("0-9a-zA-Z+.-");
const stops = byteClass("/?#\"'<>`\\\n\r\t ");
for (let byte = 0; byte < 0x20; byte++) stops[byte] = 1;
const userInfo = stops.map((isStop) => 1 - isStop);
/** A longer user part is none; the bound keeps the work linear. */
const MAX_USER_INFO = 4_096;

/**
 * User and password in a URL (`scheme://user:password@host`), up to the last `@` before the path; host and the rest
 * stay. Slashes may be escaped or percent-encoded.
 *
 * Misses URLs without a password (a user alone is a secret only if it is a token, which has a rule of its own), masked
 * ones (`red:***@`) and templates.
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
  match(window, at) {
    const { text, from } = window;
    const scheme = skipBack(text, at, Math.max(from, at - 24), schemeBytes);
    if (letters[text[at - 1]!] !== 1 && digits[text[at - 1]!] !== 1) return undefined;
    if (at === scheme) return undefined;
    const start = behindSlashes(window, at);
    return start < 0 ? undefined : credentials(window, start);
  },
};

function membersOfScheme(): string {
  return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
}

/** The position behind `://` in any escape, or -1. */
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

function credentials({ text, to }: Window, start: number): Span | undefined {
  const stop = skipWhile(text, start, Math.min(to, start + MAX_USER_INFO), userInfo);
  let at = stop - 1;
  while (at > start && text[at] !== AT) at--;
  if (at <= start) return encodedAt(text, start, stop);
  let colon = start;
  while (colon < at && text[colon] !== 0x3a && !hasWord(text, colon, at, "%3a")) colon++;
  return isPassword(text, start, colon, at) ? { start, end: at } : undefined;
}

/** In a URL that is percent-encoded as a whole, `:` and `@` are `%3A` and `%40`. */
function encodedAt(text: Uint8Array, start: number, stop: number): Span | undefined {
  let end = stop;
  for (let i = start; i + 3 <= stop; i++)
    if (hasWord(text, i, stop, "%2f")) {
      end = i;
      break;
    }
  let colon = -1;
  let at = -1;
  for (let i = start; i + 3 <= end; i++) {
    if (text[i] !== 0x25) continue;
    if (colon < 0 && hasWord(text, i, end, "%3a")) colon = i;
    if (hasWord(text, i, end, "%40")) at = i;
  }
  return colon >= 0 && at > colon && isPassword(text, start, colon, at) ? { start, end: at } : undefined;
}

function isPassword(text: Uint8Array, start: number, colon: number, at: number): boolean {
  if (colon >= at) return false;
  const password = text[colon] === 0x25 ? colon + 3 : colon + 1;
  if (password >= at || isStandIn(text, password, at)) return false;
  return text[start] !== 0x7b && text[start] !== 0x24 && alphanumericsWithin(text, password, at);
}

const alphanumericsWithin = (text: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (alphanumerics[text[i]!] === 1 || text[i]! >= 0x80) return true;
  return end - start >= 4;
};
