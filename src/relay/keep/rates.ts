import { createMemory } from "./bounded-map.ts";
import { type Bucket, createBucket } from "./bucket.ts";

/** How much of one plugin is kept. */
export const rates = {
  /** A flood's beginning. */
  soon: { burst: 40, perSecond: 20 },
  /** What a flood that goes on comes to. */
  later: { burst: 1_000, perSecond: 1 / 6 },
  /** All plugins together. */
  all: { burst: 200, perSecond: 50 },
} as const;

/** Plugins that are told apart, of what is remembered of each. */
export const mostPlugins = 500;

/** How much of one plugin goes through. */
export interface Buckets {
  readonly errors: readonly Bucket[];
  readonly timings: readonly Bucket[];
}

/** The buckets of each plugin, by `publisher/plugin`. */
export interface Rates {
  of(name: string): Buckets;
  /** Whether a plugin has no room for an error now. */
  isFull(name: string, nowMs: number): boolean;
}

export function createRates(): Rates {
  const all = createBucket(rates.all);
  const plugins = createMemory<Buckets>(mostPlugins);
  return {
    of: (name) =>
      plugins.recall(name, () => ({
        errors: [createBucket(rates.soon), createBucket(rates.later), all],
        timings: [createBucket(rates.soon), all],
      })),
    isFull: (name, nowMs) => plugins.peek(name)?.errors.some((bucket) => !bucket.has(nowMs)) ?? false,
  };
}
