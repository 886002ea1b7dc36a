import type { Span, Window } from "../../rule.ts";
import { digits, hexDigits, latin1, letters, skipBack, skipWhile, wordBytes } from "../../text/bytes.ts";
import { COLON } from "./ipv6-extent.ts";

/** `rows[2000::8]`: two decimal numbers in brackets after a name. */
export function isSlice({ text, from, to }: Window, { start, end }: Span): boolean {
  if (start - 1 <= from || text[start - 1] !== 0x5b || end >= to || text[end] !== 0x5d) return false;
  const owner = text[start - 2]!;
  if (wordBytes[owner] !== 1 && owner !== 0x5d && owner !== 0x29) return false;
  for (let i = start; i < end; i++) if (digits[text[i]!] !== 1 && text[i] !== COLON) return false;
  return /^[0-9]*::[0-9]*$/.test(latin1(text, start, end));
}

/** `fade::add()`, `fcab::fade::x`: names that happen to be spelled in hex digits; and runs of too many groups. */
export function isScope({ text, to }: Window, { start, end }: Span): boolean {
  if (end + 1 < to && text[end] === COLON && (text[end + 1] === COLON || isGroup(text, end + 1, to))) return true;
  if (hasBothCases(text, start, end)) return true;
  if (end >= to || text[end] !== 0x28) return false;
  const group = skipBack(text, end, start, letters);
  return group < end && (group === start || text[group - 1] === COLON);
}

/** Whether an upper case letter is next to a lower case one. */
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
