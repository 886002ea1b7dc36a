import type { KeyName, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import type { Value } from "../value/extent.ts";
import { mayBeRandom } from "../value/randomness.ts";

/** `PASS: vers20a`: a test and its result, unless an account is above. */
export function isResult(window: Window, { name, start }: KeyName, separator: number, value: Value): boolean {
  const { text, from } = window;
  if (name !== "PASS" || text[separator] !== 0x3a || value.isQuoted || mayBeRandom(window, value)) return false;
  if (start > from && text[start - 1] !== 0x0a && text[start - 1] !== 0x20) return false;
  if (ACCOUNT.test(latin1(text, Math.max(from, start - 96), start))) return false;
  return TEST.test(latin1(text, value.start, Math.min(value.end, value.start + 64)));
}

const ACCOUNT = /(?:user(?:name)?|login|account|mail|host)\b[^\n]{0,72}\r?\n[ \t]*$/i;
const TEST = /^[a-z][\w./-]*$/i;

/** `[token]: 'identifier' expected`: the kind of a message, and a message that begins with a word in quotes. */
export function isQuotedFirst(window: Window, { end, isQuoted }: KeyName, separator: number, value: Value): boolean {
  const { text, to } = window;
  if (text[separator] !== 0x3a || text[end] !== 0x5d || end !== separator - 1) return false;
  if (isQuoted || !value.isQuoted || mayBeRandom(window, value)) return false;
  return !ENDS.test(latin1(text, value.end, Math.min(to, value.end + 16)));
}

/** The quote, and the end of the line, the object or a string around it, or another member. */
const ENDS = /^(?:$|\\{0,7}["'`][ \t]{0,4}(?:$|[\r\n,;})\]"'`\\]|\/[/*]))/;
