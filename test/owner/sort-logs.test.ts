import fc from "fast-check";
import { expect, test } from "vitest";
import { sortLogs } from "../../src/owner/sort-logs.ts";

test.each([
  [
    "Red-DiscordBot",
    ["latest-part1.log", "latest-part2.log", "latest-part10.log", "previous-part1.log", "previous-part2.log"],
    ["previous-part1.log", "previous-part2.log", "latest-part1.log", "latest-part2.log", "latest-part10.log"],
  ],
  [
    "logrotate by number",
    ["bot.log", "bot.log.1", "bot.log.10.gz", "bot.log.2.gz"],
    ["bot.log.10.gz", "bot.log.2.gz", "bot.log.1", "bot.log"],
  ],
  [
    "logrotate by date",
    ["bot.log", "bot.log-20261124.gz", "bot.log-20261125"],
    ["bot.log-20261124.gz", "bot.log-20261125", "bot.log"],
  ],
  [
    "Python by time",
    ["bot.log", "bot.log.2026-11-24", "bot.log.2026-11-25_13-00"],
    ["bot.log.2026-11-24", "bot.log.2026-11-25_13-00", "bot.log"],
  ],
  ["two programs", ["b.log", "a.log.1", "a.log"], ["a.log.1", "a.log", "b.log"]],
  ["a log a day", ["app-2026-11-25.log", "app-2026-11-24.log"], ["app-2026-11-24.log", "app-2026-11-25.log"]],
])("the logs of %s are read in the order in which they were written", (_, names, sorted) => {
  expect(sortLogs(names)).toEqual({ logs: sorted, repeated: [], others: [] });
});

test("lines that Red writes to two files are read once, and files that are not logs are listed", () => {
  expect(sortLogs(["latest.log", "red.log", "red-part1.log", "settings.json", "old.log.xz", ".log", "core"])).toEqual({
    logs: ["latest.log"],
    repeated: ["red.log", "red-part1.log"],
    others: ["settings.json", "old.log.xz", ".log", "core"],
  });
  expect(sortLogs(["red.log"]).logs).toEqual(["red.log"]);
});

test("each file is a log, a repetition or neither, whatever the order in the folder", () => {
  const name = fc.tuple(
    fc.constantFrom("latest", "previous", "red", "bot", ".x", "a-part3"),
    fc.constantFrom("", "-part1", "-part12"),
    fc.constantFrom(".log", ".out", ".json", ""),
    fc.constantFrom("", ".1", ".10", "-20261125", ".2026-11-25"),
    fc.constantFrom("", ".gz", ".xz"),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(
        name.map((parts) => parts.join("")),
        { minLength: 1 },
      ),
      (names) => {
        const sorted = sortLogs(names);
        expect([...sorted.logs, ...sorted.repeated, ...sorted.others].sort()).toEqual([...names].sort());
        expect(sortLogs([...names].reverse()).logs).toEqual(sorted.logs);
      },
    ),
  );
});
