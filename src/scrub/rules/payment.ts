import { quoteForNumber } from "../json/context.ts";
import type { Rule, Span, Window } from "../rule.ts";
import { alphanumerics, byteClass, digits, latin1, letters, skipBack } from "../text/bytes.ts";
import { escapeEnd, isLeftEdge, isWordStart } from "../text/edges.ts";

const DIGITS = "0123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Card numbers in groups (`4111 1111 1111 1111`, with blanks or hyphens): 15, 16 or 19 digits of an issuer's range,
 * with the right check digit.
 *
 * Misses numbers in other groups, and those whose check digit is wrong. Costs a look at a few bytes after four digits.
 */
export const card: Rule = {
  name: "card",
  recognises: "numbers of payment cards",
  becomes: "CARD-NUMBER",
  example: "4111 1111 1111 1111",
  priority: 30,
  on: true,
  // called in the second group, since dates begin like the first
  anchors: () => [{ at: DIGITS, before: DIGITS, beforeThat: " -", thirdBefore: DIGITS, after: DIGITS }],
  match({ text, from, to }: Window, second) {
    const at = second - 2;
    const start = at - 4;
    if (start < from || skipBack(text, at, start, digits) !== start || isDigitBefore(text, start, from, to))
      return undefined;
    const written = latin1(text, start, Math.min(to, start + 34));
    const found =
      /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{5})(?!\d|[ -]\d{1,7}(?![\w.:@]))/.exec(
        written,
      )?.[0];
    return found !== undefined && isCard(found.replace(/\D/g, "")) ? { start, end: start + found.length } : undefined;
  },
};

/**
 * The same in one run of 16 digits; not in a path, where ids of projects are.
 *
 * Misses numbers that are part of a longer text. Costs a look at each long run of digits.
 */
export const bareCard: Rule = {
  ...card,
  anchors: "runs",
  match(window: Window, at) {
    const { text, from, to } = window;
    const { start: first, end } = window.digitsAt(at);
    if (end - first < 16 || end - first > 20) return undefined;
    const start = Math.max(first, escapeEnd(text, first, from, to));
    if (end - start !== 16 || isPartOfMore(text, start, end, from, to)) return undefined;
    if (!isCard(latin1(text, start, end))) return undefined;
    const quote = quoteForNumber(window, start, end);
    return { start, end, becomes: `${quote}${card.becomes}${quote}` };
  },
};

const isDigitBefore = (text: Uint8Array, start: number, from: number, to: number): boolean => {
  if (start <= from) return false;
  const left = text[start - 1]!;
  return (
    !isWordStart(text, start, from, to) ||
    left === 0x2e ||
    ((left === 0x20 || left === 0x2d) && isGroupBefore(text, start - 1, from))
  );
};

/** Whether a group of a longer number ends there, and not a time, a date, an address or an id. */
function isGroupBefore(text: Uint8Array, end: number, from: number): boolean {
  const start = skipBack(text, end, Math.max(from, end - 8), digits);
  return start < end && end - start < 8 && (start === from || joints[text[start - 1]!] !== 1);
}

const joints = byteClass("0-9a-zA-Z_.:@/-");

const glue = byteClass("0-9a-zA-Z_./-");

const isPartOfMore = (text: Uint8Array, start: number, end: number, from: number, to: number): boolean =>
  !isLeftEdge(text, start, from, to, glue) ||
  (end < to && alphanumerics[text[end]!] === 1) ||
  (end + 1 < to && text[end] === 0x2e && digits[text[end + 1]!] === 1);

/** Visa, Mastercard, American Express, Discover, JCB, UnionPay, Diners, Maestro. */
const ISSUERS =
  /^(?:4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|35(?:2[89]|[3-8])|6(?:011|2|4[4-9]|5)|50|5[6-8])/;

function isCard(number: string): boolean {
  if (!ISSUERS.test(number) || /^3[47]/.test(number) !== (number.length === 15)) return false;
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** How long an account number is in each country, by its two capitals; 0 for others. */
const lengths = new Uint8Array(26 * 26);
const country = (first: number, second: number): number => (first - 0x41) * 26 + second - 0x41;
const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
for (const entry of (
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 " +
  "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 " +
  "LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 " +
  "ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
).split(" "))
  lengths[country(entry.charCodeAt(0), entry.charCodeAt(1))] = Number(entry.slice(2));

/**
 * International bank account numbers, with or without blanks: as long as their country has them, with the right check
 * digits.
 *
 * Misses those of other countries. Costs a look at two letters and two digits.
 */
export const iban: Rule = {
  name: "iban",
  recognises: "international bank account numbers",
  becomes: "IBAN-NUMBER",
  example: "DE89 3704 0044 0532 0130 00",
  priority: 31,
  on: true,
  anchors: () => [{ at: DIGITS, before: CAPITALS, beforeThat: CAPITALS, after: DIGITS }],
  match({ text, from, to }: Window, at): Span | undefined {
    const start = at - 2;
    if (start < from || !isWordStart(text, start, from, to)) return undefined;
    const [first, second] = [text[start]!, text[start + 1]!];
    const length = isCapital(first) && isCapital(second) ? lengths[country(first, second)]! : 0;
    const end = length === 0 ? -1 : endOfNumber(text, start, to, length);
    return end >= 0 && checks(text, start, end) ? { start, end } : undefined;
  },
};

/** Where the number ends, in groups of four or in one; -1 if it does not have this length. */
function endOfNumber(text: Uint8Array, start: number, to: number, length: number): number {
  const limit = Math.min(to, start + MAX_WRITTEN);
  let count = 0;
  let i = start;
  for (; i < limit && count < length; i++) {
    const byte = text[i]!;
    if (alphanumerics[byte] === 1) count++;
    else if ((byte !== 0x20 && byte !== 0x2d) || count % 4 !== 0) return -1;
  }
  return count < length || (i < to && alphanumerics[text[i]!] === 1) ? -1 : i;
}

const MAX_WRITTEN = 42;

/** ISO 7064: the number, its first four characters moved to the end and letters as numbers, is 1 modulo 97. */
const checks = (text: Uint8Array, start: number, end: number): boolean =>
  remainder(text, start, start + 4, remainder(text, start + 4, end, 0)) === 1;

function remainder(text: Uint8Array, start: number, end: number, before: number): number {
  let rest = before;
  for (let i = start; i < end; i++) {
    const byte = text[i]!;
    if (digits[byte] === 1) rest = (rest * 10 + byte - 0x30) % 97;
    else if (letters[byte] === 1) rest = (rest * 100 + (byte | 32) - 0x57) % 97;
  }
  return rest;
}
