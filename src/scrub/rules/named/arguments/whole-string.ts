import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { keyStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { isStatus } from "../value/secret-text.ts";

const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
const MAX_WORD = 64;
/** What belongs here, a short word, a constant. */
const DULL = /^(?:[Yy]our|YOUR|[Mm]y|<|\$\{|%)|^[A-Z]?[a-z]{1,9}$|^[A-Z_]+$|^[?.-]|\s/;

/**
 * The string at `quote`, which may be escaped, if it is one word that may be a secret: longer than most words of
 * programs, and not the name of a secret.
 *
 * @param skipped - The bytes after the quote that are not part of the secret, as `Bot `.
 */
export function wholeString(window: Window, quote: number, name: string, skipped = 0): Span | undefined {
  const { text, to } = window;
  const mark = skipWhile(text, quote, Math.min(to, quote + 4), backslashes);
  if (mark >= to || quotes[text[mark]!] !== 1) return undefined;
  const value = valueAt(window, quote, "text");
  const close = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  if (!value.isQuoted || close >= to || quotes[text[close]!] !== 1) return undefined;
  const start = value.start + skipped;
  const said = latin1(text, start, Math.min(value.end, start + MAX_WORD));
  return said.length < 5 || isDull(said) ? undefined : accept(window, { ...value, start }, "strong", name, "certain");
}

/** Whether it is rather a word of a program than a secret. */
export const isDull = (said: string): boolean => DULL.test(said) || isStatus(said) || keyStrength(said) !== "none";
