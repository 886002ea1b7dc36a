import { describe, expect, test } from "vitest";
import { parseLevelNumber } from "../../src/capture/logs/level.ts";
import { parseLogTime } from "../../src/capture/time.ts";

describe("a time that no calendar or clock shows is none", () => {
  test.each([
    "2031-00-06 07:08:09",
    "2031-13-06 07:08:09",
    "2031-05-00 07:08:09",
    "2031-05-32 07:08:09",
    "2031-05-06 25:08:09",
    "2031-05-06 07:60:09",
    "2031-05-06 07:08:61",
    "1969-12-31 23:59:59",
  ])("%s, also with a zone", (text) => {
    expect([parseLogTime(`${text}Z`), parseLogTime(`${text},250`)]).toEqual([undefined, undefined]);
  });

  test.each(["06/00/2031 07:08:09", "32/05/2031 07:08:09", "06/05/2031 25:08:09", "06/05/2031 07:60:09"])(
    "%s",
    (text) => expect(parseLogTime(text)).toBeUndefined(),
  );
});

describe("the order of day and month", () => {
  const sixthOfMay = new Date(2031, 4, 6, 19, 8, 9).getTime();
  test.each([
    ["day first", "06/05/2031 19:08:09", sixthOfMay],
    ["month first with AM or PM", "05/06/2031, 7:08:09 PM", sixthOfMay],
    ["what cannot be a month is the day", "05/16/2031 19:08:09", new Date(2031, 4, 16, 19, 8, 9).getTime()],
    ["midnight", "05/06/2031, 12:08:09 AM", new Date(2031, 4, 6, 0, 8, 9).getTime()],
    ["noon", "05/06/2031, 12:08:09 PM", new Date(2031, 4, 6, 12, 8, 9).getTime()],
  ])("%s: %s", (_, text, timeMs) => expect(parseLogTime(text)).toBe(timeMs));
});

test.each([
  ["syslog", [0, 1, 2, 3, 4, 5, 6, 7], ["fatal", "fatal", "fatal", "error", "warning", "info", "info", "debug"]],
  ["pino", [10, 20, 30, 40, 50, 60], ["debug", "debug", "info", "warning", "error", "fatal"]],
] as const)("the numbers of levels of %s", (_, numbers, levels) => {
  expect(numbers.map(parseLevelNumber)).toEqual(levels);
});
