import { expect, test, vi } from "vitest";
import { rememberIds } from "../../src/cli/pipeline/event-id-cache.ts";
import type { Frame, Report } from "../../src/report/report.ts";
import type { ScrubContext } from "../../src/seal/draft.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";

const context = {} as ScrubContext;
const subject = { publisher: "vexed01", plugin: "birthdays", ownPaths: [] };
const frame = (line: number): Frame => ({ path: "/srv/bot/birthdays.py", function: "today", line });

const draftOf = (value: string, line: number, timeMs: number) => {
  const error = { type: "ValueError", value, frames: [frame(line)] };
  const report: Report = {
    platform: "python",
    level: "error",
    handled: true,
    hosts: [],
    breadcrumbs: [],
    error,
    timeMs,
  };
  return draftEvent(report, subject, timeMs);
};

test("an error is identified by itself only if one like it came before", () => {
  const identify = vi.fn(() => ({ id: "1", group: "2" }));
  const idsOf = rememberIds(identify);
  expect(idsOf(context, draftOf("no such day", 1, 0))).toBeUndefined();
  expect(idsOf(context, draftOf("no such day", 2, 0))).toBeUndefined(); // the same words in another place
  expect(idsOf(context, draftOf("no such day", 1, 3_600_000))).toBeUndefined(); // in another hour
  expect(identify).not.toHaveBeenCalled();
  for (let again = 0; again < 3; again++)
    expect(idsOf(context, draftOf("no such day", 1, 0))).toEqual({ id: "1", group: "2" });
  expect(identify).toHaveBeenCalledTimes(1);
});
