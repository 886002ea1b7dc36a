import type { Level, Platform, RaisedError } from "../report/report.ts";

/** One error that a parser found in the lines of one log record or text. */
export interface ParsedError {
  readonly platform: Platform;
  readonly error: RaisedError;
  /** Indices of its first and last line. */
  readonly first: number;
  readonly last: number;
  /** Index of the line on which the same record prints it again, perhaps behind a text. */
  readonly again?: number;
  /** Whether the program continued after it. */
  readonly handled: boolean;
  readonly level?: Level;
  readonly runtime?: { readonly name: string; readonly version?: string };
  /** The missing parts of the text, in words. */
  readonly incomplete?: readonly string[];
  /** Whether it is in a field of a structured line. */
  readonly isField?: true;
  /** Why it may be what a user wrote, as its surroundings in a field of a structured line say. */
  readonly doubt?: string | undefined;
}

/**
 * Finds every error in the lines of one record (a log line and what follows it until the next one, or a whole text
 * without log lines). The lines have no line ends, colours or carriers' prefixes. Linear in their length; never throws.
 */
export type Parser = (lines: readonly string[], options?: ParserOptions) => ParsedError[];

export interface ParserOptions {
  /** Whether the lines are certainly one complete record. If not, a message ends at a blank line at the latest. */
  readonly whole?: boolean;
  /** Whether the lines are a log record that reports a failure. */
  readonly failed?: boolean;
  /** Whether a line below an error is certainly no part of its message. */
  readonly said?: (line: string) => boolean;
}
