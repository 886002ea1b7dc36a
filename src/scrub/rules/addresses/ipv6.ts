import type { Rule, Span, Window } from "../../rule.ts";
import {
  alphanumerics,
  byteClass,
  digits,
  hasExactly,
  hasWord,
  hexDigits,
  latin1,
  letters,
  membersOf,
  skipBack,
  skipWhile,
  wordBytes,
} from "../../text/bytes.ts";
import { escapeEnd, isLeftEdge } from "../../text/edges.ts";
import { isIpv6 } from "./ip-address.ts";

const COLON = 0x3a;
const addressBytes = byteClass("0-9a-fA-F:.");
const notColon = new Uint8Array(256).fill(1);
notColon[COLON] = 0;
const zoneBytes = byteClass("0-9a-zA-Z._-");
/** The longest address in text: eight groups of four, the last two as an IPv4 address. */
const LONGEST = 45;

const entry = {
  name: "ipv6",
  recognises: "IPv6 addresses, except loopback",
  becomes: "IP_V6",
  example: "2001:db8::8a2e:370:7334",
  priority: 60,
  on: true,
};

/**
 * Addresses of IPv6: a run of hex digits and colons that the parser of Node accepts, in a range that tells something:
 * global (2000-3fff), unique local (fc, fd), link-local (fe80-febf), IPv4 inside (`::ffff:`, `64:ff9b::`, `::a.b.c.d`).
 * The zone goes, port, brackets and prefix length stay.
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
    return addressIn(window, skipBack(text, at, Math.max(from, at - LONGEST), addressBytes), at);
  },
};

/**
 * The same for addresses that are written out, without `::`.
 *
 * Misses what `ipv6` misses. Costs a look at each long run of hex digits and colons.
 */
export const ipv6InFull: Rule = {
  ...entry,
  anchors: "runs",
  match(window, at) {
    const { text, from, to } = window;
    const start = skipBack(text, at, Math.max(from, at - LONGEST), addressBytes);
    if (at - start === LONGEST) return undefined;
    let colon = start;
    while (colon < to && colon < start + 10 && text[colon] !== COLON) colon++;
    return text[colon] === COLON ? addressIn(window, start, colon) : undefined;
  },
};

