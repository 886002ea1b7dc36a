import type { Anchor, Span, Window } from "../../../rule.ts";
import { byteClass, skipBack } from "../../../text/bytes.ts";
import { judge } from "../judge.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { startOfValue } from "../value/start.ts";

const dots = byteClass(".");
const blanks = byteClass(" \t");
/** The most dots between a name and its value. */
const MAX_LEADER = 64;
const LEAST = 3;
const DOT = 0x2e;

/** The sign after the dots. */
export const leaderAnchors = (): Anchor[] => [
  { at: ":=", before: ".", beforeThat: ".", thirdBefore: "." },
  { at: ":=", before: " ", beforeThat: ".", thirdBefore: "." },
];

/** Whether dots may lead to the sign; `.=` appends. */
export const isLed = (text: Uint8Array, sign: number): boolean =>
  text[sign - 2] === DOT && (text[sign - 1] === DOT || (text[sign - 1] === 0x20 && text[sign - 3] === DOT));

/** `Password ..... : value`, `Token........: value`. Called at the sign after the dots. */
export function behindLeader(window: Window, sign: number): Span | undefined {
  const { text, from, to } = window;
  const close = skipBack(text, sign, Math.max(from, sign - 4), blanks);
  const open = skipBack(text, close, Math.max(from, close - MAX_LEADER), dots);
  if (close - open < LEAST) return undefined;
  const end = skipBack(text, open, Math.max(from, open - 4), blanks);
  const key = nameBefore(window, end);
  const strength = key === undefined ? "none" : nameStrength(key.name);
  if (key === undefined || strength === "none") return undefined;
  const isKey = strength === "weak" && /key$/i.test(key.name) && text[key.start - 1] === 0x20;
  return judge(window, key, isKey ? "strong" : strength, startOfValue(text, sign + 1, to), "text", sign);
}
