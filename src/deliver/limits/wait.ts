/** A day at most: a server's mistake must not silence a bot permanently. */
export const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * How long to wait for a time that was noted earlier; 0 if it has passed. A time more than two days ahead was noted
 * while the clock was wrong, and is not waited for; one that is less far ahead is, even if the clock was set back by
 * some hours since.
 */
export function waitMsUntil(untilMs: number | undefined, nowMs: number): number {
  const waitMs = (untilMs ?? 0) - nowMs;
  return waitMs > 0 && waitMs <= 2 * longestWaitMs ? waitMs : 0;
}
