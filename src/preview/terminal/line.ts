/** The meaning of a piece of text; the terminal decides how to show it. */
export type Style = "strong" | "dim" | "good" | "warn" | "bad" | "mark";

/**
 * A piece of a line, plain or with a style; a mark may name the rule after it. It may contain any characters: the
 * terminal makes them safe.
 */
export type Span = string | readonly [style: Style, text: string, rule?: string];

/** One line for a person to read. */
export type Line = readonly Span[];

/** A longer word does not widen the column of all others. */
const widest = 40;

/** Names and values in columns, as wide as the widest name of usual length; empty rows are left out. */
export function renderTable(rows: readonly (readonly [string, ...Span[]] | undefined)[], indent = ""): Line[] {
  const present = rows.filter((row) => row !== undefined);
  const width = present.reduce((most, [word]) => (word.length > widest ? most : Math.max(most, word.length)), 0);
  return present.map(([word, ...spans]) => [["dim", `${indent}${word.padEnd(width)}  `], ...spans]);
}
