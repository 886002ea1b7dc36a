import type { LogLine } from "../log-line.ts";
import { asForm, type HeadedLine, levelMark, type MarkedHead, markParts } from "./form.ts";

/** A level or a logger's name, and the spaces around it. */
interface Column {
  readonly before: number;
  readonly word: number;
  readonly behind: number;
}

/** How wide the level and the logger's name of a log line are, and what the line is without the spaces around them. */
export interface Columns {
  readonly form: string;
  readonly columns: readonly Column[];
}

/** Loggers fill columns up with spaces: `[INFO ]`, `[ERROR]`. */
export function columnsOf(line: HeadedLine): Columns {
  const head = markParts(line);
  const last = known.get(line.log);
  if (last?.head === head) return last.columns;
  const columns = findColumns(head, line.log.logger ?? "");
  known.set(line.log, { head, columns });
  return columns;
}

/** Lines are asked about again for each error below them. */
const known = new WeakMap<LogLine, { readonly head: MarkedHead; readonly columns: Columns }>();

function findColumns({ head, levels }: MarkedHead, name: string): Columns {
  const columns: Column[] = [];
  let level = 0;
  const bare = head.replace(/((?:(?<! ) +)?)([\x02\x03])( *)/g, (_, before: string, mark: string, behind: string) => {
    const word = mark === levelMark ? (levels[level++] ?? "") : name;
    columns.push({ before: before.length, word: word.length, behind: behind.length });
    return mark;
  });
  return { form: asForm(bare), columns };
}

/** Whether a line has the columns of an own one: as wide, or wider for a word that does not fit in. */
export function isInColumns(own: Columns, { form, columns }: Columns): boolean {
  // a name without dots may not be read as one
  if (form !== own.form && `${form}N` !== own.form) return false;
  return columns.every((column, index) => isLike(own.columns[index]!, column));
}

function isLike(own: Column, { before, word, behind }: Column): boolean {
  if (before === own.before && behind === own.behind) return true; // no word fills it up
  const [wide, ownWide] = [before + word + behind, own.before + own.word + own.behind];
  return wide === ownWide || (wide > ownWide && before <= own.before && behind <= own.behind);
}

/** Columns as text that `parseColumns` reads. */
export const printColumns = ({ form, columns }: Columns): string =>
  `${form}\n${columns.map(({ before, word, behind }) => `${before},${word},${behind}`).join(" ")}`;

/** `undefined` for the text of a form. */
export function parseColumns(text: string): Columns | undefined {
  const [form, widths] = text.split("\n");
  if (widths === undefined) return undefined;
  const columns = widths.split(" ").map((column) => {
    const [before = 0, word = 0, behind = 0] = column.split(",").map(Number);
    return { before, word, behind };
  });
  return { form: form!, columns };
}
