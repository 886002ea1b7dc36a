import type { Divided } from "../lines/divided.ts";
import type { LogLine } from "./log-line.ts";

/** One line of a record, latin1, without a carrier's prefix. */
export interface RecordLine {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
  /**
   * The time that is in front of it, and nothing else, or that its carrier wrote; absent below a log line with its own.
   */
  readonly time?: string | number;
  /** As in `RawLine`. */
  readonly divided?: Divided;
}

/** A log line and what follows it until the next one; without a log line: text of an unknown kind. */
export interface LogRecord {
  readonly log: LogLine | undefined;
  /** The time that its carrier wrote, if it did. */
  readonly carrierTime: string | number | undefined;
  readonly lines: readonly RecordLine[];
  /** Whether lines between the first and the rest, or at the end, were not kept. */
  readonly cut: boolean;
  /** Whether log lines with the same time were treated as lines of one message; they may be several messages. */
  readonly stitched: boolean;
  /** Whether it is the rest of a record that was too long, or whose log line is not remembered. */
  readonly torn: boolean;
  /** Whether it was gone on with after log lines of others. */
  readonly resumed: boolean;
  /** As in `Carried`. */
  readonly stream: string;
  /** Whether each of its lines has only a time in front of it, which is its carrier's then. */
  readonly isTimed: boolean;
  /** Its first line as its program wrote it, with or without the prefix. */
  readonly firstText: string;
}

/** The most lines that a record without an error keeps. */
export const tailLines = 24;
