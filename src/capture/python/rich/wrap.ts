/** Where rich wrote a text: columns before it, and columns after which it breaks lines. */
export interface Columns {
  readonly left: number;
  readonly width: number;
}

/** A line without what fills the columns before it. */
export const cutLeft = (line: string, { left }: Pick<Columns, "left">) =>
  line.slice(Math.min(left, line.length - line.trimStart().length));

/**
 * What was between two lines: a line end, unless rich broke a longer line there. It breaks after a space, which it
 * leaves unless the line is full, and cuts a word that is longer than a line. In tables it fills lines up with spaces.
 */
export function jointOf(previous: string, line: string, { width }: Columns): string {
  const kept = previous.trimEnd();
  const size = cellsOf(kept);
  if (size + cellsOf(line.slice(0, 1)) > width) return kept.includes(" ") ? " " : "";
  const isBroken = kept.length < previous.length && size + 1 + cellsOf(/^\S*/.exec(line)![0]) > width;
  return isBroken ? " " : "\n";
}

/** Signs of East Asia and pictures take two columns each. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** How many columns of a terminal a text takes. */
export const cellsOf = (text: string) =>
  /^[\0-\x7f]*$/.test(text) ? text.length : [...text].length + (text.match(wide)?.length ?? 0);
