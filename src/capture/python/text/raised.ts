import type { RaisedError } from "../../../report/report.ts";

/** One exception of a chain; `error` is absent if the text ends before its name. */
export interface Block {
  readonly error?: RaisedError;
  readonly frames: RaisedError["frames"];
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

/** Exceptions that led to one another. */
export interface Chain {
  /** The one raised last; the others hang below it. */
  readonly error: RaisedError;
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

export interface ChainOptions {
  /** See `ParserOptions`. */
  readonly whole: boolean;
  /** How many groups this one is inside. */
  readonly depth: number;
  /** What other lines of the log begin with, if known: a message ends there. */
  readonly logged?: RegExp;
}

/** Reads the chain whose first exception begins at line `from`. */
export type ReadChain = (lines: readonly string[], from: number, options: ChainOptions) => Chain | undefined;

/** What of a text may be missing, in words. */
export const missing = {
  beginning: "the beginning of the traceback",
  end: "the end of the traceback",
} as const;
