/** The meaning of a piece of text; the terminal decides how to show it. */
export type Style = "strong" | "dim" | "good" | "warn" | "bad" | "mark";

/**
 * A piece of a line, plain or with a style; a mark may name the rule after it. It may contain any characters: the
 * terminal makes them safe.
 */
export type Span = string | readonly [style: Style, text: string, rule?: string];

/** One line for a person to read. */
export type Line = readonly Span[];

/** Begins each line of an event, so that none can be mistaken for vextel's own output; wrapped lines repeat it. */
export const margin: Span = ["dim", "| "];

/** The text of a line between two offsets, with its styles. */
export function sliceLine(line: Line, start: number, end: number): Span[] {
  let at = 0;
  return line.flatMap((span): Span[] => {
    const text = typeof span === "string" ? span : span[1];
    const piece = text.slice(Math.max(0, start - at), Math.max(0, end - at));
    at += text.length;
    return piece === "" ? [] : [typeof span === "string" ? piece : [span[0], piece]];
  });
}

/** A longer word does not widen the column of all others. */
const widest = 40;

/** Names and values in columns, as wide as the widest name of usual length; empty rows are left out. */
export function renderTable(rows: readonly (readonly [string, ...Span[]] | undefined)[], indent = ""): Line[] {
  const present = rows.filter((row) => row !== undefined);
  const width = present.reduce((most, [word]) => (word.length > widest ? most : Math.max(most, word.length)), 0);
  return present.map(([word, ...spans]) => [["dim", `${indent}${word.padEnd(width)}  `], ...spans]);
}
