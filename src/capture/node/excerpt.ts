import type { Frame } from "../../report/report.ts";

/** The source that Node prints before an error that ends the process. */
export interface Excerpt {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly source: string;
  /** The indexes of the line with the path, and of the line on which the error begins. */
  readonly first: number;
  readonly header: number;
}

const place = /^\s*(\S.*):(\d{1,9})$/;
const caret = /^\s*[\^~]+\s*$/;
/** Node and its loaders print at most this many blank lines after the caret. */
const blankLines = 3;

/** Reads `path:line`, a source line and a line with carets, and finds where the error begins after them. */
export function readExcerpt(texts: readonly string[], at: number): Excerpt | undefined {
  if (!caret.test(texts[at + 2] ?? "")) return undefined;
  const [, path, line] = place.exec(texts[at]!) ?? [];
  if (path === undefined) return undefined;
  let header = at + 3;
  while (header <= at + 3 + blankLines && texts[header]?.trim() === "") header++;
  if (texts[header] === undefined) return undefined;
  return { path, line: Number(line), source: texts[at + 1]!.trim(), first: at, header };
}

/**
 * Whether the excerpt shows that an error of this type ended the process. Errors of code that does not compile, or that
 * `vm` runs, keep their excerpt wherever they are printed.
 */
export function endsProcess({ path }: Excerpt, type: string): boolean {
  return type !== "SyntaxError" && /^(?:[/\\]|\w+:|\[)|^(?:internal\/\S+|\w+)\.js$/.test(path);
}

/** The same frames, with the source line of the excerpt. */
export function withSource(frames: readonly Frame[], { path, line, source }: Excerpt): Frame[] {
  const shown = frames.findIndex((frame) => frame.path === path && frame.line === line);
  return frames.map((frame, at) => (at === shown ? { ...frame, source } : frame));
}

/** Code that does not compile was never called: its place is that of the excerpt, unless a frame shows it. */
export function placeOf({ path, line, source }: Excerpt, type: string, frames: readonly Frame[]): Frame | undefined {
  const isCalled = frames.some((frame) => frame.path === path && frame.line === line);
  return type === "SyntaxError" && !isCalled && !path.startsWith("node:") ? { path, line, source } : undefined;
}
