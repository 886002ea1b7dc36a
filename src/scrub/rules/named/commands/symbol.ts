import type { Span, Window } from "../../../rule.ts";
import { alphanumerics, byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const symbolBytes = byteClass("0-9a-zA-Z_");

/** `(:api_key, "value")`, `{:api_key, "value"}` */
export function symbol(window: Window, colon: number): Span | undefined {
  const { text, to } = window;
  const end = skipWhile(text, colon + 1, Math.min(to, colon + 64), symbolBytes);
  if (text[end] !== 0x2c || alphanumerics[text[end - 1]!] !== 1) return undefined;
  const start = text[end + 1] === 0x20 ? end + 2 : end + 1;
  if (symbolBytes[text[start] ?? 0] === 1 && symbolBytes[text[start + 1] ?? 0] === 1) return undefined; // not quoted
  const strength = nameStrength(latin1(text, colon + 1, end));
  if (strength === "none") return undefined;
  const value = valueAt(window, start, "text");
  if (!value.isQuoted || value.end >= to || text[value.end]! < 0x20) return undefined;
  const isTuple = text[colon - 1] === 0x7b && text[value.end + 1] === 0x7d && value.end + 1 < to;
  return accept(window, value, strength, "", isTuple ? "certain" : "likely");
}
