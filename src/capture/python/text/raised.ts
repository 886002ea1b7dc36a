import type { RaisedError } from "../../../report/report.ts";

/** One exception of a chain; `error` is absent if the text ends before its name. */
export interface Block {
  readonly error?: RaisedError;
  readonly frames: RaisedError["frames"];
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

/** A chain of exceptions. */
export interface Chain {
  /** The one that was raised last; the others are its causes. */
  readonly error: RaisedError;
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

export interface ChainOptions {
  /** See `ParserOptions`. */
  readonly whole: boolean;
  /** The number of groups that contain this one. */
  readonly depth: number;
  /** The beginning of the log's other lines, if known: a message ends there. */
  readonly logged?: RegExp;
  /** See `ParserOptions`. */
  readonly said?: ((line: string) => boolean) | undefined;
}

/** Reads the chain whose first exception begins at line `from`. */
export type ReadChain = (lines: readonly string[], from: number, options: ChainOptions) => Chain | undefined;

/** The parts of a text that may be missing, in words. */
export const missing = {
  beginning: "the beginning of the traceback",
  end: "the end of the traceback",
} as const;
