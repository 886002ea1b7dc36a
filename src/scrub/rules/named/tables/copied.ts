import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { hasWord, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { wholeLineEnd } from "../lines/next-line.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";

/** The semicolon after `FROM stdin`. */
export const copiedAnchors = (): Anchor[] => [
  { at: ";", before: "nN", beforeThat: "iI", thirdBefore: "dD", fourthBefore: "tT" },
];

const HEAD = new Ending(/\bCOPY [\w."]{1,96} \(([\w", ]{2,256})\) FROM stdin$/i);
/** The end of the rows, and the next statement if that is not there. */
const ENDS = /^(?:\\\.\s*$|\s*$|COPY )/i;
const FROM = " from stdin";
/** The most bytes of rows that are searched. */
const MAX_ROWS = 4_096;

/** `COPY users (name, password) FROM stdin;` of `pg_dump`, and rows with tabs below it. Called at the semicolon. */
export function copied(window: Window, semicolon: number): Span | undefined {
  const { text, from, to } = window;
  if (!hasWord(text, semicolon - FROM.length, semicolon, FROM)) return undefined;
  const columns = HEAD.exec(latin1(text, Math.max(from, semicolon - 380), semicolon))?.[1]?.split(",");
  const names = columns?.map((column) => column.replace(/[^\w]+/g, "")) ?? [];
  const secrets = names.map((name) => (nameStrength(name) === "strong" ? name : undefined));
  const first = /^\r?\n/.exec(latin1(text, semicolon + 1, Math.min(to, semicolon + 3)))?.[0];
  if (first === undefined || !secrets.some((name) => name !== undefined)) return undefined;
  const spans: Span[] = [];
  for (let line = semicolon + 1 + first.length; line < semicolon + MAX_ROWS; ) {
    const end = wholeLineEnd(window, line);
    if (end === undefined) return undecided;
    const row = latin1(text, line, end);
    if (ENDS.test(row)) break;
    const cells = row.split("\t");
    if (cells.length !== names.length || (cells.length === 1 && row.includes(" "))) break;
    let start = line;
    for (const [index, cell] of cells.entries()) {
      const name = secrets[index];
      const value = { start, end: start + cell.replace(/\r$/, "").length, isQuoted: true };
      const span =
        name === undefined || cell.startsWith("\\N") ? undefined : accept(window, value, "strong", name, "certain");
      if (span !== undefined) spans.push(span);
      start += cell.length + 1;
    }
    line = end + 1;
  }
  return allOf(spans);
}
