import { fitLine, widthOf } from "./fit.ts";
import type { Line, Span } from "./line.ts";
import { toSafeText } from "./safe.ts";

/** One row of a list on a terminal: short cells in columns, then text that may be cut off. */
export interface Row {
  readonly cells: readonly Span[];
  readonly rest: Line;
}

/** A longer cell is cut, to leave room for the rest. */
const widest = 24;

/** Rows in columns as wide as their widest cell, each at most `columns` wide; empty columns are left out. */
export function renderRows(rows: readonly Row[], columns: number): Line[] {
  const most = Math.max(12, Math.min(widest, Math.floor(columns / 4)));
  const cut = rows.map(({ cells, rest }) => ({ cells: cells.map((cell) => fitCell(cell, most)), rest }));
  const count = Math.max(0, ...cut.map(({ cells }) => cells.length));
  const widths = Array.from({ length: count }, (_, at) =>
    cut.reduce((wide, { cells }) => Math.max(wide, widthOf(textOf(cells[at] ?? ""))), 0),
  );
  return cut.map(({ cells, rest }) => {
    const padded = widths.flatMap((width, at) => (width === 0 ? [] : pad(cells[at] ?? "", width)));
    return fitLine([...padded, ...rest], columns);
  });
}

const textOf = (span: Span) => (typeof span === "string" ? span : span[1]);

const fitCell = (cell: Span, most: number): Span => {
  const [span = ""] = fitLine([typeof cell === "string" ? toSafeText(cell) : cell], most);
  return span;
};

const pad = (cell: Span, width: number): Span[] => [cell, " ".repeat(width - widthOf(textOf(cell)) + 2)];
