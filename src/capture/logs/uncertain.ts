import type { LogRecord } from "./record.ts";

/** What is around an error in its record. */
export interface Place {
  /** Whether another error of the record follows it. */
  readonly isFollowed: boolean;
  /** Whether an error of another plugin is in the record. */
  readonly isMixed: boolean;
  /** The log line before the record, as it is in the log; absent if there is none. */
  readonly before: string | undefined;
}

/**
 * Why what looks like an error may be what somebody wrote into a chat that the bot logs, in words; `undefined` if nothing
 * speaks for that. What imitates a whole record of the log's own format cannot be told from it.
 */
export function whyUncertain({ log, stitched }: LogRecord, { isFollowed, isMixed, before }: Place): string | undefined {
  if (!log) return undefined;
  if (log.level === "info" || log.level === "debug") return `the log line in front of it is of level ${log.level}`;
  if (isFollowed && !log.texts && !stitched) return "the same record of the log ends with another error";
  if (isMixed && !stitched) return "the same record of the log holds an error of another plugin";
  const isForeign = log.texts !== undefined && before !== undefined && log.begins?.test(before) === false;
  return isForeign ? "it is JSON in a log of plain lines" : undefined;
}
