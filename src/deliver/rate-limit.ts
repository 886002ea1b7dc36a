import type { ItemType } from "../seal/envelope.ts";

/** Until when (epoch milliseconds) each category is closed; `""` stands for all of them. */
export type Limits = Readonly<Record<string, number>>;

const categories: Record<ItemType, string> = { event: "error", transaction: "transaction", session: "session" };
/** Servers know dozens more; what vextel never posts need not be remembered. */
const inUse = new Set(["", ...Object.values(categories)]);

/** Closes what items of this type belong to, or everything. */
export const closedFor = (type: ItemType | undefined, untilMs: number): Limits => ({
  [type === undefined ? "" : categories[type]]: untilMs,
});

/**
 * The limits that an answer sets (https://develop.sentry.dev/sdk/expected-features/rate-limiting/):
 * `X-Sentry-Rate-Limits` on any status, otherwise `Retry-After` on 429, otherwise a minute on 429. Only categories in
 * use.
 */
export function parseLimits(status: number, headers: Readonly<Record<string, string>>, nowMs: number): Limits {
  const named = headers["x-sentry-rate-limits"];
  if (named) return parseNamedLimits(named, nowMs);
  return status === 429 ? { "": nowMs + (parseRetryAfterMs(headers["retry-after"], nowMs) ?? 60_000) } : {};
}

/** The later of two ends counts; what has ended is forgotten. */
export function mergeLimits(old: Limits, added: Limits, nowMs: number): Limits {
  const merged: Record<string, number> = {};
  for (const [category, untilMs] of [...Object.entries(old), ...Object.entries(added)])
    if (untilMs > nowMs) merged[category] = Math.max(untilMs, merged[category] ?? 0);
  return merged;
}

/** Until when items of this type may not be posted, epoch milliseconds; `undefined` if they may. */
export function limitedUntilMs(limits: Limits, type: ItemType, nowMs: number): number | undefined {
  const untilMs = Math.max(limits[""] ?? 0, limits[categories[type]] ?? 0);
  return untilMs > nowMs ? untilMs : undefined;
}

/** A day at most: a server's slip must not silence a bot permanently. */
const longestMs = 24 * 60 * 60 * 1000;

function parseNamedLimits(header: string, nowMs: number): Limits {
  const limits: Record<string, number> = {};
  for (const limit of header.split(",")) {
    const [seconds, list = ""] = limit.trim().split(":");
    const untilMs = nowMs + (toMs(seconds) ?? 60_000);
    const names = list.split(";").map((part) => part.trim());
    for (const name of list.trim() === "" ? [""] : names.filter((name) => name !== "" && inUse.has(name)))
      limits[name] = Math.max(limits[name] ?? 0, untilMs);
  }
  return limits;
}

/** How long to wait, from a `Retry-After` header in seconds or as a date; a day at most. */
export function parseRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const dateMs = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN; // it takes "-5" for a date, too
  return toMs(value) ?? (Number.isNaN(dateMs) ? undefined : Math.min(Math.max(0, dateMs - nowMs), longestMs));
}

function toMs(seconds: string | undefined): number | undefined {
  return seconds && /^\d+(\.\d+)?$/.test(seconds.trim()) ? Math.min(Number(seconds) * 1000, longestMs) : undefined;
}
