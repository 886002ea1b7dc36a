import { closingBracket, type Header } from "./line/header.ts";
import { indentOf } from "./tree/dump.ts";

/** A message without frames, and the index after its last line. */
export interface Message {
  readonly value: string;
  readonly end: number;
}

/** The most lines of a message without frames. */
export const framelessLines = 30;

const endOfThrown = /^\s*(?:$|Node\.js v\d|\(Use `node --trace-uncaught|Thrown at:)/;
const lastWords = /\(Use `node --trace-uncaught|Thrown at:|Node\.js v\d/;

/** The lines from `at` up to `end`, the first replaced, without the indentation of nesting. */
export function joinLines(texts: readonly string[], at: number, end: number, first: string): string {
  const indent = indentOf(texts[at]!);
  const rest = texts.slice(at + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line))));
  return [first, ...rest].join("\n");
}

const sourceLine = /^\s*(?:> *)?\d+ \|/;
const marked = /^\s*> *\d+ \|/;
const underSource = /^\s*(?:\|[\s^~]*)?$/;

/** A message without the source lines that Jest and Vitest print between it and the frames. */
export function withoutSource(message: string): string {
  if (!message.includes(" |")) return message;
  const lines = message.split("\n");
  let end = lines.length;
  while (end > 1 && (sourceLine.test(lines[end - 1]!) || underSource.test(lines[end - 1]!))) end--;
  return lines.slice(end).some((line) => marked.test(line)) ? lines.slice(0, end).join("\n") : message;
}

/** The lines from `at` to a blank one, at most up to `most`. */
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
 * The thrown value that ended the process, from line `at` on. `isLast`: Node's last line follows, so the value ends
 * there; otherwise only the first line counts.
 */
export function readThrownText(texts: readonly string[], at: number, first: string): Message & { isLast: boolean } {
  let end = at + 1;
  while (end < texts.length && end - at < framelessLines && !endOfThrown.test(texts[end]!)) end++;
  const isLast = lastWords.test(`${texts[end]}\n${texts[end + 1]}`);
  return isLast ? { value: joinLines(texts, at, end, first), end, isLast } : { value: first, end: at + 1, isLast };
}
