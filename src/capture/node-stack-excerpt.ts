/** The source that Node prints in front of an error that ends the process. */
export interface Excerpt {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly source: string;
  /** Index of the line with the path, and of the line that the error begins on. */
  readonly first: number;
  readonly header: number;
}

const place = /^\s*(\S.*):(\d{1,9})$/;
const caret = /^\s*[\^~]+\s*$/;
/** Node and its loaders leave up to so many lines blank behind the caret. */
const blankLines = 3;

/** Reads `path:line`, a source line and a line with carets, and finds where the error begins behind them. */
export function readExcerpt(texts: readonly string[], at: number): Excerpt | undefined {
  if (!caret.test(texts[at + 2] ?? "")) return undefined;
  const [, path, line] = place.exec(texts[at]!) ?? [];
  if (path === undefined) return undefined;
  let header = at + 3;
  while (header <= at + 3 + blankLines && texts[header]?.trim() === "") header++;
  if (texts[header] === undefined) return undefined;
  return { path, line: Number(line), source: texts[at + 1]!.trim(), first: at, header };
}
