import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds, skipBack, skipWhile } from "../../../text/bytes.ts";
import { behindMargin, type Margin, marginOf } from "../lines/margin.ts";
import { lineEnd } from "../lines/next-line.ts";
import { isTyped, nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import type { Setting } from "../value/secret-text.ts";
import { isLabel } from "./cell.ts";

/** The last bar of a heading row, and those between headings. */
export const columnAnchors = (): Anchor[] => [
  { at: "|", after: "\n\r" },
  { at: "|", before: " ", after: " " },
];

/** A longer line is not a heading row. */
const MAX_HEADING = 160;
/** The most rows that are searched. */
const MAX_TABLE = 4_096;
const ruleBytes = byteClass("+|: \r-");
const headingBytes = byteClass("0-9a-zA-Z_. ");
const blanks = byteClass(" \t\r");
const LF = 0x0a;
const BAR = 0x7c;
const HYPHEN = 0x2d;

/** A column whose heading is the name of a secret. */
export interface Column {
  readonly index: number;
  readonly name: string;
  readonly setting: Setting;
}

/**
 * The cells below `| password |` and the line under it, as Markdown, `psql` and `mysql` write tables. Called at the bar
 * that ends the line of the headings, and at its first one.
 */
export function column(window: Window, bar: number): Span | undefined {
  const { text, to } = window;
  const line = startOfHeading(window, bar);
  if (line < 0) return undefined;
  const end = window.next(lineEnds, bar, Math.min(to, bar + MAX_HEADING));
  if (end === to) return window.last ? undefined : undecided;
  if (text[end] !== LF || holdsPlaceholder(text, line, end)) return undefined;
  const ruleEnd = skipWhile(text, end + 1, Math.min(to, end + 1 + 2 * MAX_HEADING), ruleBytes);
  const isKnown = ruleEnd < to || window.last;
  // checked first, since it costs least
  if (isKnown && !isRule(text, end + 1, ruleEnd, to)) return columnBehindMargin(window, bar, line, end);
  const headings = latin1(text, line, end).split("|");
  const columns = headings.flatMap((heading, index) => columnOf(heading, index) ?? []);
  if (columns.length === 0) return undefined;
  if (!isKnown) return undecided;
  return latin1(text, end + 1, ruleEnd).split(/[|+]/).length === headings.length
    ? cellsBelow(window, ruleEnd + 1, columns)
    : undefined;
}

/** The same for a table with a margin before each line. */
function columnBehindMargin(window: Window, bar: number, line: number, end: number): Span | undefined {
  const { text, to } = window;
  if (text[line] === BAR || skipWhile(text, bar + 1, end, blanks) < end) return undefined;
  if (lineEnd(window, end + 1) === undefined) return undecided;
  const margin = marginOf(window, bar, end + 1);
  if (margin.length === 0 || margin.begin !== line) return undefined;
  const rule = end + 1 + margin.length;
  const ruleEnd = skipWhile(text, rule, Math.min(to, rule + 2 * MAX_HEADING), ruleBytes);
  if (!isRule(text, rule, ruleEnd, to)) return undefined;
  const headings = latin1(text, line + margin.length, end).split("|");
  const columns = headings.flatMap((heading, index) => columnOf(heading, index) ?? []);
  return latin1(text, rule, ruleEnd).split(/[|+]/).length === headings.length
    ? cellsBelow(window, ruleEnd + 1, columns, margin)
    : undefined;
}

/** Whether it is a whole line, with hyphens. */
function isRule(text: Uint8Array, start: number, end: number, to: number): boolean {
  if (end >= to || text[end] !== LF) return false;
  for (let i = start + 1; i < end; i++) if (text[i] === HYPHEN && text[i - 1] === HYPHEN) return true;
  return false;
}

/** Where the line begins if the bar is its last byte, or the first bar after a heading; otherwise -1. */
function startOfHeading({ text, from, to }: Window, bar: number): number {
  const behind = skipWhile(text, bar + 1, Math.min(to, bar + 3), blanks);
  const isLast = text[behind] === LF || behind === to;
  let line = skipBack(text, bar, Math.max(from, bar - MAX_HEADING), headingBytes);
  if (isLast) while (line > from && line > bar - MAX_HEADING && text[line - 1] !== LF) line--;
  const isFirst = line === from || text[line - 1] === LF;
  return isFirst && (isLast || text[line] !== BAR) ? line : -1;
}

export function columnOf(heading: string, index: number): Column | undefined {
  const name = heading.replace(/[\s*`"]+/g, "");
  if (!/^[\w.-]+$/.test(name) || nameStrength(name) !== "strong") return undefined;
  // a single word may be the heading of something else, such as the tokens of a language
  return { index, name, setting: isTyped(name) || /\w[_-]\w|[a-z][A-Z]/.test(name) ? "certain" : "likely" };
}

/** The cells in these columns, up to a line that is not a row. */
function cellsBelow(window: Window, first: number, columns: readonly Column[], margin?: Margin): Span | undefined {
  const spans: Span[] = [];
  for (let line = first; line < first + MAX_TABLE; ) {
    const end = lineEnd(window, line);
    if (end === undefined) return undecided;
    let at = margin === undefined ? line : behindMargin(window, margin, line);
    const cells = latin1(window.text, at, end).split("|");
    if (cells.length < 2 || isEnd(cells)) break;
    for (const [index, cell] of cells.entries()) {
      const column = columns.find((one) => one.index === index);
      const start = at + cell.search(/[^\s`]|$/);
      const span =
        column && inColumn(window, start, start + cell.replace(/^[\s`]+|(?<![\s`])[\s`]+$/g, "").length, column);
      if (span !== undefined) spans.push(span);
      at += cell.length + 1;
    }
    line = end + 1;
  }
  return allOf(spans);
}

/** Another line of hyphens, or a row with a placeholder for a key that may have had several lines. */
const isEnd = (cells: readonly string[]): boolean =>
  cells.every((cell) => /^[\s:+-]*$/.test(cell)) || cells.some((cell) => cell.includes("PRIVATE-KEY"));

function inColumn(window: Window, start: number, end: number, { name, setting }: Column): Span | undefined {
  const value = { start, end, isQuoted: false };
  if (end - start < 3 || /[\s(]/.test(latin1(window.text, start, end)) || isLabel(window, value, name))
    return undefined;
  return accept(window, value, "strong", name, setting);
}
