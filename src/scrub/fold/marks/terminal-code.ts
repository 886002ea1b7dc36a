import { isPlaceholderAt } from "../../claim/placeholders.ts";
import { alphanumerics, byteClass, digits } from "../../text/bytes.ts";
import { BACKSLASH, ESC, mark, NO_MARK, OPEN } from "./mark.ts";

/** A longer terminal code, or one with a longer title, is not recognised. */
const MAX_CODE = 2_048;

const parameters = byteClass("0-?");
/** No quotes: what is escaped in a string ends with it. */
const between = byteClass(" !#-&(-/");
const finals = byteClass("@-~");

/** The end of the code after ESC: `[…m`, a title or a link (`]8;;…` to its end), or one letter. */
export function codeEnd(text: Uint8Array, at: number, to: number): number {
  const limit = Math.min(to, at + MAX_CODE);
  let i = at + 1;
  if (text[at] === OPEN) {
    while (i < limit && parameters[text[i]!] === 1) i++;
    while (i < limit && between[text[i]!] === 1) i++;
    if (i < to && text[i] === 0x6d) return i + 1; // nearly all
    return i < to && finals[text[i]!] === 1 && !isPlaceholderAt(text, i, to) ? i + 1 : at;
  }
  if (text[at] === 0x28) return i < to && alphanumerics[text[i]!] === 1 ? i + 1 : at;
  if (text[at] !== 0x5d) return at;
  while (i < limit && text[i] !== 0x07 && text[i] !== ESC && text[i] !== 0x0a && text[i] !== 0x22) i++;
  if (text[i] === 0x07) return i + 1;
  return text[i] === ESC && text[i + 1] === BACKSLASH ? i + 2 : at;
}

/** `[1;31m`, whose ESC was lost. */
export function lostCode(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  while (i < to && i < at + 16 && (digits[text[i]!] === 1 || text[i] === 0x3b)) i++;
  return i > at + 1 && i < to && text[i] === 0x6d ? mark(i + 1 - at) : NO_MARK;
}