/** `2001%3Adb8%3A%3A1`: its colons are percent-encoded. Asked at the first of them. */
function encodedAddress({ text, from, to }: Window, colon: number): Span | undefined {
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

/** How many colons part what may be groups, from `start` on; one more than there may be is enough. */
function countEncodedColons(text: Uint8Array, start: number, to: number): number {
  let colons = 0;
  for (let i = start; colons <= MOST_COLONS; colons++) {
    i = skipWhile(text, i, Math.min(to, i + 4), hexDigits);
    if (!hasWord(text, i, to, "%3a")) break;
    i += 3;
  }
  return colons;
}

const PERCENT = 0x25;
const ENCODED = /^(?:[0-9a-f]{0,4}%3a){1,8}(?:[0-9.]{7,15}|[0-9a-f]{0,4})(?![0-9a-z])/i;

/** The digits of this placeholder begin no address. */
const SHORTENED = "SHORTENED-ID-";

/**
 * The address in the run of address bytes that begins at `run`, of which a colon is known; and those behind it, of which
 * the next would begin where this one was replaced.
 */
function addressIn(window: Window, run: number, colon: number): Span | undefined {
  const first = addressAt(window, run, colon);
  if (first === undefined || window.text[first.end] !== COLON) return first;
  const also: Span[] = [];
  for (let end = first.end; window.text[end] === COLON; end = also.at(-1)!.end) {
    const group = skipWhile(window.text, end + 1, Math.min(window.to, end + 6), hexDigits);
    const next = window.text[group] === COLON ? addressAt(window, end + 1, group) : undefined;
    if (next === undefined) break;
    also.push(next);
  }
  return { ...first, also };
}

function addressAt(window: Window, run: number, colon: number): Span | undefined {
  const start = addressStart(window, run, colon);
  if (start < 0 || hasExactly(window.text, start - SHORTENED.length, start, SHORTENED)) return undefined;
  const span = longestAddress(window, start);
  return span === undefined || isSlice(window, span) || isScope(window, span) ? undefined : withZone(window, span);
}

/** Where an address of the wanted ranges may begin, from `run` on; escapes and colour codes may reach into the run. */
function addressStart({ text, from, to }: Window, run: number, colon: number): number {
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
function isWanted(text: Uint8Array, start: number, end: number): boolean {
  const first = Number.parseInt(latin1(text, start, end), 16);
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
  const end = skipWhile(text, at, Math.min(to, at + 24), addressBytes);
  const dot = skipWhile(text, at, Math.min(end, at + 3), digits);
  const isDotted = dot > at && dot < end && text[dot] === 0x2e;
  if (!isDotted && !hasWord(text, at, end, "ffff:") && !hasWord(text, at, end, "0:")) return false;
  const rest = latin1(text, at, end).toLowerCase();
  return /^(?:ffff:)?(?:0:)?[0-9]{1,3}\.[0-9]{1,3}\.|^ffff:(?:0:)?[0-9a-f]{1,4}:[0-9a-f]{1,4}/.test(rest);
}

/** The longest piece from `start` on that is an address and is not cut off in the middle of a word. */
function longestAddress({ text, to }: Window, start: number): Span | undefined {
  let end = skipWhile(text, start, Math.min(to, start + LONGEST + 8), addressBytes);
  const isCut = end < to && wordBytes[text[end]!] === 1 && text[end] !== 0x5f;
  if (isCut) end = beforeLastGroup(text, start, end);
  const limit = readableEnd(text, start, end);
  for (let tries = 0; tries < 9 && end - start >= 3; tries++) {
    while (end > start && (text[end - 1] === 0x2e || isLoneColon(text, start, end))) end--;
    const address = end <= limit ? latin1(text, start, end) : "";
    if (isIpv6(address)) return isCut && address.endsWith("::") ? undefined : wanted(address, start, end);
    end = beforeLastGroup(text, start, end);
  }
  return undefined;
}

/** Up to where the bytes may be those of one address: to a second `::`, a fifth digit of a group, a letter behind a dot. */
function readableEnd(text: Uint8Array, start: number, end: number): number {
  let isShortened = false;
  let isDotted = false;
  let size = 0;
  for (let i = start; i < end; i++) {
    if (text[i] === 0x2e) {
      isDotted = true;
      size = 0;
    } else if (isDotted && digits[text[i]!] !== 1) return i;
    else if (text[i] !== COLON) {
      if (++size > 4) return i;
    } else {
      size = 0;
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

function wanted(address: string, start: number, end: number): Span | undefined {
  const ipv4 = /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.exec(address)?.[0];
  const first = Number.parseInt(address, 16);
  if (ipv4 !== undefined && !(first >= 0x2000) && /^(?:127|0|24[0-9]|25[0-5])\./.test(ipv4)) return undefined;
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

/** `fade::add()`, `fcab::fade::x`: names that happen to be spelled in hex digits; and runs of too many groups. */
function isScope({ text, to }: Window, { start, end }: Span): boolean {
  if (end + 1 < to && text[end] === COLON && (text[end + 1] === COLON || isGroup(text, end + 1, to))) return true;
  if (hasBothCases(text, start, end)) return true;
  if (end >= to || text[end] !== 0x28) return false;
  const group = skipBack(text, end, start, letters);
  return group < end && (group === start || text[group - 1] === COLON);
}

/** Whether a capital stands beside a small letter. */
function hasBothCases(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++)
    if (letters[text[i]!] === 1 && letters[text[i - 1]!] === 1 && ((text[i]! ^ text[i - 1]!) & 0x20) !== 0) return true;
  return false;
}

/** One group more than an address has, and no port. */
function isGroup(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 6), hexDigits);
  if (end === at || end - at > 4 || (end < to && wordBytes[text[end]!] === 1)) return false;
  return end - at === 1 || skipWhile(text, at, end, digits) < end;
}

/** `fe80::1%eth0`: the zone belongs to the address, and names an interface or, on Windows, its number. */
function withZone({ text, to }: Window, { start, end }: Span): Span {
  const isLinkLocal = (text[start]! | 32) === 0x66 && (text[start + 1]! | 32) === 0x65;
  if (!isLinkLocal || end + 1 >= to || text[end] !== 0x25) return { start, end };
  let zoneEnd = skipWhile(text, end + 1, Math.min(to, end + 17), zoneBytes);
  while (zoneEnd > end + 1 && letters[text[zoneEnd - 1]!] !== 1 && digits[text[zoneEnd - 1]!] !== 1) zoneEnd--;
  return { start, end: zoneEnd > end + 1 ? zoneEnd : end };
}
