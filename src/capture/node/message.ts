import { closingBracket, type Header } from "./line/header.ts";
import { indentOf } from "./tree/dump.ts";

/** A message that no frames follow, and the index after its last line. */
export interface Message {
  readonly value: string;
  readonly end: number;
}

/** One without frames that takes more lines is not believed. */
export const framelessLines = 30;

const endOfThrown = /^\s*(?:$|Node\.js v\d|\(Use `node --trace-uncaught|Thrown at:)/;
const lastWords = /\(Use `node --trace-uncaught|Thrown at:|Node\.js v\d/;

/** The lines from `at` to the one before `end`, the first replaced, without the indentation that nesting gave them. */
export function joinLines(texts: readonly string[], at: number, end: number, first: string): string {
  const indent = indentOf(texts[at]!);
  const rest = texts.slice(at + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line))));
  return [first, ...rest].join("\n");
}

const sourceLine = /^\s*(?:> *)?\d+ \|/;
const marked = /^\s*> *\d+ \|/;
const underSource = /^\s*(?:\|[\s^~]*)?$/;

/** A message without the source that Jest and Vitest print between it and the frames. */
export function withoutSource(message: string): string {
  if (!message.includes(" |")) return message;
  const lines = message.split("\n");
  let end = lines.length;
  while (end > 1 && (sourceLine.test(lines[end - 1]!) || underSource.test(lines[end - 1]!))) end--;
  return lines.slice(end).some((line) => marked.test(line)) ? lines.slice(0, end).join("\n") : message;
}

/** The lines from `at` to a blank one, at most to the one before `most`. */
export function readParagraph(texts: readonly string[], at: number, most: number): string {
  let end = at + 1;
  while (end < most && texts[end]!.trim() !== "") end++;
  return at < most ? joinLines(texts, at, end, texts[at]!.trim()) : "";
}

/** The message of `[Error: message]`; `undefined` if its bracket does not close. */
export function readBracketed(texts: readonly string[], at: number, header: Header): Message | undefined {
  if (header.bracket === "closed") return { value: header.message, end: at + 1 };
  const most = Math.min(texts.length, at + framelessLines);
  let closing = at + 1;
  while (closing < most && closingBracket(texts[closing]!) < 0) closing++;
  if (closing >= most) return undefined;
  const last = texts[closing]!.slice(indentOf(texts[at]!), closingBracket(texts[closing]!));
  return { value: `${joinLines(texts, at, closing, header.message)}\n${last}`, end: closing + 1 };
}

/**
 * What was thrown where the process ended, from the line `at` on. `isLast`: Node's last words follow, so it was the end
 * indeed; otherwise only the first line counts.
 */
export function readThrownText(texts: readonly string[], at: number, first: string): Message & { isLast: boolean } {
  let end = at + 1;
  while (end < texts.length && end - at < framelessLines && !endOfThrown.test(texts[end]!)) end++;
  const isLast = lastWords.test(`${texts[end]}\n${texts[end + 1]}`);
  return isLast ? { value: joinLines(texts, at, end, first), end, isLast } : { value: first, end: at + 1, isLast };
}
