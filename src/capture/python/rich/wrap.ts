/** Where rich printed a text: the columns before it, and the columns after which it wraps lines. */
export interface Columns {
  readonly left: number;
  readonly width: number;
}

/** A line without the padding before it. */
export const cutLeft = (line: string, { left }: Pick<Columns, "left">) =>
  line.slice(Math.min(left, line.length - line.trimStart().length));

/**
 * The original text between two lines: a line end, unless rich wrapped a longer line there. It wraps after a space,
 * which it keeps unless the line is full, and cuts a word that is longer than a line. In tables it pads lines with
 * spaces.
 */
export function jointOf(previous: string, line: string, { width }: Columns): string {
  const kept = previous.trimEnd();
  const size = cellsOf(kept);
  if (size + cellsOf(line.slice(0, 1)) > width) return kept.includes(" ") ? " " : "";
  const isBroken = kept.length < previous.length && size + 1 + cellsOf(/^\S*/.exec(line)![0]) > width;
  return isBroken ? " " : "\n";
}

/** East Asian characters and emoji take two columns each. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** The number of terminal columns of a text. */
export const cellsOf = (text: string) =>
  /^[\0-\x7f]*$/.test(text) ? text.length : [...text].length + (text.match(wide)?.length ?? 0);
