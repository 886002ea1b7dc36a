import type { Span, Window } from "../../../rule.ts";
import { byteClass, skipBack } from "../../../text/bytes.ts";
import { nameBefore } from "../key-name.ts";
import { nameStrength } from "../secret-keys.ts";
import { startOfValue } from "../value-extent.ts";
import { judge } from "./judge.ts";

const blank = byteClass(" \t");

/** `| password | value |`: two cells of a table, as Markdown and database clients write it. Asked at the bar between. */
export function cell(window: Window, bar: number): Span | undefined {
  const { text, from, to } = window;
  const key = nameBefore(window, bar);
  if (key === undefined || key.isQuoted) return undefined;
  const left = skipBack(text, key.start, Math.max(from, key.start - 8), blank);
  if (left > from && text[left - 1] !== 0x7c && text[left - 1] !== 0x0a) return undefined;
  const strength = nameStrength(key.name);
  return strength === "none" ? undefined : judge(window, key, strength, startOfValue(text, bar + 1, to), "text");
}
