import fc from "fast-check";
import { expect, test } from "vitest";
import { cutBefore, isSince } from "../../src/report/breadcrumbs.ts";
import type { Report } from "../../src/report/report.ts";

const hourMs = 3_600_000;
const sinceMs = Date.UTC(2026, 0, 1, 12);
const nowMs = sinceMs + 60_000;

function told(errorMs: number | undefined, happenedAtMs: number, ...stepsMs: (number | undefined)[]) {
  const breadcrumbs = stepsMs.map((timeMs) => ({ message: "step", ...(timeMs !== undefined && { timeMs }) }));
  const report = { breadcrumbs, ...(errorMs !== undefined && { timeMs: errorMs }) } as unknown as Report;
  return cutBefore(report, sinceMs, { happenedAtMs, capturedAtMs: nowMs }).breadcrumbs.map(({ timeMs }) => timeMs);
}

test("an error includes only breadcrumbs from after the decision, even if it has no time", () => {
  const steps = [undefined, sinceMs - 1, sinceMs, nowMs - 10];
  expect(told(nowMs, nowMs, ...steps)).toEqual([sinceMs, nowMs - 10]);
  expect(told(undefined, sinceMs + 1, ...steps)).toEqual([sinceMs, nowMs - 10]);
});

test("a breadcrumb with a later time than its error is omitted: the clock was set back, so it may be from before the decision", () => {
  expect(told(nowMs, nowMs, sinceMs + 2 * hourMs, nowMs + 1_000)).toEqual([nowMs + 1_000]);
  expect(told(undefined, nowMs, sinceMs + 2 * hourMs)).toEqual([]);
});

test("a log clock that is ahead of this machine's does not let breadcrumbs from before the decision through", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3_000, max: 14 * hourMs }),
      fc.integer({ min: -hourMs, max: 60_000 }),
      (aheadMs, at) => {
        const error = { toldMs: nowMs + aheadMs, happenedAtMs: nowMs, capturedAtMs: nowMs };
        expect(isSince(sinceMs + at + aheadMs, sinceMs, error)).toBe(at >= 0);
      },
    ),
  );
});
