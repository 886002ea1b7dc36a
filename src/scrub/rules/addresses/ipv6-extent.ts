import type { Span, Window } from "../../rule.ts";
import {
  alphanumerics,
  byteClass,
  digits,
  hasWord,
  hexDigits,
  hexValue,
  latin1,
  letters,
  skipWhile,
  wordBytes,
} from "../../text/bytes.ts";
import { escapeEnd, isLeftEdge } from "../../text/edges.ts";
import { isIpv6 } from "./ip-address.ts";

export const COLON = 0x3a;
/** Digits, colons and the dots of an IPv4 address at its end. */
export const addressBytes = byteClass("0-9a-fA-F:.");
const zoneBytes = byteClass("0-9a-zA-Z._-");
/** The longest address in text: eight groups of four, the last two as an IPv4 address. */
export const LONGEST = 45;

/** Where an address of the wanted ranges may begin, from `run` on; escapes and colour codes may reach into the run. */
export function addressStart({ text, from, to }: Window, run: number, colon: number): number {
  const behindEscape = escapeEnd(text, run, from, to);
  const starts = behindEscape > run && behindEscape <= colon ? [behindEscape, run] : [run];
  if (run > from && wordBytes[text[run - 1]!] === 1) starts.push(skipWhile(text, run, run + 2, hexDigits) + 1);
  for (const start of starts) {
    if (!isLeftEdge(text, start, from, to, alphanumerics)) continue;
    const first = skipWhile(text, start, Math.min(to, start + 5), hexDigits);
    if (text[first] !== COLON || first - start > 4) continue;
    if (first === start ? text[start + 1] === COLON && mappedAhead(text, start + 2, to) : isWanted(text, start, first))
      return start;
  }
  return text[colon + 1] === COLON && colon > run && mappedAhead(text, colon + 2, to) ? colon : -1;
}

/** A first group that is in one of the ranges, or may lead to an IPv4 address. */
export function isWanted(text: Uint8Array, start: number, end: number): boolean {
  if (end <= start) return false;
  let first = 0;
  for (let i = start; i < end; i++) first = first * 16 + hexValue(text[i]!);
  return (
    first === 0 ||
    first === 0x64 ||
    (first >= 0x2000 && first < 0x4000) ||
    (first >= 0xfc00 && first < 0xfe00) ||
    (first >= 0xfe80 && first < 0xfec0)
  );
}

/** What follows `::` is an IPv4 address, or `ffff:` and one. */
function mappedAhead(text: Uint8Array, at: number, to: number): boolean {
  const dot = skipWhile(text, at, Math.min(to, at + 3), digits);
  const isDotted = dot > at && dot < to && text[dot] === 0x2e;
  if (!isDotted && !hasWord(text, at, to, "ffff:") && !hasWord(text, at, to, "0:")) return false;
  const rest = latin1(text, at, skipWhile(text, at, Math.min(to, at + 24), addressBytes)).toLowerCase();
  return /^(?:ffff:)?(?:0:)?[0-9]{1,3}\.[0-9]{1,3}\.|^ffff:(?:0:)?[0-9a-f]{1,4}:[0-9a-f]{1,4}/.test(rest);
}

/** The longest address from `start` on that does not end in the middle of a word. */
export function longestAddress({ text, to }: Window, start: number): Span | undefined {
  let end = skipWhile(text, start, Math.min(to, start + LONGEST + 8), addressBytes);
  const isCut = end < to && wordBytes[text[end]!] === 1 && text[end] !== 0x5f;
  if (isCut) end = beforeLastGroup(text, start, end);
  const limit = readableEnd(text, start, end);
  for (let tries = 0; tries < 9 && end - start >= 3; tries++) {
    while (end > start && (text[end - 1] === 0x2e || isLoneColon(text, start, end))) end--;
    const address = end <= limit ? latin1(text, start, end) : "";
    if (address !== "" && isIpv6(address))
      return isCut && address.endsWith("::") ? undefined : wanted(address, start, end);
    end = beforeLastGroup(text, start, end);
  }
  return undefined;
}

/** An address of eight groups, or of seven and `::`, has no more. */
const MOST_COLONS = 8;

/**
 * Up to where the bytes may be those of one address: to a second `::`, a fifth digit of a group, a letter after a dot,
 * a colon too many.
 */
function readableEnd(text: Uint8Array, start: number, end: number): number {
  let isShortened = false;
  let isDotted = false;
  let size = 0;
  let colons = 0;
  for (let i = start; i < end; i++) {
    if (text[i] === 0x2e) {
      isDotted = true;
      size = 0;
    } else if (isDotted && digits[text[i]!] !== 1) return i;
    else if (text[i] !== COLON) {
      if (++size > 4) return i;
    } else {
      size = 0;
      if (++colons > MOST_COLONS) return i;
      if (i === start || text[i - 1] !== COLON) continue;
      if (isShortened) return i;
      isShortened = true;
    }
  }
  return end;
}

const isLoneColon = (text: Uint8Array, start: number, end: number): boolean =>
  text[end - 1] === COLON && !(end - 2 >= start && text[end - 2] === COLON);

function beforeLastGroup(text: Uint8Array, start: number, end: number): number {
  let i = end - 1;
  while (i > start && text[i - 1] !== COLON && text[i - 1] !== 0x2e) i--;
  return text[i - 1] === COLON && text[i - 2] === COLON ? i : Math.max(start, i - 1);
}

export function wanted(address: string, start: number, end: number): Span | undefined {
  const ipv4 = address.includes(".") ? IPV4.exec(address)?.[0] : undefined;
  const first = Number.parseInt(address, 16);
  if (ipv4 !== undefined && !(first >= 0x2000) && /^(?:127|0|24[0-9]|25[0-5])\./.test(ipv4)) return undefined;
  if (first >= 0x2000) return { start, end };
  if (first === 0x64) return /^0*64:ff9b:/i.test(address) ? { start, end } : undefined;
  return ipv4 !== undefined || /^(?:0*:)*ffff:/i.test(address) ? { start, end } : undefined;
}

const IPV4 = /(?<![0-9])[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;

/** `fe80::1%eth0`: the zone belongs to the address, and names an interface or, on Windows, its number. */
export function withZone({ text, to }: Window, { start, end }: Span): Span {
  const isLinkLocal = (text[start]! | 32) === 0x66 && (text[start + 1]! | 32) === 0x65;
  if (!isLinkLocal || end + 1 >= to || text[end] !== 0x25) return { start, end };
  let zoneEnd = skipWhile(text, end + 1, Math.min(to, end + 17), zoneBytes);
  while (zoneEnd > end + 1 && letters[text[zoneEnd - 1]!] !== 1 && digits[text[zoneEnd - 1]!] !== 1) zoneEnd--;
  return { start, end: zoneEnd > end + 1 ? zoneEnd : end };
}
