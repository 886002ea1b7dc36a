import { mark, NO_MARK } from "./mark.ts";

/** Zero-width characters, joiners, marks of direction, soft hyphens, variation selectors. */
export const isInvisible = (code: number): boolean =>
  code === 0xad ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff;

/** Whether the byte continues a character of UTF-8. */
const goesOn = (byte: number): boolean => (byte & 0xc0) === 0x80;

export function invisible(text: Uint8Array, at: number, to: number): number {
  if (text[at] === 0xc2) return at + 1 < to && text[at + 1] === 0xad ? mark(2) : NO_MARK;
  if (at + 2 >= to || !goesOn(text[at + 1]!) || !goesOn(text[at + 2]!)) return NO_MARK;
  const code = ((text[at]! & 15) << 12) | ((text[at + 1]! & 63) << 6) | (text[at + 2]! & 63);
  return isInvisible(code) ? mark(3) : NO_MARK;
}
