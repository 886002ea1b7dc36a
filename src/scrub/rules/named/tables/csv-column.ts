import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds, skipBack, skipWhile } from "../../../text/bytes.ts";
import { lineEnd } from "../lines/next-line.ts";
import { mayTellAt } from "../name/ends.ts";
import { isTyped, nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import { isLabel } from "./cell.ts";

/** A comma, semicolon or tab between two names of columns, of which the second one may be that of a secret. */
export const csvAnchors = (): Anchor[] => [{ at: ",;\t", before: BEFORE_NAME, after: FIRST_OF_NAME }];

const BEFORE_NAME = "delmnrstyDELMNRSTY";
const FIRST_OF_NAME = "aptsAPTS";

/** The ends of names of secrets in a heading with quotes, or at its beginning. */
const ENDS = [
  ["dD", "rRwW", "oOsS"],
  ["sS", "sS", "aA"],
  ["nN", "eE", "kK"],
  ["tT", "eE", "rR"],
  ["yY", "eE", "kK"],
] as const;

/** The sign or the line end after the name of a column in quotes, and the comma after the first name without. */
export const headingAnchors = (): Anchor[] =>
  ENDS.flatMap(([beforeThat, thirdBefore, fourthBefore]) => [
    { at: ",;\t\r\n", before: '"', beforeThat, thirdBefore, fourthBefore },
    { at: ",;", before: beforeThat, beforeThat: thirdBefore, thirdBefore: fourthBefore, after: FIRST_OF_HEADING },
  ]);

const FIRST_OF_HEADING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

/** Longer headings are not recognised. */
const MAX_HEADING = 160;
/** A longer table is not read further. */
const MAX_TABLE = 4_096;
/** A table with a longer cell is not read. */
const MAX_CELL = 200;
const nameBytes = byteClass("0-9a-zA-Z_.-");

/** What separates the columns of a table, and the forms of its lines. */
interface Separator {
  readonly sign: string;
  readonly bytes: Uint8Array;
  readonly nameEnds: Uint8Array;
  readonly heading: RegExp;
  /** A cell: between quotes or not. */
  readonly cell: RegExp;
}

const NAME = '"?[\\w.-]{1,32}(?: [\\w.-]{1,32})?"?';

const separated = (sign: string): Separator => ({
  sign,
  bytes: byteClass(sign),
  nameEnds: byteClass(`${sign}\r\n`),
  heading: new RegExp(`^${NAME}(?:${sign}${NAME})+\\r?$`),
  cell: new RegExp(`(?:"((?:[^"\\n]|""){0,${MAX_CELL}})"|([^"${sign}\\n\\r]{0,${MAX_CELL}}))(?:${sign}|\\r?$)`, "y"),
});

const COMMAS = separated(",");
const SEMICOLONS = separated(";");
const TABS = separated("\t");

/**
 * The cells under `password` in `name,password` or `name;password`, also with a tab between them, each row on its line.
 * Called at the sign before the name.
 */
export function csvColumn(window: Window, comma: number): Span | undefined {
  const { text, to } = window;
  const separator = text[comma] === 0x2c ? COMMAS : text[comma] === 0x09 ? TABS : SEMICOLONS;
  if (!isBetweenNames(text[comma - 1], text[comma + 1])) return undefined;
  const nameEnd = skipWhile(text, comma + 1, Math.min(to, comma + 33), nameBytes);
  if (nameEnd >= to || separator.nameEnds[text[nameEnd]!] !== 1 || !mayTellAt(text, nameEnd)) return undefined;
  return columnOf(window, separator, comma + 1, latin1(text, comma + 1, nameEnd));
}

/**
 * The same for a name in quotes, `"name","password"`, and for the first one, `password,name`. Called at the sign or
 * line end after the name.
 */
export function headedColumn(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const isQuoted = text[at - 1] === 0x22;
  const low = Math.max(from, at - 34);
  const start = isQuoted ? window.previous(openers, at - 1, low) : skipBack(text, at, low, nameBytes);
  if (start < from || (isQuoted && text[start] !== 0x22)) return undefined;
  const isFirst = start > from ? text[start - 1] === 0x0a : window.startsLine;
  if (!isFirst && (!isQuoted || start === from || headingSigns[text[start - 1]!] !== 1)) return undefined;
  const sign = headingSigns[text[at]!] === 1 ? text[at]! : isFirst ? 0 : text[start - 1]!;
  const separator = sign === 0x2c ? COMMAS : sign === 0x3b ? SEMICOLONS : sign === 0x09 ? TABS : undefined;
  if (separator === undefined) return undefined;
  const name = latin1(text, isQuoted ? start + 1 : start, isQuoted ? at - 1 : at);
  if (!ENDED.test(name) && !isBetweenNames(text[at - 1], text[at + 1])) return undefined;
  return columnOf(window, separator, start, name);
}

/** Whether a sign between these bytes is one of `csvAnchors`. */
const isBetweenNames = (before = 0, after = 0): boolean => beforeName[before] === 1 && firstOfName[after] === 1;

const beforeName = byteClass(BEFORE_NAME);
const firstOfName = byteClass(FIRST_OF_NAME);
/** What ends like `ENDS`. */
const ENDED = /(?:[os][rw]d|ass|ken|ret|key)$/i;
const openers = byteClass('"\n');
const headingSigns = byteClass(",;\t");

/** @param place - Where the name begins in the heading, with its quote. */
function columnOf(window: Window, separator: Separator, place: number, name: string): Span | undefined {
  const { from } = window;
  if (nameStrength(name) !== "strong") return undefined;
  const low = Math.max(from, place - MAX_HEADING);
  const start = window.previous(lineEnds, place, low) + 1;
  if (start === 0 && low > from) return undefined;
  const end = lineEnd(window, place);
  if (end === undefined) return undecided;
  const first = Math.max(start, from);
  const columns = columnsIn(window, separator, first, end);
  if (columns === 0) return undefined;
  let index = 0;
  for (let i = first; i < place; i++) if (separator.bytes[window.text[i]!] === 1) index++;
  return cells(window, end + 1, { separator, columns, index, name });
}

/** The number of columns, or 0 if the line is not a heading. It is read once for all names in it. */
function columnsIn(window: Window, { heading, sign }: Separator, first: number, end: number): number {
  const { text, heading: known } = window;
  if (known !== undefined && known.first === first && known.end === end && known.sign === sign) return known.columns;
  const line = latin1(text, first, Math.min(end, first + 2 * MAX_HEADING));
  const columns = heading.test(line) && !holdsPlaceholder(text, first, end) ? line.split(sign).length : 0;
  window.heading = { first, end, sign, columns };
  return columns;
}

/** The column of a secret, and what the rows of its table are like. */
interface Column {
  readonly separator: Separator;
  /** The number of columns. */
  readonly columns: number;
  readonly index: number;
  readonly name: string;
}

/** The cells in this column of the rows from `begin` on that have as many columns. */
function cells(window: Window, begin: number, column: Column): Span | undefined {
  const { name, separator } = column;
  const spans: Span[] = [];
  for (let line = begin; line < begin + MAX_TABLE; ) {
    const end = lineEnd(window, line);
    if (end === undefined) return undecided;
    if (window.next(separator.bytes, line, end) === end) break;
    const row = latin1(window.text, line, end);
    const cell = cellAt(row, column);
    if (cell === undefined || (isHeading(row, cell, column) && !holdsPlaceholder(window.text, line, end))) break;
    const value = { start: line + cell.start, end: line + cell.end, isQuoted: cell.isQuoted };
    const said = latin1(window.text, value.start, Math.min(value.end, value.start + 64));
    const isWord = /\s/.test(said) || said.length < 4 || isLabel(window, value, name);
    const span = isWord ? undefined : accept(window, value, isTyped(name) ? "strong" : "weak", name, "certain");
    if (span !== undefined) spans.push(span);
    line = end + 1;
  }
  return allOf(spans);
}

/**
 * Whether the row is itself the heading of a table with a secret there, which is judged no less strictly and found by
 * the same bytes: the rows after it are read for that one, and not for every heading before it.
 */
function isHeading(row: string, { start, end, isQuoted }: Cell, { name, separator }: Column): boolean {
  const inRow = row.slice(start, end);
  const sign = isQuoted || start === 0 ? end : start - 1;
  return (
    start <= MAX_HEADING &&
    ((sign === end && ENDED.test(inRow)) || isBetweenNames(row.charCodeAt(sign - 1), row.charCodeAt(sign + 1))) &&
    nameStrength(inRow) === "strong" &&
    (isTyped(inRow) || !isTyped(name)) &&
    separator.heading.test(row)
  );
}

interface Cell {
  start: number;
  end: number;
  isQuoted: boolean;
}

/** Where the cell is in its row, without quotes; undefined if the row has another number of columns. */
const cellAt = (row: string, column: Column): Cell | undefined =>
  row.includes('"') ? quotedCellAt(row, column) : plainCellAt(row, column);

/** The same in a row without quotes, as most are. */
function plainCellAt(row: string, { separator: { sign }, columns, index }: Column): Cell | undefined {
  const last = row.endsWith("\r") ? row.length - 1 : row.length;
  const cr = row.indexOf("\r");
  if (cr >= 0 && cr < last) return undefined;
  let cell: Cell | undefined;
  for (let column = 0, start = 0; column < columns; column++) {
    const found = row.indexOf(sign, start);
    if (found < 0 !== (column === columns - 1)) return undefined;
    const end = found < 0 ? last : found;
    if (end - start > MAX_CELL) return undefined;
    if (column === index) cell = { start, end, isQuoted: false };
    start = end + 1;
  }
  return cell;
}

function quotedCellAt(row: string, { separator, columns, index }: Column): Cell | undefined {
  const { cell: form, sign } = separator;
  let cell: Cell | undefined;
  form.lastIndex = 0;
  for (let column = 0; column < columns; column++) {
    const start = form.lastIndex;
    const found = form.exec(row);
    if (found === null || found[0].endsWith(sign) !== column < columns - 1) return undefined;
    const isQuoted = found[1] !== undefined;
    const length = (found[1] ?? found[2]!).length;
    if (column === index)
      cell = { start: start + (isQuoted ? 1 : 0), end: start + (isQuoted ? 1 : 0) + length, isQuoted };
  }
  return cell;
}
