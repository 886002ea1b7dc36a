import { createMemory } from "./bounded-map.ts";
import { type Bucket, createBucket, type Rate } from "./bucket.ts";

/** Limits on how much of one plugin is kept. */
export interface RateLimits {
  readonly soon: Rate;
  readonly later: Rate;
  readonly all: Rate;
}

export const rates: RateLimits = {
  /** Errors that are processed. */
  soon: { burst: 40, perSecond: 20 },
  /** Errors that are written to disk: as events, or as receipts of equal errors. */
  later: { burst: 1_000, perSecond: 1 / 6 },
  /** All plugins together. */
  all: { burst: 200, perSecond: 50 },
};

/** The most plugins that are distinguished. */
export const mostPlugins = 500;

/** The rate limits of one plugin. */
export interface Buckets {
  /** For every error. */
  readonly arrivals: readonly Bucket[];
  /** For errors that become events. Repetitions of one error do not count here. */
  readonly events: Bucket;
  /** For the first event of a place, so that messages of another place, which users may choose, do not count. */
  readonly firsts: Bucket;
  /** For errors that equal an event, and get a receipt of their own. */
  readonly receipts: Bucket;
  readonly timings: readonly Bucket[];
}

/** The buckets of each plugin, by `publisher/plugin`. */
export interface Rates {
  of(name: string): Buckets;
  /** Whether a plugin has reached its limit for errors. */
  isFull(name: string, nowMs: number): boolean;
}

export function createRates(limits: RateLimits = rates): Rates {
  const all = createBucket(limits.all);
  const plugins = createMemory<Buckets>(mostPlugins);
  return {
    of: (name) =>
      plugins.recall(name, () => ({
        arrivals: [createBucket(limits.soon), all],
        ...{ events: createBucket(limits.later), firsts: createBucket(limits.later) },
        receipts: createBucket(limits.later),
        timings: [createBucket(limits.soon), all],
      })),
    isFull: (name, nowMs) => plugins.peek(name)?.arrivals.some((bucket) => !bucket.has(nowMs)) ?? false,
  };
}
