/** What a piece of text is; the terminal decides how that looks. */
export type Style = "strong" | "dim" | "good" | "warn" | "bad" | "mark";

/**
 * A piece of a line, plain or with a style; a mark may name the rule after it. Any text may be in it: the terminal
 * makes it safe.
 */
export type Span = string | readonly [style: Style, text: string, rule?: string];

/** One line for a person to read. */
export type Line = readonly Span[];

/** A longer word is as wide as it is: it must not push all others away. */
const widest = 40;

/** Words and values in columns, as wide as the widest usual word; empty rows are left out. */
export function renderTable(rows: readonly (readonly [string, ...Span[]] | undefined)[], indent = ""): Line[] {
  const present = rows.filter((row) => row !== undefined);
  const width = present.reduce((most, [word]) => (word.length > widest ? most : Math.max(most, word.length)), 0);
  return present.map(([word, ...spans]) => [["dim", `${indent}${word.padEnd(width)}  `], ...spans]);
}
