import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeZone } from "../../../src/cli/watch/clock-skew.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { block, quietLine, Watcher } from "../../support/watcher.ts";

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 4, 6, 12, 34, 56);

test("a log's time zone shows in errors that were just written, and in no others", () => {
  const zoneAt = (offMs: number, agoMs = 500) => describeZone(nowMs + offMs, nowMs - agoMs, nowMs);
  expect(zoneAt(-9 * hourMs - 800)).toBe("9 hours behind");
  expect(zoneAt(5.5 * hourMs - 800)).toBe("330 minutes ahead of");
  for (const offMs of [0, -3_000, -20 * 60_000, -9.2 * hourMs, -15 * hourMs, -8_760 * hourMs])
    expect(zoneAt(offMs), String(offMs)).toBeUndefined();
  expect(zoneAt(-9 * hourMs, 6 * 60_000)).toBeUndefined();
  expect(describeZone(nowMs - 9 * hourMs, 0, nowMs)).toBeUndefined();
});

test("watch says once that a log is from another time zone", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching 1 log", "err");
  for (const word of ["one", "two"]) {
    const then = new Date(Date.now() - 9 * hourMs);
    const local = new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString();
    const written = `${local.slice(0, 10)} ${local.slice(11, 19)}`;
    appendFileSync(log, (block(word) + quietLine).replace(/2026-03-04 05:06:0[78]/g, written));
    await watcher.says(`number ${word}`);
  }
  await watcher.stop("SIGTERM");
  expect(watcher.err.match(/its times are 9 hours behind this machine's clock/g)).toHaveLength(1);
  expect(watcher.err).toContain("TZ=UTC vextel watch");
});
