import type { HostFramework, Report } from "../../report/report.ts";
import type { Writable } from "../../report/writable.ts";
import { carrierTimeMs } from "../lines/carriers/carrier.ts";
import { decodeUtf8 } from "../lines/decode.ts";
import { lineTimeMs } from "../logs/breadcrumb.ts";
import type { LogLine } from "../logs/log-line.ts";
import type { LogRecord } from "../logs/record.ts";
import type { ParsedError } from "../parser.ts";

/** A report to which what is around its record is still added. */
export type NewReport = Writable<Report>;

/** What is known of the record and of what is around it. */
export interface Surroundings {
  readonly log: LogLine | undefined;
  readonly message: string | undefined;
  readonly transaction: string | undefined;
  readonly hosts: readonly HostFramework[];
  readonly latestMs: number;
  readonly journalTime: number | undefined;
}

/** The report of an error, without breadcrumbs. */
export function toReport(parsed: ParsedError, record: LogRecord, around: Surroundings): NewReport {
  const { log, message, transaction, hosts } = around;
  const timeMs = errorTimeMs(record, parsed.first, around);
  const level = parsed.level ?? (log?.level === "fatal" ? "fatal" : "error");
  const { platform, error, handled, runtime, incomplete } = parsed;
  const report: NewReport = { platform, error, level, handled, breadcrumbs: [], hosts };
  if (timeMs !== undefined) report.timeMs = timeMs;
  if (log?.logger !== undefined) report.logger = decodeUtf8(log.logger);
  if (message) report.message = message;
  if (transaction) report.transaction = transaction;
  if (runtime) report.runtime = runtime;
  if (incomplete) report.incomplete = incomplete;
  return report;
}

/**
 * When an error happened, epoch milliseconds; `undefined` if nothing tells.
 *
 * @param first - Index of its first line in the record.
 */
export function errorTimeMs(
  { lines, carrierTime }: LogRecord,
  first: number,
  { log, latestMs, journalTime }: Pick<Surroundings, "log" | "latestMs" | "journalTime">,
): number | undefined {
  const carried = lines[first]?.time ?? carrierTime ?? journalTime;
  const sameMs = log?.isSameTime && Number.isFinite(latestMs) ? latestMs : undefined;
  return (log && lineTimeMs(log, latestMs)) ?? carrierTimeMs(carried) ?? sameMs;
}

/** A report of an error that its log line does not mention. */
export const withoutLog = ({ logger: _logger, message: _message, ...report }: NewReport): NewReport => report;
