import type { Span, Window } from "../../../rule.ts";
import { latin1, letters, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";

/** Words between blanks. Passphrases look like this as well, so that the place decides. */
const WORDS = /^[A-Za-z]+(?: (?:[A-Za-z']+|[0-9]{1,4})){1,11}(?: \([^()]{1,48}\))?[.!?:]?$/;
const SENTENCE = /^[A-Z][a-z]+(?:[.,;:]? (?:[A-Za-z'-]+|[0-9]{1,4})){2,24}[.!]$/;
const WORD = /^[A-Z][a-z]+$/;
const MAX_WORDS = 120;
const MAX_BACK = 192;
const FIRST_MEMBERS = "\\\\?[\"']?\\s?(?:=>|[:=])\\s?[{\\[][^{}\\n]{0,96}?";
const NAME = "\\\\?[\"']?[\\w-]{2,48}\\\\?[\"']?\\]?\\s?";
/** A name of what is said of fields, and not what is in them. */
const saidIn = (texts: string): string =>
  `(?:^|[^\\w$])(?:[a-z]\\w{0,24})?${texts}(?:["']?\\]?\\[|\\.|${FIRST_MEMBERS})`;
const ERRORS = new Ending(new RegExp(`${saidIn("[eE]rrors")}${NAME}$`));
const TEXTS = new Ending(
  new RegExp(
    `(?:${saidIn("(?:[mM]essages|[lL]abels|[hH]ints|[pP]laceholders|[tT]ooltips|[tT]ranslations|[hH]elp_?[tT]exts)")}|\\bdescribe\\([^()\\n]{0,96}?)${NAME}$`,
  ),
);

/**
 * `errors["password"] = "too short"`, `errors: { token: ["Expired"] }`, `@describe(token="The token to use")`, and a
 * list with a sentence, as web frameworks answer: `{"password": ["This field is required."]}`.
 *
 * @param at - The sign after the name.
 */
export function isForPeople({ text, from }: Window, at: number, { start, end, also = [] }: Span): boolean {
  if (start <= at || !mayBeWords(text, start, end)) return false;
  const isLike = (form: RegExp, one: Span): boolean =>
    one.end - one.start <= MAX_WORDS && form.test(latin1(text, one.start, one.end));
  const first = { start, end };
  if (isLike(SENTENCE, first) && text[start - 2] === 0x5b && also.length === 0) return true;
  const all = [first, ...also];
  const areWords = all.every((one) => isLike(WORDS, one));
  if (!areWords && !all.every((one) => isLike(WORD, one))) return false;
  const before = latin1(text, Math.max(from, at - MAX_BACK), at);
  return ERRORS.test(before) || (areWords && TEXTS.test(before));
}

/** A quick check whether it begins with a word and a blank, or is a word with a capital. */
function mayBeWords(text: Uint8Array, start: number, end: number): boolean {
  const behind = skipWhile(text, start, Math.min(end, start + MAX_WORDS), letters);
  return behind > start && (behind === end ? text[start]! <= 0x5a : text[behind] === 0x20);
}
