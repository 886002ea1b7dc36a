/** A day at most: a server's mistake must not silence a bot permanently. */
export const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * How long to wait for a time that was noted earlier; 0 if it has passed. No wait is longer than a day: a time
 * further ahead was noted while the clock was wrong.
 */
export function waitMsUntil(untilMs: number | undefined, nowMs: number): number {
  const waitMs = (untilMs ?? 0) - nowMs;
  return waitMs > 0 && waitMs <= longestWaitMs ? waitMs : 0;
}
