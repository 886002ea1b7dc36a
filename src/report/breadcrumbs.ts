import type { Report } from "./report.ts";

/** When an error happened. Epoch milliseconds. */
export interface Happening {
  /** By the clock that its breadcrumbs are of, which may go wrong or be of another time zone; absent if it says nothing. */
  readonly toldMs: number | undefined;
  /** By this machine's clock, and at the earliest. */
  readonly happenedAtMs: number;
  /** When it was read. */
  readonly capturedAtMs: number;
}

/** Breadcrumbs may be later than their error by this: programs write at the same time, and some in seconds. */
const slackMs = 2_000;

/**
 * Whether a breadcrumb is surely from after a moment: what has no time may be from before, and so may what is later than
 * its error, since a clock was set back. Where the clock of both is ahead of this machine's, so are their times.
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
