import { decodeUtf8 } from "../lines/decode.ts";
import type { LogRecord } from "../logs/record.ts";
import { type Before, journalTimeOf } from "./before.ts";
import { findPlainTraceback, pathsUpwards } from "./plain-traceback.ts";
import { errorTimeMs } from "./report.ts";

/**
 * Whether an error certainly belongs to nobody for whom errors are captured.
 *
 * @param logger - That which its log line names, whether or not it is believed.
 * @param paths - The files of its calls, as printed, beginning with the nearest to the crash.
 */
export type IsOthers = (logger: string | undefined, paths: Iterable<string>) => boolean;

/** How many errors of other plugins a record holds that were not read, and when the last one happened. */
export interface OthersErrors {
  readonly count: number;
  readonly timeMs: number | undefined;
}

/** What a record holds, if it is plain to see that it is of others; otherwise it has to be read. */
export function findOthersErrors(
  record: LogRecord,
  isOthers: IsOthers,
  before: Pick<Before, "judge" | "latestBefore" | "journalTime">,
  afterMs: number,
): OthersErrors | undefined {
  const logger = record.log?.logger;
  if (!isOthers(logger === undefined ? undefined : decodeUtf8(logger), pathsUpwards(record))) return undefined;
  const plain = findPlainTraceback(record);
  if (!plain) return undefined;
  const { first, count } = plain;
  if (count === 0) return { count, timeMs: undefined };
  const log = /^(?:text|said)$/.test(before.judge(record)) ? undefined : record.log;
  const latestMs = before.latestBefore(record.lines[0]!.line, afterMs);
  return { count, timeMs: errorTimeMs(record, first, { log, latestMs, journalTime: journalTimeOf(record, before) }) };
}
