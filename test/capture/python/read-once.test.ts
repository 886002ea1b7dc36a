import { expect, test } from "vitest";
import { parsePythonTracebacks } from "../../../src/capture/python/traceback.ts";

const calls = Array.from({ length: 200 }, (_, at) => [`  File "a.py", line ${at}, in f`, "    f()"]).flat();

/** How often the line in the middle is looked at. */
function countReads(lines: readonly string[]): number {
  let count = 0;
  const middle = String(lines.length >> 1);
  const counted = new Proxy(lines, {
    get(target, key) {
      if (key === middle) count += 1;
      return Reflect.get(target, key);
    },
  });
  parsePythonTracebacks(counted);
  return count;
}

test("calls whose error is missing are read no more often than others", () => {
  const whole = ["Traceback (most recent call last):", ...calls, "KeyError: x"];
  expect(countReads(calls)).toBeLessThanOrEqual(countReads(whole));
});
