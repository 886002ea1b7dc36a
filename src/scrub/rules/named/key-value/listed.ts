import type { Span, Window } from "../../../rule.ts";
import { alphanumerics, latin1, letters, skipWhile } from "../../../text/bytes.ts";
import { type KeyName, nameBefore, opensPair } from "../key-name.ts";
import { type KeyStrength, nameStrength } from "../secret-keys.ts";
import { accept } from "../secret-looks.ts";
import { startOfValue, valueAt } from "../value-extent.ts";
import { isQuote, judge } from "./judge.ts";

/** `token,value`, and in a call or a list `("token", "value")`. */
export function listed(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const next = text[at + 2] === 0x62 ? text[at + 3] : text[at + 2];
  const isProse = (text[at + 1] === 0x20 && !isQuote(next)) || isPair(text, at + 1, to);
  if (at <= from || text[at] !== 0x2c || isProse) return undefined;
  const key = nameBefore(window, at);
  if (key === undefined) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (!key.isQuoted)
    return alphanumerics[text[at + 1] ?? 0] === 1 ? judge(window, key, strength, at + 1, "text") : undefined;
  if (!opensPair(window, key)) return undefined;
  const start = startOfValue(text, at + 1, to);
  if (text[start + 1] === 0x2d && isQuote(text[start + 3])) return undefined; // `("--token", "-t")`
  const span = judge(window, key, strength, start, "text") ?? stored(window, key, strength, start);
  return span !== undefined && isQuote(text[span.end]) && text[span.end + 1] !== 0x3a ? span : undefined;
}

/** `define("name", "value")`, `props.put("name", "value")`: the call says that it is one. */
function stored(window: Window, key: KeyName, strength: KeyStrength, start: number): Span | undefined {
  const { text, from } = window;
  if (!STORES.test(latin1(text, Math.max(from, key.start - 64), key.start))) return undefined;
  const value = valueAt(window, start, "text");
  const isWhole = value.isQuoted && text[value.end - 1] !== 0x20 && text[value.end] !== 0x20;
  return isWhole ? accept(window, value, strength, key.name, "certain") : undefined;
}

const STORES =
  /(?:\b|[a-z_])(?:define|putenv|put|set|setenv|setattr|setdefault|setProperty|setHeader|setItem|getenv|getOrDefault|environ\.get|get|header|append|property)\((?:[\w.]{1,32}, ?)?\\*["']$/i;

/** `id=npmrc`: another name with its value, not the value of the name before. */
function isPair(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 24), letters);
  return end > at && text[end] === 0x3d;
}
