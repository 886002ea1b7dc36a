import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { latin1, lineEnds } from "../../../text/bytes.ts";
import { lineEnd } from "../lines/next-line.ts";
import { isTyped, nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import { isLabel } from "./cell.ts";

/** After the last letters of `TOKEN`, `PASSWORD`, `PASSWD`, `SECRET`, `KEY`: two blanks, or the end of the line. */
export const blankColumnAnchors = (): Anchor[] => [
  { at: " ", before: "NDTY", beforeThat: "ERW", thirdBefore: "KORS", after: " " },
  { at: "\n", before: "NDTY", beforeThat: "ERW", thirdBefore: "KORS" },
];

const LF = 0x0a;
const MAX_HEADING = 160;
const MAX_ROWS = 64;
const HEADING = /^[A-Z][A-Z0-9_]*(?: [A-Z0-9_]+)?(?: {2,}[A-Z][A-Z0-9_]*(?: [A-Z0-9_]+)?)+ *\r?$/;

/**
 * The cells below `TOKEN` in `NAME   TOKEN   OWNER`, as `kubectl`, `kubeadm` and `docker` print tables: columns parted
 * by two blanks and more. Called at the first blank after the heading, or at the end of its line.
 */
export function blankColumn(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const low = Math.max(from, at - MAX_HEADING);
  const before = window.previous(lineEnds, at, low);
  if (before < 0 && (low > 0 ? low > from || !window.startsLine : false)) return undefined;
  const line = before < 0 ? low : before + 1;
  const end = text[at] === LF ? at : lineEnd(window, at);
  if (end === undefined) return undecided;
  const heading = latin1(text, line, Math.min(end, line + 2 * MAX_HEADING));
  const column = /(?<![A-Z0-9_])[A-Z0-9_]+$/.exec(heading.slice(0, at - line));
  if (column === null || nameStrength(column[0]) !== "strong" || !HEADING.test(heading)) return undefined;
  if (holdsPlaceholder(text, line, end)) return undefined;
  return cells(window, end + 1, {
    name: column[0],
    index: headingsIn(heading, column.index),
    columns: headingsIn(heading),
  });
}

interface Column {
  readonly name: string;
  readonly index: number;
  readonly columns: number;
}

/** How many headings there are, or how many before `at`. */
const headingsIn = (heading: string, at = heading.length): number =>
  heading
    .slice(0, at)
    .split(/ {2,}/)
    .filter((one) => one.trim() !== "").length;

/** The cells of the rows from `begin` on that have as many columns. */
function cells(window: Window, begin: number, { name, index, columns }: Column): Span | undefined {
  const spans: Span[] = [];
  for (let line = begin, row = 0; row < MAX_ROWS; row++) {
    const end = lineEnd(window, line);
    if (end === undefined) return undecided;
    const said = latin1(window.text, line, end);
    const words = [...said.matchAll(/\S+(?: \S+)*/g)];
    const cell = words[index];
    if (words.length !== columns || cell === undefined) break;
    if (nameStrength(cell[0]) === "strong" && HEADING.test(said)) break; // the rows below it are read for it
    const value = { start: line + cell.index, end: line + cell.index + cell[0].length, isQuoted: false };
    const isWord = / /.test(cell[0]) || cell[0].length < 4 || isLabel(window, value, name);
    const span = isWord ? undefined : accept(window, value, isTyped(name) ? "strong" : "weak", name, "certain");
    if (span !== undefined) spans.push(span);
    line = end + 1;
  }
  return allOf(spans);
}
