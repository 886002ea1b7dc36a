import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { lineEnd } from "../next-line.ts";
import { isTyped, keyStrength } from "../secret-keys.ts";
import { accept, type Setting } from "../secret-looks.ts";
import { isLabel } from "./cell.ts";

/** The longest line under a heading, and the longest heading. */
const MAX_LINE = 160;
/** A longer table is looked at no further. */
const MAX_TABLE = 4_096;
const ruleBytes = byteClass("+|: -");
const dashes = byteClass("-");
const LF = 0x0a;

/** A column whose heading is the name of a secret. */
interface Column {
  readonly index: number;
  readonly name: string;
  readonly setting: Setting;
}

/**
 * The cells below `| password |` and the line under it, as Markdown, `psql` and `mysql` write tables. Asked at the first
 * plus sign or bar of that line.
 */
export function column(window: Window, sign: number): Span | undefined {
  const { text, from, to } = window;
  if (!isUnderline(window, sign)) return undefined;
  const line = skipBack(text, sign, Math.max(from, sign - MAX_LINE), dashes);
  if (line - 1 <= from || text[line - 1] !== LF) return undefined;
  const limit = Math.min(to, line + MAX_LINE);
  const end = skipWhile(text, sign, limit, ruleBytes);
  if (end === limit && !window.last) return end === to ? undecided : undefined;
  if (end < to && text[end] !== LF && text[end] !== 0x0d) return undefined;
  const columns = columnsAbove(window, line - 1, latin1(text, line, end).split(/[|+]/).length);
  if (columns.length === 0) return undefined;
  return cellsBelow(window, text[end] === 0x0d ? end + 2 : end + 1, columns);
}

/** Whether a hyphen follows, perhaps behind a blank and a colon. */
function isUnderline({ text, to }: Window, sign: number): boolean {
  const next = skipWhile(text, sign + 1, Math.min(to, sign + 3), openingBytes);
  return text[next] === 0x2d && text[next + 1] === 0x2d && next + 1 < to;
}

const openingBytes = byteClass(" :");

/** @param count - How many columns the line under the heading has. */
function columnsAbove({ text, from }: Window, end: number, count: number): Column[] {
  let start = end;
  while (start > from && start > end - MAX_LINE && text[start - 1] !== LF) start--;
  if ((start > from && text[start - 1] !== LF) || holdsPlaceholder(text, start, end)) return [];
  const headings = latin1(text, start, end).split("|");
  return headings.length === count ? headings.flatMap((heading, index) => columnOf(heading, index) ?? []) : [];
}

function columnOf(heading: string, index: number): Column | undefined {
  const name = heading.replace(/[\s*`"]+/g, "");
  if (!/^[\w.-]+$/.test(name) || keyStrength(name) !== "strong") return undefined;
  // a word alone may be the heading of other things: the tokens of a language, say
  return { index, name, setting: isTyped(name) || /\w[_-]\w|[a-z][A-Z]/.test(name) ? "certain" : "likely" };
}

/** What stands in these columns, up to a line that is no row. */
function cellsBelow(window: Window, first: number, columns: readonly Column[]): Span | undefined {
  const spans: Span[] = [];
  for (let line = first; line < first + MAX_TABLE; ) {
    const end = lineEnd(window, line);
    if (end === undefined) return undecided;
    const cells = latin1(window.text, line, end).split("|");
    if (cells.length < 2) break;
    let at = line;
    for (const [index, cell] of cells.entries()) {
      const column = columns.find((one) => one.index === index);
      const start = at + cell.search(/[^\s`]|$/);
      const span = column && inColumn(window, start, start + cell.replace(/^[\s`]+|[\s`]+$/g, "").length, column);
      if (span !== undefined) spans.push(span);
      at += cell.length + 1;
    }
    line = end + 1;
  }
  const [head, ...also] = spans;
  return head === undefined ? undefined : { ...head, also };
}

function inColumn(window: Window, start: number, end: number, { name, setting }: Column): Span | undefined {
  const value = { start, end, isQuoted: false };
  if (end - start < 3 || /[\s(]/.test(latin1(window.text, start, end)) || isLabel(window, value, name))
    return undefined;
  return accept(window, value, "strong", name, setting);
}
