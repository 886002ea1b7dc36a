import type { Entry } from "./entry.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** How long and how much is kept. */
export const retention = {
  eventMs: 30 * dayMs,
  /** Sentry drops sessions and transactions that are older. */
  sessionMs: 5 * dayMs,
  receiptMs: 90 * dayMs,
  /** Per publisher. */
  events: 1000,
  /** Per publisher. */
  bytes: 64 * 1024 * 1024,
} as const;

/** One entry that has to go, and why. */
export interface Eviction {
  readonly entry: Entry;
  readonly reason: string;
}

/** Which entries have outlived their time, and which of the oldest must go so that each publisher stays in bounds. */
export function chooseEvictions(entries: readonly Entry[], nowMs: number): Eviction[] {
  const evictions: Eviction[] = [];
  const used = new Map<string, Used>();
  for (const entry of [...entries].sort((a, b) => b.capturedAtMs - a.capturedAtMs || (a.id < b.id ? 1 : -1))) {
    const reason = expiry(entry, nowMs) ?? overQuota(entry, used);
    if (reason) evictions.push({ entry, reason });
  }
  return evictions;
}

/** What a publisher's newest entries take up; `full` from the first that did not fit: all older ones go. */
interface Used {
  events: number;
  bytes: number;
  full?: string;
}

function expiry(entry: Entry, nowMs: number): string | undefined {
  const lifeMs = entry.type === "event" ? retention.eventMs : retention.sessionMs;
  return nowMs - entry.capturedAtMs > lifeMs ? `not sent for ${lifeMs / dayMs} days` : undefined;
}

function overQuota(entry: Entry, used: Map<string, Used>): string | undefined {
  const sum = used.get(entry.publisher) ?? { events: 0, bytes: 0 };
  used.set(entry.publisher, sum);
  sum.events += 1;
  sum.bytes += entry.bytes;
  if (sum.events > retention.events) sum.full ??= `more than ${retention.events} events of one publisher waited`;
  if (sum.bytes > retention.bytes) sum.full ??= "more than 64 MiB of one publisher waited";
  return sum.full;
}
