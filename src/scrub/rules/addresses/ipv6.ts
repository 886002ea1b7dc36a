import { allOf, type Rule, type Span, type Window } from "../../rule.ts";
import { byteClass, hasExactly, hexDigits, membersOf, skipBack, skipWhile } from "../../text/bytes.ts";
import { encodedAddress } from "./ipv6-encoded.ts";
import { addressBytes, addressStart, COLON, LONGEST, longestAddress, withZone } from "./ipv6-extent.ts";
import { isScope, isSlice } from "./ipv6-look-alikes.ts";

const PERCENT = 0x25;
const notColon = new Uint8Array(256).fill(1);
notColon[COLON] = 0;

const entry = {
  name: "ipv6",
  recognises: "IPv6 addresses, except loopback",
  becomes: "IP_V6",
  example: "2001:db8::8a2e:370:7334",
  priority: 60,
  on: true,
};

const otherLetters = byteClass("g-zG-Z");

/**
 * Addresses of IPv6: a run of hex digits and colons that Node accepts as an address, in a range that reveals something:
 * global (2000-3fff), unique local (fc, fd), link-local (fe80-febf), IPv4 inside (`::ffff:`, `64:ff9b::`, `::a.b.c.d`).
 * The zone is removed; port, brackets and prefix length stay.
 *
 * Misses loopback and `::`, scopes (`abc::def`, `std::vector`), slices (`xs[::2]`), times, MAC addresses, fingerprints:
 * most of these parse as addresses too, but not as one of these ranges.
 *
 * Costs a look at up to 45 bytes around a doubled colon between hex digits.
 */
export const ipv6: Rule = {
  ...entry,
  anchors: () => [
    { at: ":", before: membersOf(notColon), after: ":" },
    { at: "%", before: "0123456789abcdefABCDEF", after: "3" },
  ],
  match(window, at) {
    const { text, from } = window;
    if (text[at] === PERCENT) return encodedAddress(window, at);
    if (otherLetters[text[at + 2] ?? 0] === 1) return undefined; // `std::vector`
    return addressIn(window, window.runStart(addressBytes, at, Math.max(from, at - LONGEST)), at);
  },
};

/**
 * The same for addresses that are written in full, without `::`.
 *
 * Misses what `ipv6` misses. Costs a look at each long run of hex digits and colons.
 */
export const ipv6InFull: Rule = {
  ...entry,
  anchors: "runs",
  match(window, at) {
    const { text, from, to } = window;
    const run = window.digitsAt(at);
    if (run.end > run.start + 10 && (run.start <= from || addressBytes[text[run.start - 1]!] !== 1)) return undefined;
    const start = skipBack(text, at, Math.max(from, at - LONGEST), addressBytes);
    if (at - start === LONGEST) return undefined;
    let colon = start;
    while (colon < to && colon < start + 10 && text[colon] !== COLON) colon++;
    return text[colon] === COLON ? addressIn(window, start, colon) : undefined;
  },
};

/** The digits of this placeholder begin no address. */
const SHORTENED = "SHORTENED-ID-";

/**
 * The address in the run of address bytes that begins at `run`, which contains a colon; and the addresses after it,
 * each of which would begin where the previous one was replaced.
 */
function addressIn(window: Window, run: number, colon: number): Span | undefined {
  const first = addressAt(window, run, colon);
  if (first === undefined || window.text[first.end] !== COLON) return first;
  const spans = [first];
  for (let end = first.end; window.text[end] === COLON; end = spans.at(-1)!.end) {
    const group = skipWhile(window.text, end + 1, Math.min(window.to, end + 6), hexDigits);
    const next = window.text[group] === COLON ? addressAt(window, end + 1, group) : undefined;
    if (next === undefined) break;
    spans.push(next);
  }
  return allOf(spans);
}

function addressAt(window: Window, run: number, colon: number): Span | undefined {
  const start = addressStart(window, run, colon);
  if (start < 0 || hasExactly(window.text, start - SHORTENED.length, start, SHORTENED)) return undefined;
  const span = longestAddress(window, start);
  return span === undefined || isSlice(window, span) || isScope(window, span) ? undefined : withZone(window, span);
}
