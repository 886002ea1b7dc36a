import { plural } from "../../preview/summary.ts";

const minuteMs = 60_000;
/** Time zones differ by multiples of this; others' clocks are merely wrong. */
const stepMs = 30 * minuteMs;
const mostMs = 14 * 60 * minuteMs;
/** How long a line may have been on its way. */
const slackMs = 2 * minuteMs;
/** Text is new if everything before it had been read this short a time ago. */
const freshMs = 5 * minuteMs;

/**
 * The difference between a log's time zone and this machine's, in words, by an error that was just written: `9 hours
 * behind`. `undefined` if there is none, or the error may be older.
 *
 * @param timeMs - The error's own time, epoch milliseconds.
 * @param afterMs - It was written after this moment; 0 if unknown.
 */
export function describeZone(timeMs: number, afterMs: number, nowMs: number): string | undefined {
  if (nowMs - afterMs > freshMs) return undefined;
  const offMs = timeMs - nowMs;
  const stepsMs = Math.round(offMs / stepMs) * stepMs;
  if (stepsMs === 0 || Math.abs(stepsMs) > mostMs || Math.abs(offMs - stepsMs) > slackMs) return undefined;
  const minutes = Math.abs(stepsMs) / minuteMs;
  const length = minutes % 60 === 0 ? plural(minutes / 60, "hour") : `${minutes} minutes`;
  return `${length} ${stepsMs < 0 ? "behind" : "ahead of"}`;
}
