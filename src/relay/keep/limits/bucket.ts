/** How many events pass: this many at once, and then this many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A token bucket. The caller gives the time, in epoch milliseconds. */
export interface Bucket {
  /** Whether there is a token; does not take it. */
  has(nowMs: number): boolean;
  take(): void;
}

export function createBucket({ burst, perSecond }: Rate): Bucket {
  let tokens = burst;
  let lastMs: number | undefined;
  return {
    has(nowMs) {
      const passedMs = Math.max(0, nowMs - (lastMs ?? nowMs)); // a clock may be set back
      tokens = Math.min(burst, tokens + (passedMs / 1000) * perSecond);
      lastMs = nowMs;
      return tokens >= 1;
    },
    take() {
      tokens -= 1;
    },
  };
}

/** Takes a token of each bucket, or of none. */
export function takeOfAll(buckets: readonly Bucket[], nowMs: number): boolean {
  if (!buckets.map((bucket) => bucket.has(nowMs)).every(Boolean)) return false;
  for (const bucket of buckets) bucket.take();
  return true;
}
