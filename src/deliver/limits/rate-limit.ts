import type { ItemType } from "../../seal/envelope.ts";
import { longestWaitMs, waitMsUntil } from "./wait.ts";

/** The end (epoch milliseconds) of each category's limit; `""` means all categories. */
export type Limits = Readonly<Record<string, number>>;

const categories: Record<ItemType, string> = { event: "error", transaction: "transaction", session: "session" };
/** The categories that vextel posts; servers have dozens more. */
const inUse = new Set(["", ...Object.values(categories)]);

/** Limits the category of items of this type, or all categories. */
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

/** The later of two ends counts; limits that have ended are removed. */
export function mergeLimits(old: Limits, added: Limits, nowMs: number): Limits {
  const merged: Record<string, number> = {};
  for (const [category, untilMs] of [...Object.entries(old), ...Object.entries(added)])
    if (waitMsUntil(untilMs, nowMs) > 0) merged[category] = Math.max(untilMs, merged[category] ?? 0);
  return merged;
}

/**
 * The time before which items of this type must not be posted, epoch milliseconds; `undefined` if they may be posted.
 */
export function limitedUntilMs(limits: Limits, type: ItemType, nowMs: number): number | undefined {
  const waitMs = Math.max(waitMsUntil(limits[""], nowMs), waitMsUntil(limits[categories[type]], nowMs));
  return waitMs > 0 ? nowMs + waitMs : undefined;
}

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
  return toMs(value) ?? (Number.isNaN(dateMs) ? undefined : Math.min(Math.max(0, dateMs - nowMs), longestWaitMs));
}

function toMs(seconds: string | undefined): number | undefined {
  return seconds && /^\d+(\.\d+)?$/.test(seconds.trim()) ? Math.min(Number(seconds) * 1000, longestWaitMs) : undefined;
}
