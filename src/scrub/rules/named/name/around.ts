import type { KeyName, Window } from "../../../rule.ts";
import { alphanumerics, hasWord, skipBack } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { backslashes, blank, keyBytes, quotes } from "./bytes.ts";

/** Whether the byte before the name opens an element or ends an attribute. */
export function isInTag({ text, from }: Window, { start, isQuoted }: KeyName): boolean {
  if (start - 1 < from) return false;
  const prefix = text[start - 1] === 0x3a ? skipBack(text, start - 1, Math.max(from, start - 33), keyBytes) : start;
  if (!isQuoted) return text[prefix - 1] === 0x3c || hasWord(text, prefix - 4, prefix, "&lt;");
  return quotes[text[start - 1]!] === 1 && text[start - 2] === 0x3d && !hasWord(text, start - 7, start, 'class="');
}

/**
 * `("name"`, `["name"`, `(b'name'`: whether the quoted name opens a call or a list; that of a header may be anywhere in
 * it.
 */
export function opensPair({ text, from }: Window, { start, name }: KeyName): boolean {
  const quote = start - 1;
  if (quotes[text[quote]!] !== 1) return false;
  let open = skipBack(text, quote, Math.max(from, quote - 8), backslashes) - 1;
  if (text[open] === 0x62 && alphanumerics[text[open - 1] ?? 0] !== 1) open--;
  open = skipBack(text, open + 1, Math.max(from, open - 4), blank) - 1;
  if (open < from) return false;
  if (text[open] === 0x28 || (text[open] === 0x5b && alphanumerics[text[open - 1] ?? 0] !== 1)) return true;
  return (
    text[open] === 0x2c && (isHeader(name) || STORES_THIRD.test(latin1Shown(text, Math.max(from, open - 48), open)))
  );
}

/** `setattr(self`, before the name of the attribute. */
const STORES_THIRD = /\b(?:[gs]etattr|setenv|defineProperty)\([\w.]{1,32}$/i;

/** `Authorization`, `X-Api-Key` */
export const isHeader = (name: string): boolean =>
  ((name.charCodeAt(0) | 32) === 0x78 || (name.charCodeAt(name.length - 3) | 32) === 0x69) &&
  /authorization$|^x-[\w-]+$/i.test(name);
