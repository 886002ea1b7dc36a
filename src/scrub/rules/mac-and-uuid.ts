import type { Rule, Span, Window } from "../rule.ts";
import { alphanumerics, hexDigits, latin1 } from "../text/bytes.ts";
import { isWordStart } from "../text/edges.ts";

const HEX = "0123456789abcdefABCDEF";

/**
 * MAC addresses, six pairs of hex digits after `:` or `-`. Off by default: they identify a network card, and matter
 * only in reports about waking up machines.
 *
 * Misses times, fingerprints and EUI-64, which have fewer or more pairs, and the broadcast address.
 *
 * Costs a look at 17 bytes around a joint between hex digits.
 */
export const macAddress: Rule = {
  name: "mac",
  recognises: "MAC addresses",
  becomes: "MAC-ADDRESS",
  example: "02:42:ac:11:00:02",
  priority: 65,
  on: false,
  anchors: () => [
    { at: ":", before: HEX, after: HEX },
    { at: "-", before: HEX, after: HEX },
  ],
  match: ({ text, from, to }, at) => shaped(text, at, from, to, [2, 2, 2, 2, 2, 2], text[at]!),
};

/**
 * UUIDs. Off by default: error reports use them as ids, and most identify no person.
 *
 * Misses those without hyphens. Costs a look at 36 bytes around a hyphen between hex digits.
 */
export const uuid: Rule = {
  name: "uuid",
  recognises: "UUIDs",
  becomes: "UUID-VALUE",
  example: "8c7f4d1e-5a51-4f0e-9f10-1f6a2b3c4d5e",
  priority: 64,
  on: false,
  anchors: () => [{ at: "-", before: HEX, after: HEX }],
  match: ({ text, from, to }: Window, at) => shaped(text, at, from, to, [8, 4, 4, 4, 12], 0x2d),
};

/** Groups of this many hex digits, the first of which ends at `at`, with no further group on either side. */
function shaped(
  text: Uint8Array,
  at: number,
  from: number,
  to: number,
  groups: number[],
  joint: number,
): Span | undefined {
  const start = at - groups[0]!;
  const end = start + groups.reduce((sum, length) => sum + length + 1, -1);
  if (start < from || end > to || !isWordStart(text, start, from, to)) return undefined;
  if (start > from && text[start - 1] === joint) return undefined;
  if (end < to && (alphanumerics[text[end]!] === 1 || text[end] === joint)) return undefined;
  let i = start;
  for (const length of groups) {
    for (const stop = i + length; i < stop; i++) if (hexDigits[text[i]!] !== 1) return undefined;
    if (i < end && text[i++] !== joint) return undefined;
  }
  return /^f+$/i.test(latin1(text, start, end).replace(/[:-]/g, "")) ? undefined : { start, end };
}
