import type { RawLine } from "../../lines/raw-line.ts";
import type { LogLine } from "../log-line.ts";
import { isCall } from "../parts-of-errors.ts";
import { type ReadLine, readLine } from "../read-line.ts";
import type { Step } from "./breadcrumbs-before.ts";

/** A line that may not have been examined yet. */
export interface Entry {
  readonly raw: RawLine;
  read: ReadLine | undefined;
  step: Step | undefined;
}

/** Lines that were not examined when they came are outside of errors; their carrier's prefix is removed in any case. */
export function lookAt(entry: Entry): ReadLine {
  entry.read ??= readLine(entry.raw, true);
  return entry.read;
}

/** Some handlers put time, level and logger before every line: a call belongs to the record before it. */
export function isBeginning(read: ReadLine): read is ReadLine & { readonly log: LogLine } {
  return read.log !== undefined && !isCall(read.log.message);
}

/** How many lines below a log line of another form a weak one is not one. */
export const weakLines = 60;

/** A line that is a log line, as a breadcrumb to be. */
export function stepOf(entry: Entry): Step {
  entry.step ??= { log: lookAt(entry).log!, at: entry.raw.line, breadcrumb: undefined };
  return entry.step;
}
