import type { Anchor, Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { keyStrength } from "../name/secret-keys.ts";
import { wholeString } from "./whole-string.ts";

/** The bracket after a name in quotes, before an equals sign. */
export const memberAnchors = (): Anchor[] => [{ at: "]", before: "\"'", after: " =" }];

const MEMBER = new Ending(/([\w.$]{2,48}s)\[["'][\w .@:/-]{1,48}["']$/);
const ASSIGNED = /^\] ?= ?(?=["'`])/;
const MAX_BACK = 104;
const MAX_KEY = 48;
const keyBytes = byteClass("0-9a-zA-Z_ .@:/-");

/** `secrets["db"] = "…"`, `$passwords['ada'] = '…'`. Called at the closing bracket. */
export function memberOfSecrets(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  const sign = ASSIGNED.exec(latin1(text, bracket, Math.min(to, bracket + 5)))?.[0];
  if (sign === undefined || !isBehindPlural(window, bracket - 1)) return undefined;
  const plural = MEMBER.exec(latin1(text, Math.max(from, bracket - MAX_BACK), bracket))?.[1];
  if (plural === undefined || keyStrength(plural.slice(0, -1)) !== "strong") return undefined;
  return wholeString(window, bracket + sign.length, plural);
}

/** A quick check of what is before the key that ends at `end`: an opening bracket after an `s`. */
function isBehindPlural({ text, from }: Window, end: number): boolean {
  const quote = skipBack(text, end, Math.max(from, end - MAX_KEY), keyBytes) - 1;
  return quote - 2 >= from && hasExactly(text, quote - 2, quote, "s[");
}
