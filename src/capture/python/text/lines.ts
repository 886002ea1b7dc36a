/** How one exception of a chain is related to the next. */
export type Link = "cause" | "context";

const frame = /^\s*(?:> )?File "(.*)", line (\d+)(?:, in (.*))?$/s;
const repeated = /^\s*\[Previous line repeated (\d+) more times?\]\s*$/;
const elided = /^\s*(?:\.\.\.|\.\.\.<\d+ lines?>\.\.\.|--- <exception caught here> ---)\s*$/;

export interface FrameLine {
  readonly path: string;
  readonly line: number;
  /** Absent for the place of a SyntaxError, which is not a call. */
  readonly function?: string;
}

/** `  File "…", line 3, in f`; quotes and commas may be part of the path. */
export function parseFrameLine(line: string): FrameLine | undefined {
  if (!line.includes('File "')) return undefined;
  const match = frame.exec(line.trimEnd());
  if (!match) return undefined;
  const [path, called] = [match[1]!, match[3]];
  return called === undefined ? { path, line: Number(match[2]) } : { path, line: Number(match[2]), function: called };
}

/** The number of calls in `[Previous line repeated N more times]`. */
export function parseRepeated(line: string): number | undefined {
  const match = line.includes("[Previous line") ? repeated.exec(line) : null;
  return match ? Number(match[1]) : undefined;
}

/** `...` for omitted lines or frames, and Twisted's mark where it caught an exception that was raised further below. */
export const isElided = (line: string) => (line.includes("...") || line.includes("---")) && elided.test(line);

export const isBlank = (line: string) => /^\s*(?:<BLANKLINE>\s*)?$/.test(line);

/** Index of the first line that is not blank, from `at` on. */
export function skipBlank(lines: readonly string[], at: number): number {
  let to = at;
  while (to < lines.length && isBlank(lines[to]!)) to++;
  return to;
}

/** Index of the last line that is not blank, from `at` upwards; -1 if there is none. */
export function skipBlankBack(lines: readonly string[], at: number): number {
  let to = at;
  while (to >= 0 && isBlank(lines[to]!)) to--;
  return to;
}

export const indentOf = (line: string) => line.length - line.trimStart().length;

const headerWords = "Traceback (most recent call last)";
const header = /^(.*?)(\+ )?(Exception Group )?Traceback \(most recent call last\):?\s*$/;

export interface Header {
  /** The text before it. */
  readonly prefix: string;
  /** `+ Exception Group Traceback`, with which CPython opens a group that is not inside another. */
  readonly group: boolean;
}

/** `Traceback (most recent call last):`, with any text before it but none after. */
export function parseHeader(line: string): Header | undefined {
  if (!line.includes(headerWords)) return undefined;
  const match = header.exec(line);
  return match ? { prefix: match[1]!, group: match[2] !== undefined } : undefined;
}

/** The output of a program that prints its position: these frames do not belong to an error. */
export const isStackDump = (line: string) => /^\s*(?:Call stack|Stack \(most recent call last\)):\s*$/.test(line);

/** The sentence between two exceptions of a chain. */
export function parseLink(line: string): Link | undefined {
  if (line.includes("The above exception was the direct cause of the following exception:")) return "cause";
  return line.includes("During handling of the above exception, another exception occurred:") ? "context" : undefined;
}
