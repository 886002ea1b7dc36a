import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { alphanumerics, byteClass, hasWord, latin1, skipBack } from "../../../text/bytes.ts";
import { endsColour } from "../../../text/edges.ts";
import { backslashes, keyBytes, MAX_KEY, quotes } from "./bytes.ts";

/**
 * Back over `:protected]` and `:"Class":private]` of PHP, and over the brackets of a field: `user[name]=`, `name[]=`.
 */
export function beforeVisibility(text: Uint8Array, close: number, at: number, from: number): number {
  if (text[at] !== 0x3d) return close;
  if ((text[close - 1]! | 32) === 0x64 && hasWord(text, close - 3, close, "%5d")) return close - 3;
  if (text[close - 1] !== 0x5d) return close;
  if (text[at + 1] === 0x3e) {
    const last = text[close - 2];
    if (last !== 0x64 && last !== 0x65) return close;
    return close - (VISIBILITY.exec(latin1(text, Math.max(from, close - 80), close))?.[0].length ?? 0);
  }
  if (close !== at || at + 1 >= text.length) return close;
  if (text[close - 2] === 0x5b) return close - 2;
  return alphanumerics[text[close - 2] ?? 0] === 1 && isField(text, close - 1, from) ? close - 1 : close;
}

const VISIBILITY = /(?::"?[\w\\\\]{1,48}"?)?:(?:protected|private)\]$/;

/** Whether the name in the brackets is that of a field in a form: `&user[name]=`. */
function isField(text: Uint8Array, close: number, from: number): boolean {
  const open = skipBack(text, close, Math.max(from, close - MAX_KEY), keyBytes) - 1;
  if (text[open] !== 0x5b) return false;
  const start = skipBack(text, open, Math.max(from, open - MAX_KEY), fieldBytes);
  const isWhole = start < open && (start === from || fieldEdges[text[start - 1]!] === 1);
  return isWhole && !holdsPlaceholder(text, start, open); // what it replaced may have been too long for a form
}

const fieldBytes = byteClass("0-9a-zA-Z_.[]-");
/** The characters before a form, or one of its fields. */
const fieldEdges = byteClass("&? \n\"'");

/**
 * Back over what follows a name in `**name**:`, `*name*:`, `__name__:`, `__name__ =`, `| **name** |`, `[name] =>`,
 * `[name]: "…"`, `[Symbol(name)]:` and `(name)=(`.
 */
export function beforeMarks(text: Uint8Array, close: number, at: number): number {
  const [last, before] = [text[close - 1], text[close - 2] ?? 0];
  if (text[at] === 0x3a) {
    if (last === 0x5d && quotes[text[at + 2] ?? 0] === 1 && alphanumerics[before] === 1) return close - 1;
    const isMark = (last === before && (last === 0x2a || last === 0x5f)) || (last === 0x5d && before === 0x29);
    return isMark ? close - 2 : last === 0x2a && alphanumerics[before] === 1 ? close - 1 : close;
  }
  const isPair = last === before && ((last === 0x2a && text[at] === 0x7c) || (last === 0x5f && text[at] === 0x3d));
  if (isPair) return close - 2;
  const isBracket = (last === 0x5d && text[at + 1] === 0x3e) || (last === 0x29 && text[at + 1] === 0x28);
  return isBracket && alphanumerics[before] === 1 ? close - 1 : close;
}

/** Back over a closing bracket and a closing quote, in any escape. */
export function beforeQuote(text: Uint8Array, at: number, from: number): number {
  if (at - 2 <= from) return at;
  let end = text[at - 1] === 0x5d && quotes[text[at - 2]!] === 1 ? at - 1 : at;
  if (quotes[text[end - 1]!] === 1) {
    const inside = skipBack(text, end - 1, Math.max(from, end - 9), backslashes);
    const isOfField = text[inside - 1] === 0x5d && alphanumerics[text[inside - 2] ?? 0] === 1;
    return isOfField && isField(text, inside - 1, from) ? inside - 1 : inside;
  }
  if (text[end - 1] !== 0x3b && text[end - 1] !== 0x32 && text[end - 1] !== 0x37) return end;
  for (const quote of CODED_QUOTES) {
    if (end - quote.length <= from || !hasWord(text, end - quote.length, end, quote)) continue;
    end -= quote.length;
    return quote[0] === "\\" ? skipBack(text, end, Math.max(from, end - 8), backslashes) : end;
  }
  return end;
}

/** Quotes as HTML, URLs and JSON write them. */
export const CODED_QUOTES = [
  ...["&quot;", "&#34;", "&#034;", "&#x22;", "&apos;", "&#39;", "&#039;", "&#x27;"],
  ...["%22", "%27", "%2522", "%2527", "\\u0022", "\\u0027", "\\x22", "\\x27", "\\042", "\\047"],
];

/** Back over a colour code that ends before `at`. */
export function behindColour(text: Uint8Array, at: number, from: number): number {
  if (!endsColour(text, at, from)) return at;
  let i = at - 1;
  while (i > from && text[i] !== 0x5b) i--;
  if (i > from && text[i - 1] === 0x1b) return i - 1;
  const backslash = i - 1;
  for (let j = backslash; j > from && j > backslash - 6; j--) if (text[j] === 0x5c) return j;
  return at;
}
