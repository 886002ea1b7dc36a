import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, skipWhile } from "../../../text/bytes.ts";
import { valueAt } from "../value/extent.ts";
import { accept, acceptArgument } from "../value/secret-looks.ts";
import { FILE_CLIENTS, isOptionOf, option, SHARE_CLIENTS, WEB_CLIENTS } from "./options.ts";

const userBytes = byteClass("0-9a-zA-Z_.@-");
/** Between quotes, the shell does not interpret signs. */
const quotedUserBytes = byteClass("0-9a-zA-Z_.@!#%^&*+=~?,;-");
const quotes = byteClass("\"'");
const blank = byteClass(" ");

/**
 * `-u name:secret`, `--user name:secret`, `-U name%secret`, `-u name,secret`; either one may be missing; the other is
 * removed.
 */
export function user(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const option = hasWord(text, at, to, "user") ? 4 : 1;
  let name = at + option;
  if (text[name] === 0x3d) name++;
  else name = skipWhile(text, name, Math.min(to, name + 4), blank);
  if (text[name] === 0x27 || text[name] === 0x22) name++;
  const isQuoted = quotes[text[name - 1]!] === 1;
  const sign = skipWhile(text, name, Math.min(to, name + 64), isQuoted ? quotedUserBytes : userBytes);
  if (text[sign] === 0x25) return isOptionOf(window, at - 1, SHARE_CLIENTS) ? behind(window, sign + 1) : undefined;
  if (text[sign] === 0x2c) return isOptionOf(window, at - 1, FILE_CLIENTS) ? behind(window, sign + 1) : undefined;
  if (isQuoted && text[sign] === text[name - 1] && text[sign + 1] === 0x3a && quotes[text[sign + 2] ?? 0] === 1)
    return isOptionOf(window, at - 1, WEB_CLIENTS) ? behind(window, sign + 2) : undefined; // `"name":"secret"`
  if (text[sign] !== 0x3a || !isOptionOf(window, at - 1, WEB_CLIENTS)) return undefined;
  if (hasWord(text, sign - 7, sign, "-number")) return undefined; // a placeholder for what has blanks: no user
  return behind(window, sign + 1, { start: name, end: sign });
}

/** Those of `bearer` and `jwt`. */
const schemeEnds = byteClass("rt");

/** `-A bearer -a token` of HTTPie. */
export function bearerToken(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  if (text[at - 2] !== 0x20 || schemeEnds[text[at - 3] ?? 0] !== 1) return undefined;
  const before = latin1(text, Math.max(from, at - 32), at);
  return /(?:-A |--auth-type[ =])(?:bearer|jwt) -$/.test(before) ? option(window, at, WEB_CLIENTS) : undefined;
}

function behind(window: Window, at: number, name?: { start: number; end: number }): Span | undefined {
  const value = valueAt(window, at, "environment");
  if (value.end > value.start) return acceptArgument(window, value, "strong", "password");
  return name && accept(window, { ...name, isQuoted: true }, "strong", "password", "certain");
}
