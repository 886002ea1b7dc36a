import type { ReadLine } from "./read-line.ts";
import type { LogRecord } from "./record.ts";

/** The surroundings of an error in its record. */
export interface Place {
  /** Whether another error of the record follows it. */
  readonly isFollowed: boolean;
  /** Whether the record contains an error of another plugin. */
  readonly isMixed: boolean;
  /** Whether it is in a field of a structured line in which programs do not print errors. */
  readonly isAside: boolean;
  /** The line before the record; absent if there is none, or it belongs to an error. */
  readonly before: Pick<ReadLine, "text" | "log"> | undefined;
}

/**
 * Why an error may be a chat message that the bot logged, in words; `undefined` if there is no sign of that. A message
 * that imitates a whole record of the log cannot be recognised.
 */
export function whyUncertain(
  { log, stitched }: LogRecord,
  { isFollowed, isMixed, isAside, before }: Place,
): string | undefined {
  if (isAside) return "it is in a field that is not for errors";
  if (!log) return undefined;
  if (log.level === "info" || log.level === "debug") return `the log line in front of it is of level ${log.level}`;
  if (isFollowed && !log.texts && !stitched) return "the same record of the log ends with another error";
  if (isMixed && !stitched) return "the same record of the log holds an error of another plugin";
  if (before === undefined) return undefined;
  const carrier = before.log?.carrier?.exec(before.text)?.[0] ?? "";
  if (log.carrier && !log.carrier.test(carrier)) return "no log line is carried like it in front of it";
  const isForeign = log.texts && before.log && log.begins?.test(before.text.slice(carrier.length)) === false;
  return isForeign ? "it is JSON in a log of plain lines" : undefined;
}
