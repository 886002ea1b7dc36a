/**
 * When equal errors happened: a count for each second (epoch seconds; `undated` if unknown). Two readings of one log,
 * or of two parts of it, can be merged without counting anything twice.
 */
export type Tally = ReadonlyMap<number, number>;

/** Replaces the second for errors whose text has no time. */
export const undated = -1;

/** The second of a time in epoch milliseconds. */
export const secondOf = (timeMs: number | undefined): number =>
  timeMs === undefined ? undated : Math.floor(timeMs / 1000);

/** How many there are. */
export function countOf(tally: Tally): number {
  let count = 0;
  for (const times of tally.values()) count += times;
  return count;
}

/** When the first and the last happened, epoch milliseconds; `undefined` if unknown. */
export function spanOf(tally: Tally): { firstMs: number; lastMs: number } | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const second of tally.keys())
    if (second !== undated) [first, last] = [Math.min(first, second), Math.max(last, second)];
  return first <= last ? { firstMs: first * 1000, lastMs: last * 1000 } : undefined;
}

/** Merges both. If they differ for a second, the reading that saw more errors is right. */
export function mergeTallies(one: Tally, other: Tally): Tally {
  const merged = new Map(one);
  for (const [second, times] of other) merged.set(second, Math.max(times, merged.get(second) ?? 0));
  return merged;
}

/** The counts that `other` does not include. */
export function subtractTally(one: Tally, other: Tally): Tally {
  const rest = [...one].map(([second, times]) => [second, times - (other.get(second) ?? 0)] as const);
  return new Map(rest.filter(([, times]) => times > 0));
}

/** As stored in files: seconds and counts in turn. */
export const renderTally = (tally: Tally): number[] => [...tally].flat();

/** @returns An empty one if the value is not such a list. */
export function parseTally(value: unknown): Tally {
  const tally = new Map<number, number>();
  if (!Array.isArray(value) || value.length % 2 !== 0 || !value.every(Number.isSafeInteger)) return tally;
  for (let at = 0; at < value.length; at += 2) if (value[at + 1] > 0) tally.set(value[at], value[at + 1]);
  return tally;
}

/** What Sentry shows: how many errors there were, and when the first and the last happened, RFC 3339. */
export function describeTally(tally: Tally): Record<string, string | number> {
  const span = spanOf(tally);
  const at = (ms: number) => new Date(ms).toISOString();
  return { type: "default", count: countOf(tally), ...(span && { first: at(span.firstMs), last: at(span.lastMs) }) };
}
