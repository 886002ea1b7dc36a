import { widthOf } from "./fit.ts";
import { type Line, margin, type Span, sliceLine } from "./line.ts";
import { splitToWidth, wrapBehindMargin } from "./margin.ts";
import { toSafeText } from "./safe.ts";

/**
 * Wraps a line of prose to this many columns. What does not fit continues below, under the value of a table's row or
 * indented by two columns, or behind its margin. A command to copy stays on one line if possible; a longer word is left
 * to the terminal, unless it may contain blanks that are no spaces. Pure.
 */
export function wrapLine(line: Line, columns: number): Line[] {
  if (line[0] === margin) return wrapBehindMargin(line, columns);
  const safe = line.map((span): Span => (typeof span === "string" ? toSafeText(span) : [span[0], toSafeText(span[1])]));
  const text = safe.map(textOf).join("");
  if (widthOf(text) <= columns) return [line];
  const indent = indentOf(safe, text, columns);
  const breaks = findBreaks(text, columns, indent);
  return breaks.map((start, at) => {
    const piece = sliceLine(safe, start, breaks[at + 1] ?? text.length);
    return at === 0 ? piece : [" ".repeat(indent), ...piece];
  });
}

const textOf = (span: Span) => (typeof span === "string" ? span : span[1]);

/** Where the second line begins. */
function indentOf([first = ""]: Line, text: string, columns: number): number {
  const isRow = typeof first !== "string" && first[0] === "dim" && first[1].endsWith("  ");
  const indent = isRow ? widthOf(first[1]) : /^ */.exec(text)![0].length + 2;
  return indent <= columns / 2 ? indent : 2;
}

/** Where each line begins in the text. */
function findBreaks(text: string, columns: number, indent: number): number[] {
  const breaks = [0];
  let [at, room] = [0, columns];
  for (const word of wordsOf(text, columns - indent)) {
    if (widthOf(trimmed(word)) > room && at > breaks.at(-1)!) {
      breaks.push(at);
      room = columns - indent;
    }
    at += word.length;
    room -= widthOf(word);
  }
  return breaks;
}

/** The words, each with the blanks after it; leading blanks belong to the first word. */
const wordsOf = (text: string, columns: number): string[] =>
  (text.match(commandOrWord) ?? []).flatMap((word) =>
    widthOf(trimmed(word)) <= columns
      ? [word]
      : (word.match(/[^ ]+ *|^ +(?:[^ ]+ *)?/g) ?? []).flatMap(piecesOf(columns)),
  );

const piecesOf = (columns: number) => (word: string) =>
  isAscii.test(word) || widthOf(trimmed(word)) <= columns ? [word] : splitToWidth(word, columns);

const isAscii = /^[\x20-\x7e]*$/;
const trimmed = (word: string) => word.replace(/(?<! ) +$/, "");

const commandOrWord =
  /(?<![^ ])vextel(?: (?:[a-z]+|<[^>]+>|-[\w-]+|[0-9a-f]{8,32})(?![^\s.,;:)]))+[^ ]* *|[^ ]+ *|^ +(?:[^ ]+ *)?/g;
