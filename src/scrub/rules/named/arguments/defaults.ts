import type { Anchor, Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { wholeString } from "./whole-string.ts";

/** The sign or word before the value that is taken if there is no other. */
export const defaultAnchors = (): Anchor[] => [
  { at: "{", before: " ", beforeThat: ")", thirdBefore: "\"'", after: " \"'" },
  { at: "?", before: " ", after: " " },
  { at: " ", before: "e", beforeThat: "s", thirdBefore: "l", fourthBefore: "e", after: "\"'" },
];

const MAX_BACK = 192;
const BLOCK = [new Ending(/\bfetch\(["']([\w.-]{2,64})["']\) $/)];
/** Of several signs before it, that of an assignment may be the first, before a type, or the last, in a line of a log. */
const TERNARY = [
  new Ending(/([\w.-]{2,64})["']?\]? ?[:=] ?(?![=>])[^\n;,{}?]{1,64} $/),
  new Ending(/([\w.-]{2,64})["']?\]? ?[:=] ?(?![=>])[^\n;,{}?]{1,64}? $/),
];
const CONDITION = [
  new Ending(/([\w.-]{2,64})["']?\]? ?[:=] ?(?![=>])[^\n;{}]{1,96} if [^\n;{}]{1,64} else$/),
  new Ending(/([\w.-]{2,64})["']?\]? ?[:=] ?(?![=>])[^\n;{}]{1,96}? if [^\n;{}]{1,64}? else$/),
];
/** `hasPassword`, `show_token`: what is known of a secret; `nextToken`: of a parser. */
const IS_OTHER =
  /^(?:\w{1,32}[.])?(?:has|is|show|hide|use|with|needs?|no|next|last|prev|previous|current|first)(?:[A-Z]|_)/;

/**
 * `ENV.fetch("TOKEN") { "…" }`, `token = isTest ? "…" : other`, `token = other if live else "…"`. Called at the brace,
 * the question mark or the blank before the string.
 */
export function valueOtherwise(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const quote = text[at] === 0x20 || text[at + 1] !== 0x20 ? at + 1 : at + 2;
  if (text[quote] !== 0x22 && text[quote] !== 0x27) return undefined;
  const forms = text[at] === 0x7b ? BLOCK : text[at] === 0x3f ? TERNARY : CONDITION;
  const before = latin1(text, Math.max(from, at - MAX_BACK), at);
  const name = forms.map((form) => form.exec(before)?.[1] ?? "").find(isNameOfIt);
  return name === undefined ? undefined : wholeString(window, quote, name);
}

const isNameOfIt = (name: string): boolean => !IS_OTHER.test(name) && nameStrength(name) === "strong";
