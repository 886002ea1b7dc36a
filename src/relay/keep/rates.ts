import { createMemory } from "./bounded-map.ts";
import { type Bucket, createBucket, type Rate } from "./bucket.ts";

/** How much of one plugin is kept. */
export interface RateLimits {
  readonly soon: Rate;
  readonly later: Rate;
  readonly all: Rate;
}

export const rates: RateLimits = {
  /** Errors that are looked at. */
  soon: { burst: 40, perSecond: 20 },
  /** What that comes to on disk: events, and as many receipts of errors that equal one of them. */
  later: { burst: 1_000, perSecond: 1 / 6 },
  /** All plugins together. */
  all: { burst: 200, perSecond: 50 },
};

/** Plugins that are told apart, of what is remembered of each. */
export const mostPlugins = 500;

/** How much of one plugin goes through. */
export interface Buckets {
  /** For each error that comes. */
  readonly arrivals: readonly Bucket[];
  /** For each that becomes an event: one error that comes all the time takes none of them from others. */
  readonly events: Bucket;
  /** For the first event of a place, so that messages of another place, which users may choose, take none of them. */
  readonly firsts: Bucket;
  /** For each that equals one, and gets a receipt of its own. */
  readonly receipts: Bucket;
  readonly timings: readonly Bucket[];
}

/** The buckets of each plugin, by `publisher/plugin`. */
export interface Rates {
  of(name: string): Buckets;
  /** Whether a plugin has no room for an error now. */
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
