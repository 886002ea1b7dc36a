import { quoteForNumber } from "../json/context.ts";
import type { Rule, Span, Window } from "../rule.ts";
import { alphanumerics, byteClass, digits, latin1, skipBack } from "../text/bytes.ts";
import { isWordStart } from "../text/edges.ts";

const DIGITS = "0123456789";
/** The longest number has 15 digits; between them are blanks, hyphens, dots, slashes, brackets. */
const MAX_WRITTEN = 32;
const written = byteClass("0-9 ()./-");

/**
 * Phone numbers. Off by default: many other numbers look like them.
 *
 * Hits: the international form (`+49 731 5550123`, `0049…`), national ones with an area code and groups
 * (`0731/555-0123`, `(555) 010-4477`). Misses: numbers without groups or `+`, extensions. Costs a look at 32 bytes
 * after a `+` before a digit, after `00`, and around the first sign between two groups of digits.
 */
export const phone: Rule = {
  name: "phone",
  recognises: "phone numbers",
  becomes: "PHONE-NUMBER",
  example: "+49 731 5550123",
  priority: 25,
  on: false,
  anchors: () => [
    { at: "+", after: `${DIGITS}(` },
    { at: "0", before: " \t\n\"'(:=,", after: DIGITS },
    { at: "(", after: DIGITS },
    { at: "-. ", before: DIGITS, beforeThat: DIGITS, thirdBefore: DIGITS, after: DIGITS },
  ],
  match({ text, from, to }: Window, at): Span | undefined {
    const isJoint = digits[text[at]!] !== 1 && text[at] !== 0x2b && text[at] !== 0x28;
    const start = isJoint ? skipBack(text, at, Math.max(from, at - 3), digits) : at;
    if (!isWordStart(text, start, from, to) || (start > from && glue[text[start - 1]!] === 1)) return undefined;
    const said = latin1(text, start, Math.min(to, start + MAX_WRITTEN));
    const found = FORMS.map((form) => form.exec(said)?.[0]).find((form) => form !== undefined);
    if (found === undefined) return undefined;
    const end = start + found.length;
    const count = found.replace(/\D/g, "").length;
    if (count < 7 || count > 15 || (end < to && alphanumerics[text[end]!] === 1)) return undefined;
    return end + 1 < to && written[text[end]!] === 1 && digits[text[end + 1]!] === 1 ? undefined : { start, end };
  },
};

const glue = byteClass("+./-_#@:");

/** With `+` or `00`, in national groups, in the groups of North America. */
const FORMS = [
  /^(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){1,6}/,
  /^\(?0[1-9]\d{1,4}\)?(?:[ /-]{1,3}\d{2,8}){1,4}/,
  /^(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}/,
];

/**
 * Pairs of coordinates. Off by default: many other pairs of numbers look like them.
 *
 * Hits: a latitude and a longitude with four digits and more after the dot, with a comma or a blank between, also as
 * JSON's list or after `lat`/`lon`. Misses: those with fewer digits, in degrees and minutes, and each alone. Costs a
 * look at 48 bytes after a comma or blank between two numbers with dots.
 */
export const coordinates: Rule = {
  name: "coordinates",
  recognises: "coordinates of places",
  becomes: "COORDINATES",
  example: "48.401082, 9.987608",
  priority: 24,
  on: false,
  anchors: () => [{ at: ",; &", before: DIGITS, beforeThat: DIGITS, thirdBefore: DIGITS }],
  match(window: Window, at): Span | undefined {
    const { text, from, to } = window;
    const before = latin1(text, Math.max(from, at - 16), at);
    const first = /(?:^|[^\w.-])(-?\d{1,2}\.\d{4,10})$/.exec(before)?.[1];
    if (first === undefined) return undefined;
    const behind = latin1(text, at, Math.min(to, at + 40));
    const second =
      /^(?:[,;] ?|[ &]|, ?"?(?:lon|lng|long|longitude)"?[=:] ?|&(?:lon|lng|long|longitude)=)(-?\d{1,3}\.\d{4,10})(?![\w.])/i.exec(
        behind,
      );
    if (second === null || Math.abs(Number(first)) > 90 || Math.abs(Number(second[1])) > 180) return undefined;
    const [start, end] = [at - first.length, at + second[0].length];
    const quote = quoteForNumber(window, start, end);
    return { start, end, becomes: `${quote}COORDINATES${quote}` };
  },
};
