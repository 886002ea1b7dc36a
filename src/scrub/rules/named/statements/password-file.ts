import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { headOf } from "../lines/margin.ts";
import { lineEnd } from "../lines/next-line.ts";
import { mayBeRandom } from "../value/randomness.ts";
import { accept } from "../value/secret-looks.ts";

const DIGITS = "0123456789";
const NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_*";

/** After a port, where the name of a database may begin. */
export const passwordFileAnchors = (): Anchor[] => [
  { at: ":", before: DIGITS, beforeThat: `${DIGITS}:`, thirdBefore: `${DIGITS}:`, after: NAMES },
  { at: ":", before: "*", beforeThat: ":", after: NAMES },
  { at: ":", before: "c", beforeThat: "i", thirdBefore: "t", after: NAMES },
];

const MAX_HOST = 100;
const hostBytes = byteClass("0-9a-zA-Z_.*/-");
const ENTRY =
  "^(?:[\\w.-]+|\\*|\\/[\\w./-]+):(?:[0-9]{2,5}|\\*):(?:[\\w.-]{1,63}|\\*):(?:[\\w.@-]{1,63}|\\*):((?:[^\\s:\\\\\"'`]|\\\\[:\\\\]){3,128})";
const LINE = new RegExp(`${ENTRY}\\s*$`);
/** A string that is such a line; keys of caches look like one as well. */
const STRING = new RegExp(`${ENTRY}(?:\\\\{1,4}[nr]){0,2}\\\\{0,3}"`);
/** The prefix that compilers and `grep` print before a line of code. */
const FILE =
  /^[\w.-]*\.(?:[cm]?[jt]sx?|pyx?|c|cc|cpp|cs|h|hpp|go|rs|java|kts?|rb|php|lua|exs?|erl|log|txt|md|json|ya?ml|sh|sql):/i;

/** `smtp_sasl_password_maps = static:name:…` */
const MAPS = new Ending(/password_maps ?= ?static$/);
const STATIC = /^:[^\s:"'`\\]{1,64}:([^\s"'`\\]{3,128})\s*$/;

/**
 * `host:5432:database:name:value`, a line of `.pgpass`, and `static:name:value` of Postfix, perhaps behind the head of
 * a log line. Called at the colon after the port or `static`.
 */
export function passwordFile(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  if (text[colon - 1] === 0x63)
    return hasExactly(text, colon - 6, colon, "static") ? staticLogin(window, colon) : undefined;
  const port = skipBack(text, colon, Math.max(from, colon - 6), hostBytes);
  if (port <= from || text[port - 1] !== 0x3a) return undefined;
  const line = skipBack(text, port - 1, Math.max(from, port - MAX_HOST), hostBytes);
  if (line === port - 1) return undefined;
  if (line > from && text[line - 1] === 0x22) return inString(window, line);
  if (headOf(window, line) === "text") return undefined;
  const end = lineEnd(window, colon);
  if (end === undefined) return undecided;
  const said = latin1(text, line, Math.min(end, line + 512));
  const secret = LINE.exec(said)?.[1];
  if (secret === undefined || FILE.test(said)) return undefined;
  const start = line + said.lastIndexOf(secret);
  return accept(window, { start, end: start + secret.length, isQuoted: false }, "strong", "password", "certain");
}

function inString(window: Window, line: number): Span | undefined {
  const { text, to } = window;
  const said = latin1(text, line, Math.min(to, line + 512));
  const secret = STRING.exec(said)?.[1];
  if (secret === undefined) return undefined;
  const start = line + said.lastIndexOf(secret, said.indexOf('"'));
  const value = { start, end: start + secret.length, isQuoted: false };
  return mayBeRandom(window, value) ? accept(window, value, "weak", "key", "certain") : undefined;
}

function staticLogin(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  if (!MAPS.test(latin1(text, Math.max(from, colon - 48), colon))) return undefined;
  const end = lineEnd(window, colon);
  if (end === undefined) return undecided;
  const said = latin1(text, colon, Math.min(end, colon + 256));
  const secret = STATIC.exec(said)?.[1];
  if (secret === undefined) return undefined;
  const start = colon + said.lastIndexOf(secret);
  return accept(window, { start, end: start + secret.length, isQuoted: false }, "strong", "password", "certain");
}
