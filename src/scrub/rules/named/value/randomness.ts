import type { Window } from "../../../rule.ts";
import { alphanumerics, digits, latin1 } from "../../../text/bytes.ts";
import type { Phrase } from "../../../text/memo.ts";
import type { Value } from "./extent.ts";

const HYPHEN = 0x2d;
/** The beginning of a value that shows whether it is a secret. */
export const FIRST_LOOK = 64;

/** Whether any part of a value is as long as the parts of random words: checked first, since it is known already. */
export function mayBeRandom(window: Window, { start, end }: Value): boolean {
  const looked = Math.min(end, start + FIRST_LOOK);
  if (looked - start < longPart.longest) return false;
  if (window.nextPhrase(longPart, start, looked) < looked) return mayHoldDigits(window.text, start, looked);
  if (end - start < 15 || end - start > FIRST_LOOK || window.next(digits, start, end) === end) return false;
  return PARTS.test(latin1(window.text, start, end));
}

/**
 * Two digits, one if it is long, or the first hyphen of a UUID or an `appid`, which may be of letters alone: hardly
 * anything random is without.
 */
function mayHoldDigits(text: Uint8Array, start: number, end: number): boolean {
  if (text[start + 8] === HYPHEN || text[start + 6] === HYPHEN) return true;
  let numbers = 0;
  for (let i = start; i < end; i++) if (digits[text[i]!] === 1 && ++numbers === 2) return true;
  return numbers === 1 && end - start >= LONG;
}

/** From this length on one digit is enough if capitals and small letters are mixed. */
const LONG = 20;

/** Base64 with many signs: no part is long. */
const PARTS = /^(?=(?:[^0-9]*[0-9]){3})(?=.*[+/])(?=.*[a-z])(?=.*[A-Z])[\w+/-]+={0,2}$/;

const longPart: Phrase = {
  longest: 8,
  isAt(text, at, to) {
    if (at + 8 > to) return false;
    for (let i = at + 7; i >= at; i--) if (alphanumerics[text[i]!] !== 1) return false;
    return true;
  },
};

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;
/** The same with any letters, and some digits. */
const LIKE_UUID = /^(?=(?:[^0-9]*[0-9]){3})[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}$/i;
/** Twelve and more letters and digits that change at least twice, as serial numbers do; or a very long number. */
const SERIAL = /^(?=(?:[^0-9]*[0-9]){3})(?=[0-9]*[A-Za-z]+[0-9]+[A-Za-z])[0-9A-Za-z]{12,}$|^(?!([0-9])\1+$)[0-9]{30,}$/;

/** If the form alone shows that it is a value, it may be shorter. */
export const isRandom = (value: string, isCertain: boolean): boolean =>
  isRandomWord(value) ||
  (isCertain &&
    (SERIAL.test(value) ||
      LIKE_UUID.test(value) ||
      (/^[\w+/~-]{12,}={0,2}$/.test(value) && changesOften(value, 12, 2, 0.35))));

/**
 * Sixteen letters and digits in a row, with some of either, or in parts, or with signs; also a UUID, the short form of
 * an `appid`.
 */
export function isRandomWord(value: string): boolean {
  if (/[\s"'`<>\\]|(?:^|@)sha(?:1|256|384|512)[:-]/.test(value)) return false;
  if (UUID.test(value) || /^[A-Z0-9]{6}-[A-Z0-9]{10}$/.test(value)) return true;
  if (changesOften(value) || isMixed(value)) return true;
  if (!/^[\w~+/%.:-]+={0,2}$/.test(value)) return false;
  return holdsMixedWord(value);
}

/** Whether a long word with at least one digit has capitals where words have none, and few vowels. */
export function isMixed(value: string): boolean {
  if (value.length < LONG || !/^(?=[A-Za-z_-]*[0-9])[\w-]+$/.test(value)) return false;
  const risen = value.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  const vowels = value.match(/[aeiou]/gi)?.length ?? 0;
  return risen >= 4 && /[A-Z]{2}/.test(value) && vowels <= value.length * 0.3;
}

/** Whether sixteen letters and digits stand in a row, two of either among them. */
function holdsMixedWord(value: string): boolean {
  let [letters, numbers] = [0, 0];
  for (let i = 0; i <= value.length; i++) {
    const kind = i < value.length ? kindAt(value, i) : OTHER;
    if (kind === DIGIT) numbers++;
    else if (kind !== OTHER) letters++;
    else {
      if (letters + numbers >= 16 && letters > 1 && numbers > 1) return true;
      letters = numbers = 0;
    }
  }
  return false;
}

const [OTHER, DIGIT, CAPITAL, SMALL] = [0, 1, 2, 3];

function kindAt(value: string, at: number): number {
  const code = value.charCodeAt(at);
  if (code >= 0x61) return code <= 0x7a ? SMALL : OTHER;
  if (code >= 0x41) return code <= 0x5a ? CAPITAL : OTHER;
  return code >= 0x30 && code <= 0x39 ? DIGIT : OTHER;
}

/**
 * Whether letters, capitals and digits change as often as in random text. In words joined by capitals, and in dates and
 * numbers, they do not: a capital before a small letter does not count as a change.
 */
export function changesOften(value: string, least = 14, leastDigits = 3, share = 0.4): boolean {
  let [length, numbers, changes, before] = [0, 0, 0, OTHER];
  for (let i = 0; i < value.length; i++) {
    const kind = kindAt(value, i);
    if (kind === OTHER) continue;
    length++;
    if (kind === DIGIT) numbers++;
    if (before !== OTHER && isChange(before, kind)) changes++;
    before = kind;
  }
  if (length < least || length < value.length * 0.6 || numbers < leastDigits || length - numbers < 2) return false;
  return changes >= length * (length < 20 ? share : 0.3);
}

function isChange(before: number, kind: number): boolean {
  if (before === DIGIT || kind === DIGIT) return before !== kind;
  return before === SMALL && kind === CAPITAL;
}
