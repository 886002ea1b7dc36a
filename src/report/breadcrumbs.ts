import type { Report } from "./report.ts";

/** When an error happened. Epoch milliseconds. */
export interface Happening {
  /** By the clock of its breadcrumbs, which may be wrong or in another time zone; absent if the text has no time. */
  readonly toldMs: number | undefined;
  /** The earliest possible time by this machine's clock. */
  readonly happenedAtMs: number;
  /** When it was read. */
  readonly capturedAtMs: number;
}

/**
 * Breadcrumbs may be this much later than their error: programs write at the same time, and some only write seconds.
 */
const slackMs = 2_000;

/**
 * Whether a breadcrumb is certainly from after a moment. One without a time may be from before, and so may one that is
 * later than its error, since the clock may have been set back. If the clock of both is ahead of this machine's, so are
 * their times.
 *
 * @param sinceMs - Epoch milliseconds, by this machine's clock.
 */
export function isSince(timeMs: number | undefined, sinceMs: number, error: Happening): boolean {
  const { toldMs, happenedAtMs, capturedAtMs } = error;
  const aheadMs = Math.max(0, (toldMs ?? happenedAtMs) - happenedAtMs);
  return timeMs !== undefined && timeMs - aheadMs >= sinceMs && timeMs <= (toldMs ?? capturedAtMs) + slackMs;
}

/**
 * The report without the breadcrumbs from before a moment.
 *
 * @param sinceMs - Epoch milliseconds; absent: all stay.
 */
export function cutBefore(
  report: Report,
  sinceMs: number | undefined,
  times: Pick<Happening, "happenedAtMs" | "capturedAtMs">,
): Report {
  if (sinceMs === undefined) return report;
  const happening = { toldMs: report.timeMs, ...times };
  return { ...report, breadcrumbs: report.breadcrumbs.filter(({ timeMs }) => isSince(timeMs, sinceMs, happening)) };
}
