import type { Report } from "./report.ts";

/**
 * The report without the breadcrumbs from before a moment; those without a time may be from before.
 *
 * @param sinceMs - Epoch milliseconds; absent: all stay.
 */
export const cutBefore = (report: Report, sinceMs: number | undefined): Report =>
  sinceMs === undefined
    ? report
    : { ...report, breadcrumbs: report.breadcrumbs.filter(({ timeMs }) => timeMs !== undefined && timeMs >= sinceMs) };
