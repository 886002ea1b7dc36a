import type { Span, Window } from "../../rule.ts";
import { alphanumerics, hasWord, hexDigits, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { escapeEnd, isLeftEdge } from "../../text/edges.ts";
import { isIpv6 } from "./ip-address.ts";
import { isWanted, LONGEST, wanted } from "./ipv6-extent.ts";

const ENCODED = /^(?:[0-9a-f]{0,4}%3a){1,8}(?:[0-9.]{7,15}|[0-9a-f]{0,4})(?![0-9a-z])/i;

/** `2001%3Adb8%3A%3A1`: its colons are percent-encoded. Called at the first of them. */
export function encodedAddress({ text, from, to }: Window, colon: number): Span | undefined {
  if (!hasWord(text, colon, to, "%3a")) return undefined;
  const run = skipBack(text, colon, Math.max(from, colon - 8), hexDigits);
  const behindEscape = escapeEnd(text, run, from, to);
  const start = behindEscape > run && behindEscape < colon ? behindEscape : run;
  if (colon - start > 4 || !isLeftEdge(text, start, from, to, alphanumerics) || !isWanted(text, start, colon))
    return undefined;
  if (countEncodedColons(text, start, to) > MOST_COLONS) return undefined;
  const written = ENCODED.exec(latin1(text, start, Math.min(to, start + LONGEST + 16)))?.[0] ?? "";
  const address = written.replace(/%3a/gi, ":");
  return isIpv6(address) ? wanted(address, start, start + written.length) : undefined;
}

/** Of eight groups, or of seven with `::` at their end. */
const MOST_COLONS = 8;

/** The number of colons between possible groups from `start` on; counts at most one more than an address may have. */
function countEncodedColons(text: Uint8Array, start: number, to: number): number {
  let colons = 0;
  for (let i = start; colons <= MOST_COLONS; colons++) {
    i = skipWhile(text, i, Math.min(to, i + 4), hexDigits);
    if (!hasWord(text, i, to, "%3a")) break;
    i += 3;
  }
  return colons;
}
