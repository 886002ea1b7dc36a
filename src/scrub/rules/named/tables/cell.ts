import type { KeyName, Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { judge } from "../judge.ts";
import { nameBefore } from "../name/key-name.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { isWordFor } from "../value/label.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

const blank = byteClass(" \t");
const BAR = 0x7c;
const BACKTICK = 0x60;
const APOSTROPHE = 0x27;
const LF = 0x0a;
const lineEnds = byteClass("\r\n");

/**
 * `| password | value |`, `│ password │ value │`: two cells of a table, as Markdown and database clients write it.
 *
 * @param bar - Where the bar between them begins.
 * @param behind - Where it ends.
 */
export function cell(window: Window, bar: number, behind: number): Span | undefined {
  const { text, from, to } = window;
  const key = nameBefore(window, bar);
  if (key === undefined || (key.isQuoted && text[key.end] !== BACKTICK && text[key.end] !== APOSTROPHE))
    return undefined;
  const left = skipBack(text, key.isQuoted ? key.start - 1 : key.start, Math.max(from, key.start - 8), blank);
  if (left > from && text[left - 1] !== BAR && text[left - 1] !== LF && !isBorder(text, left)) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = startOfValue(text, behind, to);
  const span = judge(window, key, strength, start, "text");
  if (span !== undefined || strength !== "strong") return span;
  return quotedCell(window, key, left, start) ?? (key.isQuoted ? undefined : loneCell(window, key, left, start));
}

/** Whether `│`, `┃` or `║` ends there. */
const isBorder = (text: Uint8Array, end: number): boolean =>
  text[end - 3] === 0xe2 &&
  (text[end - 2] === 0x94
    ? text[end - 1] === 0x82 || text[end - 1] === 0x83
    : text[end - 2] === 0x95 && text[end - 1] === 0x91);

/** `│ password │ 'value' │`, also with names in quotes, as `console.table` prints a row. */
function quotedCell(window: Window, key: KeyName, left: number, start: number): Span | undefined {
  const { text, to } = window;
  if (text[start] !== APOSTROPHE || !isBorder(text, left)) return undefined;
  const value = valueAt(window, start, "text");
  if (text[value.end] !== APOSTROPHE || value.end + 1 >= to || isLabel(window, value, key.name)) return undefined;
  const behind = skipWhile(text, value.end + 1, Math.min(to, value.end + 96), blank);
  return behind + 3 <= to && isBorder(text, behind + 3)
    ? accept(window, value, "strong", key.name, "certain")
    : undefined;
}

/** The value in a row of two cells: not words, a type or a label. */
function loneCell(window: Window, key: KeyName, left: number, start: number): Span | undefined {
  const { text, from, to } = window;
  const isBoxed = left - 3 >= from && isBorder(text, left);
  const isBarred = isBoxed || (left > from && text[left - 1] === BAR);
  const line = isBoxed ? left - 3 : isBarred ? left - 1 : left;
  if (line > from && text[line - 1] !== LF) return undefined;
  const value = valueAt(window, start, "text");
  const behind = skipWhile(text, value.end, Math.min(to, value.end + 96), blank);
  const close = isBoxed && isBorder(text, behind + 3) ? behind + 2 : behind;
  if (
    behind >= to ? !window.last : close === behind && !(isBarred ? text[behind] === BAR : lineEnds[text[behind]!] === 1)
  )
    return undefined;
  if (isBarred && close + 1 < to && text[close + 1] !== LF && text[close + 1] !== 0x0d) return undefined;
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
