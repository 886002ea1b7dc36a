import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { LastLetters } from "../../../text/last-letters.ts";
import { lineEnd, loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { isWordFor } from "../value/label.ts";
import { accept } from "../value/secret-looks.ts";
import type { Setting } from "../value/secret-text.ts";

const QUOTES = "\"'`";
/** What may follow the blank, also before the token of Okta: anchors that agree on it share a bit. */
export const BEGINNINGS = `${QUOTES}[0`;
/** The bytes of the line before a value in which its name is. */
const MAX_BACK = 176;
const quotes = byteClass(QUOTES);
const brackets = byteClass("]\n");

/** The blank before the value, after the word that says what it is; the line end after `instance['…']:`. */
export const refusedValueAnchors = (): Anchor[] => [
  { at: " ", before: "e", beforeThat: "u", thirdBefore: "l", fourthBefore: "a", after: BEGINNINGS },
  { at: ":", before: "e", beforeThat: "u", thirdBefore: "l", fourthBefore: "a", after: " " },
  { at: ":", before: "r", beforeThat: "o", thirdBefore: "r", fourthBefore: "r", after: " " },
  { at: " ", before: "t", beforeThat: "n", thirdBefore: "e", fourthBefore: "m", after: BEGINNINGS },
  { at: " ", before: "t", beforeThat: "o", thirdBefore: "gG", fourthBefore: " ", after: BEGINNINGS },
  { at: " ", before: "s", beforeThat: "a", thirdBefore: "w", fourthBefore: " (", after: BEGINNINGS },
  { at: "\n", before: ":", beforeThat: "]", thirdBefore: QUOTES },
];

interface Form {
  readonly before: Ending;
  /** What is behind the value, with the name if that is there. */
  readonly behind?: RegExp;
  readonly setting: Setting;
}

const FIELD = "[\"'`]([\\w.-]{3,64})[\"'`]";
const OPTION = "--?([\\w-]{3,48})";
const FORMS: readonly Form[] = [
  { before: new Ending(new RegExp(`${FIELD} with value$`)), setting: "certain" },
  { before: new Ending(new RegExp(`on field ${FIELD}: rejected value$`)), setting: "certain" },
  {
    before: new Ending(/\b[iI]nvalid (?:boolean )?value$/),
    behind: new RegExp(`^["'\`] for (?:flag )?["'\`]?(?:-\\w, )?${OPTION}`),
    setting: "certain",
  },
  { before: new Ending(new RegExp(`\\bargument (?:-\\w/)?${OPTION}: invalid \\w{1,32} value:$`)), setting: "certain" },
  {
    before: new Ending(new RegExp(`\\boption ["'\`](?:-\\w, )?${OPTION}[^"'\`\\n]{0,48}["'\`] argument$`)),
    setting: "certain",
  },
  { before: new Ending(new RegExp(`${FIELD} has (?:an )?invalid value$`)), setting: "certain" },
  { before: new Ending(/\bdata(?:\[[\w'"]{1,48}\]){0,6}\['([\w.-]{3,64})'\][,.] [gG]ot$/), setting: "likely" },
  {
    before: new Ending(
      /(?:^|[^\w.-])((?:[A-Z]+[0-9]*_)+[A-Z0-9]+|\w{2,32}\.\w{3,32})[: ][^\n"]{1,120}(?:\bgot|\(was)$/,
    ),
    setting: "likely",
  },
];

const lastLetters = new LastLetters(["alue", "lue:", "ment", " got", " Got", " was", "(was"]);

/**
 * The value that a check refused, with its name elsewhere on the line, as Joi, Spring, argparse, clap, Go's `flag`,
 * Commander and voluptuous say it; and that of jsonschema, on the lines around:
 *
 *     "token" with value "…" fails to match the required pattern
 *     invalid value '…' for '--token <TOKEN>': too short
 *
 * Called at the blank or the colon before it, and at the line end.
 */
export function refusedValue(window: Window, at: number): Span | undefined {
  const { text } = window;
  if (text[at] === 0x0a) return inInstance(window, at);
  if (text[at] === 0x3a) {
    if (quotes[text[at + 2] ?? 0] !== 1) return undefined;
    return text[at - 1] === 0x72 ? inSchema(window, at + 1) : refusedBehind(window, at + 1);
  }
  return refusedBehind(window, at);
}

function refusedBehind(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (!lastLetters.mayEnd(text, at)) return undefined;
  const low = Math.max(from, at - MAX_BACK);
  const line = window.previous(lineEnds, at, low) + 1;
  const before = latin1(text, Math.max(low, line), at);
  for (const form of FORMS) {
    const found = form.before.exec(before);
    if (found === null) continue;
    const value = bracketed(window, at + 1) ?? valueAt(window, at + 1, "text");
    const name =
      form.behind === undefined
        ? found[1]
        : form.behind.exec(latin1(text, value.end, Math.min(to, value.end + 80)))?.[1];
    if (name === undefined) continue;
    if (nameStrength(name) !== "strong" || !value.isQuoted) return undefined;
    return isWordFor(window, value, name) ? undefined : accept(window, value, "strong", name, form.setting);
  }
  return undefined;
}

/** `[value]` of Spring. */
function bracketed(window: Window, at: number): Value | undefined {
  const { text, to } = window;
  if (text[at] !== 0x5b) return undefined;
  const end = window.next(brackets, at + 1, Math.min(to, at + 130));
  return text[end] === 0x5d ? { start: at + 1, end, isQuoted: true } : undefined;
}

const INSTANCE = new Ending(/(?:^|\n)On instance(?:\[[\w'"$]{1,48}\]){0,8}\['([\w.-]{3,64})'\]:\r?$/);

/** `On instance['token']:` and the value below. Called at the line end between. */
function inInstance(window: Window, lineEnd: number): Span | undefined {
  const { text, from } = window;
  const name = INSTANCE.exec(latin1(text, Math.max(from, lineEnd - MAX_BACK), lineEnd))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const line = lineEnd + 1;
  const end = wholeLineEnd(window, line);
  if (end === undefined) return undecided;
  const indent = /^ {4}(?=["'])/.exec(latin1(text, line, Math.min(end, line + 6)))?.[0];
  const value = indent === undefined ? undefined : loneValue(window, line + indent.length, end);
  return value === undefined || !value.isQuoted || isWordFor(window, value, name)
    ? undefined
    : accept(window, value, "strong", name, "certain");
}

const REFUSAL = /^["'] (?:is|does|was|has|should) [^\n]{1,96}\r?\n\r?\n/;
const SCHEMA = /^Failed validating '\w{1,32}' in schema(?:\[[\w'"$]{1,48}\]){0,16}\['([\w.-]{3,64})'\]:\r?$/;

/** `Error: 'value' is too short` above `Failed validating … in schema…['token']:`. Called at the blank. */
function inSchema(window: Window, blank: number): Span | undefined {
  const { text, to, last } = window;
  const value = valueAt(window, blank + 1, "text");
  if (!value.isQuoted) return undefined;
  const refusal = REFUSAL.exec(latin1(text, value.end, Math.min(to, value.end + 116)))?.[0];
  if (refusal === undefined) return to - value.end < 116 && !last ? undecided : undefined;
  const line = value.end + refusal.length;
  const end = lineEnd(window, line);
  if (end === undefined) return undecided;
  const name = SCHEMA.exec(latin1(text, line, end))?.[1];
  if (name === undefined || nameStrength(name) !== "strong" || isWordFor(window, value, name)) return undefined;
  return accept(window, value, "strong", name, "certain");
}
