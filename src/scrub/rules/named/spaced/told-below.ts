import { type Span, undecided, type Window } from "../../../rule.ts";
import { hasWord, latin1 } from "../../../text/bytes.ts";
import { isAnswer, lineEnd, loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { accept } from "../value/secret-looks.ts";

const REST = /^(?<user> for (?:the )?["']?[\w.@-]{1,32}["']? (?:user|account)\b)?[^\n:]{0,80}:[ \t]{0,4}\r?$/;
const BLANK_LINE = /^[ \t]*\r?\n?$/;
const INDENT = /^[ \t]{0,8}/;

/**
 * `Please use the following password to proceed:`, `Password for the ada user (…):`, and the password alone on the next
 * line or on the one after a blank line. Called behind `password`.
 *
 * @param word - Where `password` begins.
 */
export function toldBelow(window: Window, word: number, at: number): Span | undefined {
  const { text } = window;
  const end = lineEnd(window, at);
  if (end === undefined) return undecided;
  const rest = REST.exec(latin1(text, at, Math.min(end, at + 160)));
  if (rest === null || !(rest.groups!.user !== undefined || hasWord(text, word - 10, word, "following ")))
    return undefined;
  let line = end + 1;
  let lineStop = wholeLineEnd(window, line);
  if (lineStop !== undefined && BLANK_LINE.test(latin1(text, line, Math.min(lineStop, line + 16)))) {
    line = lineStop + 1;
    lineStop = wholeLineEnd(window, line);
  }
  if (lineStop === undefined) return undecided;
  const indent = INDENT.exec(latin1(text, line, Math.min(lineStop, line + 9)))![0].length;
  const value = loneValue(window, line + indent, lineStop);
  if (value === undefined || value.isQuoted) return undefined;
  return isAnswer(latin1(text, value.start, Math.min(value.end, value.start + 64)), "password")
    ? accept(window, value, "strong", "password", "certain")
    : undefined;
}
