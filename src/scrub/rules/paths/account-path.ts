import { isPlaceholderAt } from "../../claim/placeholders.ts";
import type { Rule, Span, Window } from "../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { belongsToNobody } from "./account-name.ts";

const nameBytes = byteClass("0-9a-z_-");
const edges = byteClass(" \t\n\r=:,[>|");
const pathStarts = byteClass("0-9a-zA-Z_.");
const accountBytes = byteClass("0-9a-zA-Z_.-");
const domainBytes = byteClass("0-9A-Z-");
const backslashes = byteClass("\\\\");
/** Built-in groups and accounts of Windows. */
const SYSTEM = /^(?:system|network service|local service|administrators?|users|guests?|everyone|authenticated users)$/i;
/** Words before an account: `user 'CORP\ada'`, `running as CORP\ada`. */
const PERSONS =
  /\b(?:user(?: ?name)?|account|login|owner|principal|runas|whoami|benutzer|logged in|running as)["']?[:=]? ?["'(]?$/i;
/** Default names of Windows machines. */
const MACHINE = /^(?:DESKTOP|LAPTOP|WIN)-[0-9A-Z]{5,12}$/;

/**
 * Account names without their folder: `~ada/bot.py`, `DESKTOP-4F7QK2P\ada`, `user 'CORP\ada'`. The name of such a
 * machine becomes `HOSTNAME`, a domain stays.
 *
 * Misses `~/…`, packages (`"~bootstrap/scss"`), other words in capitals before a backslash (`ERROR\nTraceback`), and
 * accounts of the system. Costs a look at the byte after a tilde, and at the word before a backslash after a capital.
 */
export const accountPath: Rule = {
  name: "home-path",
  recognises: "account names after a tilde or a domain",
  becomes: "USERNAME",
  example: "ls ~ada/bots/red",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "~", after: "abcdefghijklmnopqrstuvwxyz_" },
    { at: "\\", before: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", beforeThat: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-" },
  ],
  match(window, at) {
    return window.text[at] === 0x7e ? behindTilde(window, at) : behindDomain(window, at);
  },
};

/** `~ada/…`, not after a quote: packages are named so there. */
function behindTilde(window: Window, tilde: number): Span | undefined {
  const { text, from, to } = window;
  if (tilde > from && edges[text[tilde - 1]!] !== 1 && !isMissing(window, tilde)) return undefined;
  const start = tilde + 1;
  const end = skipWhile(text, start, Math.min(to, start + 33), nameBytes);
  if (end - start < 2 || end - start > 32 || text[end] !== 0x2f || pathStarts[text[end + 1] ?? 0] !== 1)
    return undefined;
  if (belongsToNobody(text, start, end) || hasExactly(text, start, end + 1, "root/")) return undefined;
  return { start, end };
}

/** `No such file or directory: '~ada/…'` */
const isMissing = ({ text, from }: Window, at: number): boolean =>
  at - 12 >= from && /directory: ["']$/.test(latin1(text, at - 12, at));

/** `"…\n"`: in a string of JSON one backslash is no separator. */
function isEscape(window: Window, letter: number): boolean {
  const { text } = window;
  return jsonEscapes[text[letter]!] === 1 && text[window.previous(quoteOrLine, letter)] === 0x22;
}

const jsonEscapes = byteClass("bfnrtu");
const quoteOrLine = byteClass('"\n');

/** `CORP\ada` */
function behindDomain(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const domain = skipBack(text, at, Math.max(from, at - 16), domainBytes);
  if (at - domain < 2 || at - domain > 15 || isPlaceholderAt(text, domain, at)) return undefined;
  const start = skipWhile(text, at, Math.min(to, at + 8), backslashes);
  const end = skipWhile(text, start, Math.min(to, start + 65), accountBytes);
  if (end - start < 2 || end - start > 64 || text[end] === 0x5c) return undefined;
  const run = start - at;
  if (run === 3 || run > 4 || (run === 1 && isEscape(window, start))) return undefined;
  if (SYSTEM.test(latin1(text, start, end)) || belongsToNobody(text, start, end)) return undefined;
  const account = { start, end: text[end - 1] === 0x2e ? end - 1 : end };
  if (MACHINE.test(latin1(text, domain, at))) return { start: domain, end: at, becomes: "HOSTNAME", also: [account] };
  return saysPerson(latin1(text, Math.max(from, domain - 24), domain)) ? account : undefined;
}

/** Whether the word before shows that a person is named; placeholders do not, even if they end like such a word. */
function saysPerson(before: string): boolean {
  const word = PERSONS.exec(before)?.[0];
  return word !== undefined && !word.startsWith("USERNAME");
}
