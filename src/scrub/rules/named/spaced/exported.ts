import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt, withMarks } from "../value/extent.ts";
import { behindScheme } from "../value/scheme.ts";
import { accept, acceptArgument, acceptCredentials } from "../value/secret-looks.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
/** Also the registry that npm writes before a name. */
const pathBytes = byteClass("!-~");
const quotes = byteClass("\"'");
const openings = byteClass("{( ,[");
const MAX_PATH = 128;
const HYPHEN = 0x2d;

/** Commands, directives and lines of C in which a space separates name and value. */
const EXPORTS = [
  ..."env |set-item |setx |setenv |set -x |set -gx |set -ux |env:|define |proxy_set_header |fastcgi_param |config set |configure set |config:set |config:add |dotenv set |secrets set ".split(
    "|",
  ),
];

/** The last two bytes of these; few other words end in them. */
const lastBytes = byteClass(EXPORTS.map((verb) => verb.at(-1)).join(""));
const lastLetters = byteClass(EXPORTS.map((verb) => `${verb.at(-2)}${verb.at(-2)!.toUpperCase()}`).join(""));

/**
 * `ENV API_TOKEN value`, `setx API_TOKEN value`, `#define TOKEN "value"`. Called inside the name or at its last byte.
 */
export function exported(window: Window, inside: number): Span | undefined {
  const { text, from, to } = window;
  const end = skipWhile(text, inside, Math.min(to, inside + MAX_KEY), keyBytes);
  if (end >= to || text[end] !== 0x20) return undefined;
  const word = skipBack(text, inside, Math.max(from, inside - MAX_PATH), pathBytes);
  if (word - 4 < from || lastBytes[text[word - 1]!] !== 1 || lastLetters[text[word - 2]!] !== 1) return undefined;
  if (text[word] === HYPHEN) return undefined; // an option
  if (!EXPORTS.some((verb) => word - verb.length >= from && hasWord(text, word - verb.length, to, verb)))
    return undefined;
  const name = latin1(text, skipBack(text, inside, Math.max(word, inside - MAX_KEY), keyBytes), end);
  const strength = nameStrength(name);
  if (strength === "none") return undefined;
  const value = valueAt(window, end + 1, "environment");
  return endsLine(window, withMarks(window, value))
    ? acceptArgument(window, value, strength, name)
    : accept(window, value, strength, name);
}

/** Whether nothing follows the value on its line but a quote or a semicolon. */
function endsLine({ text, to }: Window, end: number): boolean {
  const behind = end < to && (quotes[text[end]!] === 1 || text[end] === 0x3b) ? end + 1 : end;
  if (hasWord(text, behind, to, " /m")) return true; // of `setx`
  return behind >= to || text[behind] === 0x0a || text[behind] === 0x0d || text[behind] === 0x3b;
}

/**
 * `{:api-token "value"}` of Clojure and Lisp, `set(API_KEY "value")` of CMake, `@api_key "value"` of Elixir. Called at
 * the space.
 */
export function keyword(window: Window, blank: number): Span | undefined {
  const { text, from, to } = window;
  if (blank + 1 >= to || text[blank + 1] !== 0x22) return undefined;
  const start = skipBack(text, blank, Math.max(from, blank - MAX_KEY), keyBytes);
  const sign = start > from ? text[start - 1] : undefined;
  if (sign === AT) return attribute(window, start, blank);
  const isSet = sign === 0x28 && hasWord(text, start - 4, start, "set(");
  if (sign !== 0x3a && !isSet) return undefined;
  if (!isSet && start - 2 >= from && openings[text[start - 2]!] !== 1) return undefined;
  const name = latin1(text, start, blank);
  if (nameStrength(name) !== "strong") return undefined;
  return accept(window, valueAt(window, blank + 1, "text"), "strong", name, "certain");
}

/** An attribute of a module, alone on its line. */
function attribute(window: Window, start: number, blank: number): Span | undefined {
  const { text, from, to } = window;
  const line = skipBack(text, start - 1, Math.max(from, start - 17), blanks);
  if (line > from ? text[line - 1] !== 0x0a : !window.startsLine) return undefined;
  const name = latin1(text, start, blank);
  const value = valueAt(window, blank + 1, "text");
  const behind = text[value.end + 1];
  if (nameStrength(name) !== "strong" || (value.end + 1 < to && behind !== 0x0a && behind !== 0x0d)) return undefined;
  return /\s/.test(latin1(text, value.start, Math.min(value.end, value.start + 64)))
    ? undefined
    : accept(window, value, "strong", name, "certain");
}

const AT = 0x40;
const blanks = byteClass(" \t");

/** `Authorization "Bearer value"`, as in the configuration of a server. Called at the space. */
export function headerLine(window: Window, blank: number): Span | undefined {
  const { text, to } = window;
  if (!hasWord(text, blank - 13, blank, "authorization")) return undefined;
  const value = valueAt(window, blank + 1, "text");
  const start = behindScheme(text, value.start, to, "authorization");
  return value.isQuoted && start > 0 ? acceptCredentials(window, { ...value, start }) : undefined;
}
