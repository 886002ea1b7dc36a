import { isIPv6 } from "node:net";
import {
  alphanumerics,
  byteClass,
  digits,
  hexDigits,
  latin1,
  letters,
  skipBack,
  skipWhile,
  wordBytes,
} from "../bytes.ts";
import { isLeftEdge } from "../edges.ts";
import type { Rule, Span, Window } from "../rule.ts";

const COLON = 0x3a;
const addressBytes = byteClass("0-9a-fA-F:.");
const zoneBytes = byteClass("0-9a-zA-Z._-");
/** The longest address in text: eight groups of four, the last two as an IPv4 address. */
const LONGEST = 45;

/**
 * Addresses of IPv6: a run of hex digits and colons that the parser of Node accepts, in a range that tells something:
 * global (2000-3fff), unique local (fc, fd), link-local (fe80-febf), IPv4 inside (`::ffff:`, `64:ff9b::`, `::a.b.c.d`).
 * The zone goes, port, brackets and prefix length stay.
 *
 * Misses loopback and `::`, scopes (`abc::def`, `std::vector`), slices (`xs[::2]`), times, MAC addresses, fingerprints:
 * most of these parse as addresses too, but not as one of these ranges.
 */
export const ipv6: Rule = {
  name: "ipv6",
  recognises: "IPv6 addresses, except loopback",
  becomes: "IP_V6",
  example: "2001:db8::8a2e:370:7334",
  priority: 60,
  on: true,
  anchors: [
    { at: ":", before: hexAnd("\n\t :=,;'\"[(<{|/_-"), after: hexAnd(":") },
    { at: ":", after: ":" },
  ],
  match(window, at) {
    const start = addressStart(window, at);
    if (start < 0) return undefined;
    const span = longestAddress(window, start);
    return span === undefined || isSlice(window, span) ? undefined : withZone(window, span);
  },
};

function hexAnd(more: string): string {
  return `0123456789abcdefABCDEF${more}`;
}

/** Where an address of the wanted ranges may begin whose first colon stands at `colon`, or -1. */
function addressStart({ text, from, to }: Window, colon: number): number {
  if (colon - 4 >= from && isWantedGroup(text, colon - 4) && isLeftEdge(text, colon - 4, from, to, wordNoUnderscore))
    return text[colon - 5] === COLON && colon - 5 >= from ? -1 : colon - 4;
  const group = skipBack(text, colon, Math.max(from, colon - 5), hexDigits);
  if (!isLeftEdge(text, group, from, to, wordNoUnderscore)) {
    if (text[colon + 1] !== COLON || !isLeftEdge(text, colon, from, to, wordNoUnderscore)) return -1;
    return mappedAhead(text, colon + 2, to) ? colon : -1;
  }
  if (group > from && text[group - 1] === COLON) return -1;
  if (group === colon) return text[colon + 1] === COLON && mappedAhead(text, colon + 2, to) ? colon : -1;
  const first = Number.parseInt(latin1(text, group, colon), 16);
  if (first === 0x64) return group;
  return first === 0 && text[colon + 1] === 0x30 ? group : -1;
}

const wordNoUnderscore = alphanumerics;

/** Four hex digits that are a first group in 2000-3fff, fc00-fdff or fe80-febf. */
function isWantedGroup(text: Uint8Array, at: number): boolean {
  const first = text[at]! | 32;
  const isGlobal = text[at] === 0x32 || text[at] === 0x33;
  if (!isGlobal && first !== 0x66) return false;
  for (let i = at + 1; i < at + 4; i++) if (hexDigits[text[i]!] !== 1) return false;
  if (isGlobal) return true;
  const second = text[at + 1]! | 32;
  if (second === 0x63 || second === 0x64) return true;
  const third = text[at + 2]! | 32;
  return second === 0x65 && (text[at + 2] === 0x38 || text[at + 2] === 0x39 || third === 0x61 || third === 0x62);
}

/** What follows `::` is an IPv4 address, or `ffff:` and one. */
function mappedAhead(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 24), addressBytes);
  const rest = latin1(text, at, end).toLowerCase();
  return /^(?:ffff:)?(?:0:)?[0-9]{1,3}\.[0-9]{1,3}\.|^ffff:(?:0:)?[0-9a-f]{1,4}:[0-9a-f]{1,4}/.test(rest);
}

/** The longest piece from `start` on that is an address and is not cut off in the middle of a word. */
function longestAddress({ text, to }: Window, start: number): Span | undefined {
  let end = skipWhile(text, start, Math.min(to, start + LONGEST + 8), addressBytes);
  const isCut = end < to && wordBytes[text[end]!] === 1 && text[end] !== 0x5f;
  if (isCut) end = beforeLastGroup(text, start, end);
  for (let tries = 0; tries < 9 && end - start >= 3; tries++) {
    while (end > start && (text[end - 1] === 0x2e || isLoneColon(text, start, end))) end--;
    const address = latin1(text, start, end);
    if (isIPv6(address)) return isCut && address.endsWith("::") ? undefined : wanted(address, start, end);
    end = beforeLastGroup(text, start, end);
  }
  return undefined;
}

const isLoneColon = (text: Uint8Array, start: number, end: number): boolean =>
  text[end - 1] === COLON && !(end - 2 >= start && text[end - 2] === COLON);

function beforeLastGroup(text: Uint8Array, start: number, end: number): number {
  let i = end - 1;
  while (i > start && text[i - 1] !== COLON && text[i - 1] !== 0x2e) i--;
  return text[i - 1] === COLON && text[i - 2] === COLON ? i : Math.max(start, i - 1);
}

function wanted(address: string, start: number, end: number): Span | undefined {
  const ipv4 = /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.exec(address)?.[0];
  if (ipv4 !== undefined && /^(?:127|0|24[0-9]|25[0-5])\./.test(ipv4)) return undefined;
  const first = Number.parseInt(address, 16);
  if (first >= 0x2000) return { start, end };
  if (first === 0x64) return /^0*64:ff9b:/i.test(address) ? { start, end } : undefined;
  return ipv4 !== undefined || /^(?:0*:)*:?(?:0*:)*ffff:/i.test(address) ? { start, end } : undefined;
}

/** `rows[2000::8]`: two decimal numbers in brackets behind a name. */
function isSlice({ text, from, to }: Window, { start, end }: Span): boolean {
  if (start - 1 <= from || text[start - 1] !== 0x5b || end >= to || text[end] !== 0x5d) return false;
  const owner = text[start - 2]!;
  if (wordBytes[owner] !== 1 && owner !== 0x5d && owner !== 0x29) return false;
  for (let i = start; i < end; i++) if (digits[text[i]!] !== 1 && text[i] !== COLON) return false;
  return /^[0-9]*::[0-9]*$/.test(latin1(text, start, end));
}

/** `fe80::1%eth0`: the zone belongs to the address, and names an interface or, on Windows, its number. */
function withZone({ text, to }: Window, { start, end }: Span): Span {
  const isLinkLocal = (text[start]! | 32) === 0x66 && (text[start + 1]! | 32) === 0x65;
  if (!isLinkLocal || end + 1 >= to || text[end] !== 0x25) return { start, end };
  let zoneEnd = skipWhile(text, end + 1, Math.min(to, end + 17), zoneBytes);
  while (zoneEnd > end + 1 && letters[text[zoneEnd - 1]!] !== 1 && digits[text[zoneEnd - 1]!] !== 1) zoneEnd--;
  return { start, end: zoneEnd > end + 1 ? zoneEnd : end };
}
