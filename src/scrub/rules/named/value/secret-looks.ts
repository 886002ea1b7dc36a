import { holdsPlaceholder, isStandIn, placeholder, saysNothing } from "../../../claim/placeholders.ts";
import { endInJson, quoteForNumber } from "../../../json/context.ts";
import { openAt, type Span, type Window } from "../../../rule.ts";
import { alphanumerics, byteClass, latin1 } from "../../../text/bytes.ts";
import { interned } from "../../../text/interned.ts";
import type { KeyStrength } from "../name/secret-keys.ts";
import { isExpression } from "./expression.ts";
import { type Value, valueBytes, withMarks } from "./extent.ts";
import { FIRST_LOOK, isRandom, mayBeRandom } from "./randomness.ts";
import { isSecret, type Setting, SHORTEST } from "./secret-text.ts";

const QUOTE = 0x22;
/** The placeholder for the value of a key. */
export const BECOMES = "API-SECRET";

/** The claim on the value of a key, if it is a secret, after a name of this strength. */
export function accept(
  window: Window,
  value: Value,
  strength: KeyStrength,
  key = "",
  setting: Setting = "likely",
): Span | undefined {
  const { text, to } = window;
  const { start, isQuoted } = value;
  const end = isQuoted && text[start - 1] !== QUOTE ? endInJson(window, start, value.end) : value.end;
  if (end <= start || (setting === "likely" && end - start < SHORTEST)) return undefined;
  if (isMasked(window, start, end)) return undefined;
  // a value that was not a secret must not become one because of the placeholder in it
  if (setting === "certain" && isScrubbed(window, start, end)) return undefined;
  const looked = Math.min(end, start + FIRST_LOOK);
  if (strength === "weak" ? !mayBeRandom(window, value) : setting === "likely" && isDull(window, start, looked))
    return undefined;
  const beginning = beginningOf(window, start, looked);
  if (isQuoted && / /.test(beginning) && (text[start - 1] === 0x60 || isScrubbed(window, start, end))) return undefined;
  if (!isQuoted && isArrow(text, end)) return undefined;
  if (end - start < 3 && !hasAlphanumeric(text, start, end)) return undefined;
  if (end - start <= 7 && text[start]! >= 0xe2 && !hasAscii(text, start, end)) return undefined; // a symbol
  if (!looks.likeSecret(beginning, key, strength, isQuoted, setting)) return undefined;
  if (setting === "likely" && (isStandIn(text, start, end) || (isQuoted && isScrubbed(window, start, end))))
    return undefined;
  const isNumber = !isQuoted && /^-?[0-9.]+(?:e[+-]?[0-9]+)?$/i.test(beginning);
  const quote = isNumber ? quoteForNumber(window, start, end) : "";
  const becomes = quote === "" ? BECOMES : `${quote}${BECOMES}${quote}`;
  return end === to ? { start, end, becomes, open: valueBytes } : { start, end, becomes };
}

/** The same for an argument of a command or a directive: the marks at its end are part of it. */
export function acceptArgument(window: Window, value: Value, strength: KeyStrength, key: string): Span | undefined {
  const span = accept(window, value, strength, key, "certain");
  return span === undefined || value.marksEnd === undefined ? span : { ...span, end: withMarks(window, value) };
}

/** Whether a value without quotes does not look like a secret in any setting: most in code and paths do not. */
export function looksLikeNone(window: Window, { start, end }: Value, strength: KeyStrength, key: string): boolean {
  if (isMasked(window, start, end)) return true;
  const beginning = beginningOf(window, start, Math.min(end, start + FIRST_LOOK));
  return (
    !looks.likeSecret(beginning, key, strength, false, "certain") &&
    !looks.likeSecret(beginning, key, strength, false, "likely")
  );
}

/** From this length on it costs less to see in which form a value is than to read it. */
const LONG = 24;

/** Whether a long value without quotes has no digits, signs or capitals: it is none where its form is not certain. */
export const isLongAndDull = (window: Window, { start, end }: Value): boolean => {
  const looked = Math.min(end, start + FIRST_LOOK);
  return end - start >= LONG && window.nextAfar(telling, start, looked) === looked;
};

/** Whether the value says nothing; it is asked about twice. */
function isMasked({ text, masked }: Window, start: number, end: number): boolean {
  if (masked.start !== start || masked.end !== end) {
    masked.isMasked = saysNothing(text, start, end);
    masked.start = start;
    masked.end = end;
  }
  return masked.isMasked;
}

/** The beginning of a value as text; it is asked for several times in a row. */
function beginningOf({ text, said }: Window, start: number, end: number): string {
  if (said.start !== start || said.end !== end) {
    said.text = interned(text, start, end);
    said.start = start;
    said.end = end;
  }
  return said.text;
}

