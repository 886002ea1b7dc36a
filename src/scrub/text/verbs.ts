import { byteClass, letters, skipBack } from "./bytes.ts";
import { byLength, isOneOf } from "./words.ts";

const VERBS = byLength("get post put patch delete head options".split(" "));
/** Their last letters, and those before them. */
const [lastOfVerbs, secondsOfVerbs] = [byteClass("tThHeEdDsS"), byteClass("eEsSuUcCtTaAnN")];
const LONGEST = "options".length;

/** Where the verb of a request begins that ends at `end`: a route may follow it. Otherwise -1. */
export function verbBefore(text: Uint8Array, end: number, from: number): number {
  if (lastOfVerbs[text[end - 1] ?? 0] !== 1 || secondsOfVerbs[text[end - 2] ?? 0] !== 1) return -1;
  const start = skipBack(text, end, Math.max(from, end - LONGEST - 2), letters);
  return isOneOf(VERBS, text, start, end) ? start : -1;
}
