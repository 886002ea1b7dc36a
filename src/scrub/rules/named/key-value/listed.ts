import type { Span, Window } from "../../../rule.ts";
import { alphanumerics, letters, skipWhile } from "../../../text/bytes.ts";
import { nameBefore, opensPair } from "../key-name.ts";
import { nameStrength } from "../secret-keys.ts";
import { startOfValue } from "../value-extent.ts";
import { isQuote, judge } from "./judge.ts";

/** `token,value`, and in a call or a list `("token", "value")`. */
export function listed(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const isProse = (text[at + 1] === 0x20 && !isQuote(text[at + 2])) || isPair(text, at + 1, to);
  if (at <= from || text[at] !== 0x2c || isProse) return undefined;
  const key = nameBefore(window, at);
  if (key === undefined) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (!key.isQuoted)
    return alphanumerics[text[at + 1] ?? 0] === 1 ? judge(window, key, strength, at + 1, "text") : undefined;
  if (!opensPair(window, key)) return undefined;
  const start = startOfValue(text, at + 1, to);
  const span = judge(window, key, strength, start, "text");
  return span !== undefined && isQuote(text[span.end]) && text[span.end + 1] !== 0x3a ? span : undefined;
}

/** `id=npmrc`: another name with its value, not the value of the name before. */
function isPair(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 24), letters);
  return end > at && text[end] === 0x3d;
}
