import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds, skipWhile } from "../../../text/bytes.ts";
import { marginOf } from "../lines/margin.ts";
import { loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'");
const lineEndBytes = byteClass("\r\n");
const MAX_LOOK = 96;
/** What a REPL writes before a value. */
const RESULT = /^(?:=> |Out\[[0-9]{1,5}\]: |\$[0-9]{1,3} = |\[1\] )/;
/** The sign of the next prompt; a value that is empty prints nothing before it. */
const PROMPT = /[$#%>]$/;

/** The string in quotes that is the next line, as a REPL prints it. */
export function stringBelow(window: Window, line: number, name: string): Span | undefined {
  const { text } = window;
  const end = wholeLineEnd(window, line);
  if (end === undefined) return undecided;
  const mark = RESULT.exec(latin1(text, line, Math.min(end, line + 16)))?.[0].length ?? 0;
  const start = text[line + mark] === 0x62 ? line + mark + 1 : line + mark;
  if (quotes[text[start] ?? 0] !== 1) return undefined;
  const value = valueAt(window.upTo(end), start, "text");
  if (!value.isQuoted || value.end >= end || skipWhile(text, value.end + 1, end, lineEndsToo) < end) return undefined;
  return accept(window, value, "strong", name, "certain");
}

const lineEndsToo = byteClass(" \t\r");

/**
 * The only word of the next line, as a command prints it.
 *
 * @param command - Where the line of the command begins; the next prompt begins like it.
 */
export function wordBelow(window: Window, line: number, name: string, command: string): Span | undefined {
  const { text } = window;
  const end = wholeLineEnd(window, line);
  if (end === undefined) return undecided;
  const value = loneValue(window, line, end);
  if (value === undefined || value.end - value.start < 4) return undefined;
  const said = latin1(text, value.start, Math.min(value.end, value.start + MAX_LOOK));
  const isPrompt = PROMPT.test(said) && (said.length < 6 || command.startsWith(said) || said.includes("@"));
  return isPrompt || /\s/.test(said) ? undefined : accept(window, value, "strong", name, "certain");
}

/** Where the next line begins; -1 if something follows on this one, undefined while that line is not there yet. */
export function nextLine({ text, to, last }: Window, at: number): number | undefined {
  const end = skipWhile(text, at, Math.min(to, at + 8), blank);
  if (end >= to || lineEndBytes[text[end]!] !== 1) return -1;
  const next = text[end] === 0x0d ? end + 2 : end + 1;
  if (next < to) return next;
  return last ? -1 : undefined;
}

/** The same, behind what a program writes before both lines, and the line before `at` without that. */
export function nextLineOf(window: Window, at: number, end: number): { line: number; before: string } | undefined {
  const line = nextLine(window, end);
  if (line === undefined) return undefined;
  if (line < 0) return { line, before: "" };
  if (wholeLineEnd(window, line) === undefined) return undefined;
  const { begin, length } = marginOf(window, at, line);
  const before = length > 0 ? latin1(window.text, Math.min(at, begin + length), at) : lineBefore(window, at);
  return { line: line + length, before };
}

/** The line before `at`; of a long one its end: a placeholder may make it short. */
function lineBefore(window: Window, at: number): string {
  const low = Math.max(window.from, at - 2 * MAX_LOOK);
  const start = Math.max(low, window.previous(lineEnds, at, low) + 1);
  return latin1(window.text, Math.max(start, window.from), at);
}
