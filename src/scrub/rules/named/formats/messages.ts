import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, letters, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { judge } from "../judge.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

/**
 * `token → …`, `password ⇒ …`, `token -> …`: only a value that looks like a secret. `sign` is where the arrow begins.
 */
export function pointedAt(window: Window, sign: number, behind: number): Span | undefined {
  const key = nameBefore(window, sign);
  if (key === undefined) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = startOfValue(window.text, behind, window.to);
  const isString = strength === "strong" && quotes[window.text[start] ?? 0] === 1;
  return judge(window, key, strength, start, "text", isString ? sign : undefined);
}

const quotes = byteClass("\"'");

/** `Incorrect API key provided: …`, `Improper token passed: …`. Called at the colon. */
export function provided(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const word = skipBack(text, colon, Math.max(from, colon - 12), letters);
  if (word - 1 < from || text[word - 1] !== 0x20 || !PARTICIPLES.has(latin1(text, word, colon))) return undefined;
  const key = nameBefore(window, behindAuxiliary(window, word));
  if (key === undefined || nameStrength(key.name) === "none") return undefined;
  return judge(window, key, "weak", startOfValue(text, colon + 1, to), "text", colon);
}

/** `has been `, `was ` before a participle. */
const behindAuxiliary = ({ text, from }: Window, word: number): number =>
  word - (AUXILIARY.exec(latin1(text, Math.max(from, word - 12), word))?.[1]?.length ?? 0);

const AUXILIARY = new Ending(/ ((?:has been|was|is) )$/);
const PARTICIPLES = new Set(["provided", "passed", "received", "supplied"]);

/** `SSWS 00…`, the scheme and token of Okta, in a sentence. Called at the blank. */
export function oktaToken(window: Window, blank: number): Span | undefined {
  const value = valueAt(window, blank + 1, "text");
  const isOne = /^00[\w-]{38,42}$/.test(latin1(window.text, value.start, Math.min(value.end, value.start + 64)));
  return isOne ? accept(window, value, "strong", "token", "certain") : undefined;
}

/** `Unseal Key 1: …` of Vault. Called at the colon. */
export function unsealKey(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  if (!/\b(?:Unseal|Recovery) Key [0-9]$/.test(latin1(text, Math.max(from, colon - 16), colon))) return undefined;
  return accept(window, valueAt(window, colon + 2, "environment"), "strong", "key", "certain");
}
