import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1 } from "../../../text/bytes.ts";
import { keyStrength } from "../secret-keys.ts";
import { accept } from "../secret-looks.ts";
import { isStatus } from "../secret-text.ts";
import { valueAt } from "../value-extent.ts";

const quotes = byteClass("\"'`");
const MAX_WORD = 64;
/** What belongs here, a short word, a constant. */
const DULL = /^(?:[Yy]our|YOUR|[Mm]y|<|\$\{|%)|^[A-Z]?[a-z]{1,9}$|^[A-Z_]+$|^[?.-]|\s/;

/**
 * The string at `quote`, if it is one word that may be a secret: longer than most words of programs, and not the name of
 * a secret.
 *
 * @param skipped - The bytes after the quote that are not part of the secret, as `Bot `.
 */
export function wholeString(window: Window, quote: number, name: string, skipped = 0): Span | undefined {
  const { text, to } = window;
  if (quote >= to || quotes[text[quote]!] !== 1) return undefined;
  const value = valueAt(window, quote, "text");
  if (!value.isQuoted || value.end >= to || quotes[text[value.end]!] !== 1) return undefined;
  const start = value.start + skipped;
  const said = latin1(text, start, Math.min(value.end, start + MAX_WORD));
  return said.length < 5 || isDull(said) ? undefined : accept(window, { ...value, start }, "strong", name, "certain");
}

/** Whether it is rather a word of a program than a secret. */
export const isDull = (said: string): boolean => DULL.test(said) || isStatus(said) || keyStrength(said) !== "none";
