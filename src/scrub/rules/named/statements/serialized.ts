import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const nameBytes = byteClass("0-9a-zA-Z_.-");
const VALUE = /^;s:[0-9]{1,6}:(?=\\?")/;

/** PHP's `s:8:"password";s:9:"…";`. Called at the first semicolon. */
export function serialized(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const header = VALUE.exec(latin1(text, at, Math.min(to, at + 12)))?.[0];
  if (header === undefined) return undefined;
  const end = text[at - 2] === 0x5c ? at - 2 : at - 1;
  const name = latin1(text, skipBack(text, end, Math.max(from, end - 64), nameBytes), end);
  if (nameStrength(name) !== "strong") return undefined;
  const value = valueAt(window, at + header.length, "text");
  return value.isQuoted ? accept(window, value, "strong", name, "certain") : undefined;
}
