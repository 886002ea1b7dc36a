import { byteClass, latin1, skipBack, skipWhile } from "../bytes.ts";
import { holdsPlaceholder } from "../placeholders.ts";
import { type Span, undecided, type Window } from "../rule.ts";
import type { KeyName } from "./key-name.ts";
import { valueAt } from "./key-value-extent.ts";
import { accept } from "./secret-looks.ts";

const LF = 0x0a;
const blank = byteClass(" \t");
const beforeName = byteClass(" \t\"'-");
const lineEndBytes = byteClass(" \t\r");
/** A longer line holds no secret alone. */
const MAX_VALUE = 512;
const BLOCK = /^(?:[|>][+-]?)? {0,4}\r?\n/;

/**
 * The value of a name that stands alone on its line, on the line after it: in YAML deeper indented, behind `|` or `>` or
 * nothing; behind a prompt at the start of the line, where only what looks random counts. Nothing else stands there.
 *
 * @param at - Where the value would begin on the line of the name.
 */
export function onNextLine(window: Window, key: KeyName, at: number): Span | undefined {
  const { text, to, last } = window;
  const indent = indentOf(window, key);
  const header = BLOCK.exec(latin1(text, at, Math.min(to, at + 8)))?.[0];
  if (indent < 0 || header === undefined) return undefined;
  const line = at + header.length;
  const found = text.subarray(line, Math.min(to, line + MAX_VALUE)).indexOf(LF);
  if (found < 0 && !last && to < line + MAX_VALUE) return undecided;
  const end = found < 0 ? Math.min(to, line + MAX_VALUE) : line + found;
  const start = skipWhile(text, line, end, blank);
  const value = valueAt({ ...window, to: end, last: true }, start, "text");
  if (
    skipWhile(text, value.isQuoted ? value.end + 1 : value.end, end, lineEndBytes) < end ||
    holdsPlaceholder(text, start, end)
  )
    return undefined;
  const isDeeper = start - line > indent;
  const isPrompt = indent === 0 && start === line && header.trim() === "";
  return isDeeper || (isPrompt && looksRandom(latin1(text, value.start, value.end)))
    ? accept(window, value, "strong", key.name)
    : undefined;
}

const looksRandom = (value: string): boolean => /^(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z!@#$%^&*]).{10,}$/.test(value);

/** By how many bytes the line of the name is indented, or -1 if anything else stands before the name. */
function indentOf({ text, from }: Window, { start }: KeyName): number {
  const line = skipBack(text, start, from, beforeName);
  return line === 0 || (line > from && text[line - 1] === LF) ? skipWhile(text, line, start, blank) - line : -1;
}
