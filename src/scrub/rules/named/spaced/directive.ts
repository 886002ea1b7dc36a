import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { headOf } from "../lines/margin.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
const blanks = byteClass(" \t");
const quotes = byteClass("\"'");
const lineEnds = byteClass("\r\n");

/**
 * `wpa-psk value`, `bindpw value`, `secure_link_secret value;`: name and value alone on a line, as in configuration
 * files, also behind a time or the head of a log line. Called at the space.
 */
export function directive(window: Window, blank: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipBack(text, blank, Math.max(from, blank - MAX_KEY), keyBytes);
  const line = skipBack(text, start, Math.max(from, start - 32), blanks);
  const isAtStart = line <= from || text[line - 1] === 0x0a;
  const name = latin1(text, start, blank);
  if (!PARTED.test(name) && !(isAtStart && PASSWORD.test(name) && isBelowUser(window, line))) return undefined;
  if (nameStrength(name) !== "strong") return undefined;
  const head = isAtStart ? "none" : headOf(window, start);
  if (head === "text") return undefined;
  const found = valueAt(window, skipWhile(text, blank, Math.min(to, blank + 32), blanks), "environment");
  const value = !found.isQuoted && text[found.end - 1] === 0x3b ? { ...found, end: found.end - 1 } : found;
  const quote = quotes[text[value.end] ?? 0] === 1 ? value.end + 1 : value.end;
  const behind = text[quote] === 0x3b ? quote + 1 : quote;
  if (behind < to ? lineEnds[text[behind]!] !== 1 : !window.last) return undefined;
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (!value.isQuoted && (isSaid(said) || (head === "log" && WORD.test(said)))) return undefined;
  return accept(window, value, "strong", name, "certain");
}

/** A name that is not a word of prose. */
const PARTED = /^(?=[A-Za-z])(?:(?:\w*\.)*[A-Za-z0-9]*_\w+|[\w.]*-\w+)$|^(?:bind|root)pw$/i;

const PASSWORD = /^passw(?:or)?d$/;

/** Whether `user name`, or another line of the same settings, is above: `password` alone begins sentences as well. */
const isBelowUser = ({ text, from }: Window, line: number): boolean =>
  USER.test(latin1(text, Math.max(from, line - 96), line));

const USER = new Ending(/(?:^|\n)[ \t]{0,16}(?:user|username|login|host|account|from) [^\s"']{1,64}\r?\n$/);

const WORD = /^[A-Za-z]+[.,!?]?$/;

/** `access_token expired`, `api_key missing`, `api_key api_secret`; short words may mean anything. */
const isSaid = (value: string): boolean =>
  value.length < 8 || /(?:ed|ing)[.!]?$/i.test(value) || keyStrength(value) !== "none";