/** A value as it was judged lately; undefined in a setting in which it was not. */
interface Judged {
  readonly value: string;
  readonly key: string;
  readonly strength: KeyStrength;
  readonly isQuoted: boolean;
  certain: boolean | undefined;
  likely: boolean | undefined;
}

/** Judges a value by its beginning; the passes over a text ask about the same values again. */
class Looks {
  readonly #recent: (Judged | undefined)[] = new Array(RECENT).fill(undefined);
  /** The one that was asked about last: it is asked about in several settings. */
  #last: Judged | undefined;

  likeSecret(value: string, key: string, strength: KeyStrength, isQuoted: boolean, setting: Setting): boolean {
    const judged = this.#judged(value, key, strength, isQuoted);
    const isCertain = setting === "certain";
    const known = isCertain ? judged.certain : judged.likely;
    if (known !== undefined) return known;
    const isLike =
      (isQuoted || !isExpression(value, key)) &&
      (strength === "weak" ? isRandom(value, isCertain) : isSecret(value, isQuoted, setting, key));
    if (isCertain) judged.certain = isLike;
    else judged.likely = isLike;
    return isLike;
  }

  #judged(value: string, key: string, strength: KeyStrength, isQuoted: boolean): Judged {
    if (isJudged(this.#last, value, key, strength, isQuoted)) return this.#last;
    this.#last = this.#find(value, key, strength, isQuoted);
    return this.#last;
  }

  #find(value: string, key: string, strength: KeyStrength, isQuoted: boolean): Judged {
    const place = placeOf(value);
    const known = this.#recent[place];
    if (isJudged(known, value, key, strength, isQuoted)) return known;
    const other = this.#recent[place ^ 1];
    if (isJudged(other, value, key, strength, isQuoted)) return other;
    this.#recent[place ^ 1] = known;
    const judged: Judged = { value, key, strength, isQuoted, certain: undefined, likely: undefined };
    this.#recent[place] = judged;
    return judged;
  }
}

const isJudged = (
  known: Judged | undefined,
  value: string,
  key: string,
  strength: KeyStrength,
  isQuoted: boolean,
): known is Judged =>
  known !== undefined &&
  known.value === value &&
  known.key === key &&
  known.strength === strength &&
  known.isQuoted === isQuoted;

/** By its length and some of its characters: parts of a text that repeats a few words must not share one place. */
function placeOf(value: string): number {
  const { length } = value;
  const step = (length + 7) >> 3;
  let hash = length;
  for (let i = length - 1; i >= 0; i -= step) hash = Math.imul(hash, 31) + value.charCodeAt(i);
  return Math.imul(hash + value.charCodeAt(0), 0x9e3779b1) >>> 24;
}

const RECENT = 256;
const looks = new Looks();

/** `token=>`: the parameter of a function. */
const isArrow = (text: Uint8Array, end: number): boolean => text[end] === 0x3e && text[end - 1] === 0x3d;

function hasAscii(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text[i]! < 0x80) return true;
  return false;
}

/** `"!", "#"`: no secret consists of one or two signs. */
function hasAlphanumeric(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (alphanumerics[text[i]!] === 1 || text[i]! >= 0x80) return true;
  return false;
}

/** The same for the text after an authorization scheme. */
export function acceptCredentials(window: Window, value: Value): Span | undefined {
  const { text, to } = window;
  const { start } = value;
  const end = value.isQuoted ? endInJson(window, start, value.end) : value.end;
  if (end - start < 6 || isStandIn(text, start, end) || isScrubbed(window, start, end)) return undefined;
  const beginning = latin1(text, start, Math.min(end, start + FIRST_LOOK));
  const isWord = /^[a-z]+$|^[A-Z]?[a-z]{1,14}$/.test(beginning) && beginning.length < 12;
  if (/ /.test(beginning) || isWord || isExpression(beginning, "token")) return undefined;
  return { start, end, ...openAt(end, to, valueBytes) };
}

/** No digits, signs or capitals: a word of prose. */
const isDull = (window: Window, start: number, end: number): boolean => window.next(telling, start, end) === end;
const telling = byteClass("0-9A-Z!@#$%^&*+=~?|");

/** A longer value may contain the next ones, so that what was searched is remembered. */
const SHORT = 24;

/** Whether its beginning is already a placeholder. */
function isScrubbed(window: Window, start: number, end: number): boolean {
  if (end - start <= SHORT) return holdsPlaceholder(window.text, start, end);
  const limit = Math.min(end, start + 512);
  return window.nextPhrase(placeholder, start, limit) < limit;
}
