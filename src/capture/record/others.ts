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

/** An error of others that was not read. */
export interface OthersError {
  readonly timeMs: number | undefined;
}

/** The only error of a record, if it is plain to see that it is one of others; otherwise it has to be read. */
export function findOthersError(
  record: LogRecord,
  isOthers: IsOthers,
  before: Pick<Before, "judge" | "latestBefore" | "journalTime">,
  afterMs: number,
): OthersError | undefined {
  const logger = record.log?.logger;
  if (!isOthers(logger === undefined ? undefined : decodeUtf8(logger), pathsUpwards(record))) return undefined;
  const first = findPlainTraceback(record);
  if (first === undefined) return undefined;
  const log = before.judge(record) === "text" ? undefined : record.log;
  const latestMs = before.latestBefore(record.lines[0]!.line, afterMs);
  return { timeMs: errorTimeMs(record, first, { log, latestMs, journalTime: journalTimeOf(record, before) }) };
}
