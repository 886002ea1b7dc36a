import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { latin1, lineEnds } from "../../../text/bytes.ts";
import { behindMargin, type Margin, marginOf } from "../lines/margin.ts";
import { lineEnd } from "../lines/next-line.ts";
import { accept } from "../value/secret-looks.ts";
import { isLabel } from "./cell.ts";
import { type Column, columnOf } from "./column.ts";

/** The first sign of the line under the headings of a box: `├`, `┡`, `╞`, `╟`, `╠`. */
export const boxAnchors = (): Anchor[] => [
  { at: "\x9c\xa1", before: "\x94", beforeThat: "\xe2", thirdBefore: "\n ", after: "\xe2" },
  { at: "\x9e\x9f\xa0", before: "\x95", beforeThat: "\xe2", thirdBefore: "\n ", after: "\xe2" },
];

/** A longer line is not a row of headings. */
const MAX_HEADING = 320;
/** The most bytes of the rows that are searched. */
const MAX_TABLE = 8_192;
/** `│`, `┃` and `║`, in Latin-1. */
const BORDER = /\xe2(?:\x94[\x82\x83]|\x95\x91)/;
const LINE = /^\xe2(?:\x94[\x9c\xa1]|\x95[\x9e\x9f\xa0])/;

/**
 * The cells below `│ password │` and the line under it, as `console.table` and Rich draw tables. Called at the last
 * byte of the first sign of that line.
 */
export function boxColumn(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const sign = at - 2;
  const end = lineEnd(window, sign);
  if (end === undefined || lineEnd(window, end + 1) === undefined) return undecided;
  const margin = marginOf(window, sign, end + 1);
  if (margin.begin + margin.length !== sign) return undefined;
  const low = Math.max(from, margin.begin - 1 - MAX_HEADING);
  const begin = window.previous(lineEnds, margin.begin - 1, low) + 1;
  if (begin === 0 && (low > from || !window.startsLine)) return undefined;
  const heading = behindMargin(window, margin, Math.max(begin, from));
  if (isRowBefore(window, margin, begin)) return undefined; // only the first row is a heading
  const headings = cellsOf(latin1(text, heading, margin.begin - 1));
  if (headings === undefined) return undefined;
  const columns = headings.flatMap(({ said }, index) => columnOf(said, index) ?? []);
  if (columns.length === 0 || holdsPlaceholder(text, heading, margin.begin - 1)) return undefined;
  return rowsBelow(window, end + 1, { count: headings.length, columns, margin });
}

/** Whether the line that ends before `line` is a row or the line under one. */
function isRowBefore(window: Window, margin: Margin, line: number): boolean {
  const { text, from } = window;
  if (line <= from) return false;
  const begin = Math.max(from, window.previous(lineEnds, line - 1, Math.max(from, line - MAX_HEADING)) + 1);
  const start = behindMargin(window, margin, begin);
  const said = latin1(text, start, Math.min(line, start + 3));
  return LINE.test(said) || BORDER.test(said);
}

interface Box {
  /** How many columns there are. */
  readonly count: number;
  /** Those of secrets. */
  readonly columns: readonly Column[];
  readonly margin: Margin;
}

/** The cells in these columns, up to a line that is not a row. */
function rowsBelow(window: Window, first: number, { count, columns, margin }: Box): Span | undefined {
  const { text } = window;
  const spans: Span[] = [];
  for (let line = first; line < first + MAX_TABLE; ) {
    const end = lineEnd(window, line);
    if (end === undefined) return undecided;
    const start = behindMargin(window, margin, line);
    const row = latin1(text, start, end);
    const cells = cellsOf(row);
    if (cells === undefined ? !LINE.test(row) : cells.length !== count) break;
    for (const column of columns) {
      const span = cells && inCell(window, start, cells[column.index]!, column);
      if (span !== undefined) spans.push(span);
    }
    line = end + 1;
  }
  return allOf(spans);
}

interface Cell {
  /** Where it begins in its line. */
  readonly start: number;
  readonly said: string;
}

/** The cells of a row, with the blanks around them; undefined if it is none. */
function cellsOf(row: string): Cell[] | undefined {
  if (row.search(BORDER) !== 0) return undefined;
  const cells: Cell[] = [];
  let start = 3;
  for (const said of row.slice(3).split(BORDER)) {
    cells.push({ start, said });
    start += said.length + 3;
  }
  return cells.slice(0, -1);
}

function inCell(window: Window, line: number, { start, said }: Cell, { name, setting }: Column): Span | undefined {
  const [, before = "", quote, word = ""] = /^(\s*)(['"]?)(\S{3,})\2\s*$/.exec(said) ?? [];
  if (word === "" || word.includes("(")) return undefined;
  const first = line + start + before.length + (quote ?? "").length;
  const value = { start: first, end: first + word.length, isQuoted: quote !== "" };
  return isLabel(window, value, name) ? undefined : accept(window, value, "strong", name, setting);
}
