import { unnamed } from "../causes.ts";
import { guessHeader } from "../line/guess.ts";
import { framelessLines } from "../message.ts";
import type { Run } from "../run.ts";
import { runAt } from "../scan.ts";
import type { Finding } from "../tree/finding.ts";
import { type Reading, strayLines } from "./reading.ts";
import { readStack } from "./stack.ts";

/** `Error.stackTraceLimit`, unless a program sets it. */
const defaultStackLimit = 10;

/** Reads frames without a certain header; returns the index of the next line to read. */
export function readStray(reading: Reading, at: number): number {
  const above = guessStart(reading, at);
  const header = above === undefined ? undefined : guessHeader(reading.scan.texts[above]!);
  if (header && above !== undefined) return readStack(reading, above, at, header);
  if (isUnnamed(reading, at)) return readStack(reading, 0, at, unnamed(reading.scan.texts[0]!));
  const run = runAt(reading.scan, at);
  const { latest } = reading.tree;
  if (latest && continues(reading, latest, at, run)) {
    latest.error.frames.push(...run.frames);
    reading.close(latest, run.end, run.opens);
  }
  return run.end;
}

/**
 * Whether frames belong to the failure that a log record reports: loggers print messages without the names of errors.
 */
function isUnnamed(reading: Reading, at: number): boolean {
  return (
    reading.isFailure && reading.floor === 0 && at > 0 && at <= framelessLines && reading.scan.texts[0]!.trim() !== ""
  );
}

/** The line on which an error with an unusual name may begin to which the frames at `at` belong. */
function guessStart(reading: Reading, at: number): number | undefined {
  const { texts } = reading.scan;
  if (reading.isWhole && reading.floor === 0 && guessHeader(texts[0]!)?.prefix === "") return 0;
  const start = Math.max(reading.floor, at - framelessLines);
  for (let up = at - 1; reading.tree.dump.isOpen && up >= start; up--)
    if (/^\s*\[cause\]: /.test(texts[up]!)) return up;
  const above = texts[at - 1]?.trim() === "" ? at - 2 : at - 1;
  return above >= reading.floor ? above : undefined;
}

/** Whether frames are the rest of a stack that was interrupted by a few lines of others. */
function continues(reading: Reading, { error }: Finding, at: number, run: Run): boolean {
  const isNear = at > reading.floor && at - reading.floor <= strayLines;
  const count = error.frames.length;
  return isNear && count > 0 && count + run.frames.length <= defaultStackLimit;
}
