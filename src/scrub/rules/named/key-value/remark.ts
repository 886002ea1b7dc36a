import type { Anchor, Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { judge } from "../judge.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { startOfValue } from "../value/start.ts";
import { isKeyOfTwoWords } from "./two-words.ts";

/** The colon after the bracket that closes a remark. */
export const remarkAnchors = (): Anchor[] => [{ at: ":", before: ")", after: " " }];

const REMARK = new Ending(/[\w"'`*] \([\w ,.'-]{1,40}\)$/);

/** `Token (keep it secret): value`, `API Key (v3 auth): value`. Called at the colon. */
export function behindRemark(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1(text, Math.max(from, colon - 46), colon);
  if (!REMARK.test(before)) return undefined;
  const end = colon - (before.length - before.lastIndexOf(" ("));
  const key = nameBefore(window, end);
  if (key === undefined) return undefined;
  const strength = isKeyOfTwoWords(window, key) ? "strong" : nameStrength(key.name);
  return strength === "none"
    ? undefined
    : judge(window, key, strength, startOfValue(text, colon + 1, to), "text", colon);
}
