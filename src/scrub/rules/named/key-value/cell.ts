import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { type KeyName, nameBefore } from "../key-name.ts";
import { keyStrength, nameStrength } from "../secret-keys.ts";
import { accept } from "../secret-looks.ts";
import { startOfValue, type Value, valueAt } from "../value-extent.ts";
import { judge } from "./judge.ts";
import { isWordFor } from "./listed.ts";

const blank = byteClass(" \t");
const BAR = 0x7c;
const LF = 0x0a;

/**
 * `| password | value |`: two cells of a table, as Markdown and database clients write it. Called at the bar between.
 */
export function cell(window: Window, bar: number): Span | undefined {
  const { text, from, to } = window;
  const key = nameBefore(window, bar);
  if (key === undefined || key.isQuoted) return undefined;
  const left = skipBack(text, key.start, Math.max(from, key.start - 8), blank);
  if (left > from && text[left - 1] !== BAR && text[left - 1] !== LF) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = startOfValue(text, bar + 1, to);
  const span = judge(window, key, strength, start, "text");
  return span ?? (strength === "strong" ? loneCell(window, key, left, start) : undefined);
}

/** The value in a row of two cells: not words, a type or a label. */
function loneCell(window: Window, key: KeyName, left: number, start: number): Span | undefined {
  const { text, from, to } = window;
  const isBarred = left > from && text[left - 1] === BAR;
  const line = isBarred ? left - 1 : left;
  if (line > from && text[line - 1] !== LF) return undefined;
  const value = valueAt(window, start, "text");
  const behind = skipWhile(text, value.end, Math.min(to, value.end + 96), blank);
  if (behind >= to ? !window.last : text[behind] !== (isBarred ? BAR : LF)) return undefined;
  if (isBarred && behind + 1 < to && text[behind + 1] !== LF && text[behind + 1] !== 0x0d) return undefined;
  const mayBePiped = !isBarred && /^[a-z]{1,10}[0-9]{0,2}$/.test(latin1(text, value.start, value.end));
  return value.isQuoted || mayBePiped || isLabel(window, value, key.name)
    ? undefined
    : accept(window, value, "strong", key.name, "certain");
}

/** Whether the cell describes the name, or is the name of another secret. */
export function isLabel(window: Window, value: Value, name: string): boolean {
  const said = latin1(window.text, value.start, Math.min(value.end, value.start + 64));
  return isWordFor(window, value, name) || keyStrength(said) !== "none";
}
