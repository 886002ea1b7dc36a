import fc from "fast-check";
import { expect, test } from "vitest";
import { type Limits, limitedUntilMs, mergeLimits, parseLimits } from "../../src/deliver/limits/rate-limit.ts";

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
const dayMs = 86_400_000;
const category = fc.constantFrom("", "error", "transaction", "session", "replay", "default");
const limits: fc.Arbitrary<Limits> = fc.dictionary(category, fc.integer({ min: nowMs - dayMs, max: nowMs + dayMs }));

test("the longer of two limits wins, and expired limits are forgotten", () => {
  fc.assert(
    fc.property(limits, limits, (a, b) => {
      const merged = mergeLimits(a, b, nowMs);
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const untilMs = Math.max(a[name] ?? 0, b[name] ?? 0);
        expect(merged[name]).toBe(untilMs > nowMs ? untilMs : undefined);
      }
      expect(mergeLimits(b, a, nowMs)).toEqual(merged);
    }),
  );
});

test("a limit on everything closes every category, and one on a category closes only that one", () => {
  fc.assert(
    fc.property(limits, (all) => {
      const until = (type: "event" | "transaction" | "session") => limitedUntilMs(all, type, nowMs) ?? 0;
      const own = (name: string) => Math.max(all[""] ?? 0, all[name] ?? 0);
      const open = (untilMs: number) => (untilMs > nowMs ? untilMs : 0);
      expect(until("event")).toBe(open(own("error")));
      expect(until("transaction")).toBe(open(own("transaction")));
      expect(until("session")).toBe(open(own("session")));
    }),
  );
});

test("a limit that was noted while the clock was years ahead ends when the clock is right again", () => {
  const ahead = nowMs + 24 * 365 * dayMs;
  const noted = parseLimits(429, { "retry-after": "60" }, ahead);
  expect(limitedUntilMs(noted, "event", ahead)).toBe(ahead + 60_000);
  expect(limitedUntilMs(noted, "event", nowMs)).toBeUndefined();
  const both = mergeLimits(noted, { error: nowMs + 1_000 }, nowMs);
  expect(both).toEqual({ error: nowMs + 1_000 });
  expect(limitedUntilMs({ ...noted, ...both }, "event", nowMs)).toBe(nowMs + 1_000);
});

test("a limit of a day holds when the clock is set back by an hour", () => {
  const noted = parseLimits(429, { "retry-after": "86400" }, nowMs);
  expect(limitedUntilMs(noted, "event", nowMs - 60 * 60_000)).toBe(nowMs + dayMs);
});

const read = (status: number, headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(parseLimits(status, headers, nowMs)).map(([name, ms]) => [name, (ms - nowMs) / 1000]),
  );

test.each<[string, number, Record<string, string>, Record<string, number>]>([
  ["one category", 200, { "x-sentry-rate-limits": "60:error:key" }, { error: 60 }],
  ["several categories", 429, { "x-sentry-rate-limits": "60:error;session:key" }, { error: 60, session: 60 }],
  ["several limits", 429, { "x-sentry-rate-limits": "60:error:key, 2700:default:organization" }, { error: 60 }],
  ["the longer of two in one header", 429, { "x-sentry-rate-limits": "90:error:key,60:error:org" }, { error: 90 }],
  ["everything", 429, { "x-sentry-rate-limits": "60::organization" }, { "": 60 }],
  ["everything, without colons", 429, { "x-sentry-rate-limits": "60" }, { "": 60 }],
  ["fractions of a second", 429, { "x-sentry-rate-limits": "0.5:error" }, { error: 0.5 }],
  ["an additional semicolon", 429, { "x-sentry-rate-limits": "60:error;:key" }, { error: 60 }],
  ["a category that is not in use", 429, { "x-sentry-rate-limits": "60:moonbeam" }, {}],
  ["namespaces and reasons", 429, { "x-sentry-rate-limits": "60:metric_bucket:org:quota:custom;spans" }, {}],
  ["no number: a minute", 429, { "x-sentry-rate-limits": "soon:error" }, { error: 60 }],
  ["Retry-After in seconds", 429, { "retry-after": "13" }, { "": 13 }],
  ["Retry-After as a date", 429, { "retry-after": new Date(nowMs + 90_000).toUTCString() }, { "": 90 }],
  ["Retry-After in the past", 429, { "retry-after": new Date(nowMs - 90_000).toUTCString() }, { "": 0 }],
  ["Retry-After that is neither", 429, { "retry-after": "soon" }, { "": 60 }],
  ["Retry-After below zero", 429, { "retry-after": "-5" }, { "": 60 }],
  ["Retry-After only counts on 429", 503, { "retry-after": "13" }, {}],
  ["a 429 without a word: a minute", 429, {}, { "": 60 }],
  ["a year is cut to a day", 429, { "retry-after": "31536000" }, { "": 86_400 }],
  [
    "the named limits go before Retry-After",
    429,
    { "x-sentry-rate-limits": "5:error", "retry-after": "99" },
    { error: 5 },
  ],
  ["a 200 without limits", 200, {}, {}],
])("%s", (_, status, headers, expected) => {
  expect(read(status, headers)).toEqual(expected);
});

test("any header is read without an exception, and no limit lasts longer than a day", () => {
  const header = fc.oneof(fc.string(), fc.stringMatching(/^([\d.]{0,9}:[a-z;]{0,9}:?,? ?){0,4}$/));
  fc.assert(
    fc.property(fc.constantFrom(200, 429, 503), header, header, (status, named, after) => {
      const limits = parseLimits(status, { "x-sentry-rate-limits": named, "retry-after": after }, nowMs);
      for (const untilMs of Object.values(limits)) {
        expect(untilMs).toBeGreaterThanOrEqual(nowMs);
        expect(untilMs).toBeLessThanOrEqual(nowMs + dayMs);
      }
    }),
  );
});
