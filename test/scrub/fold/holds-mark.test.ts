import { expect, test } from "vitest";
import { holdsMark } from "../../../src/scrub/fold/holds-mark.ts";
import { counted } from "../slow/reads.ts";

test.each([
  ["a terminal code", "a \x1b[31mb", true],
  ["an escaped letter", "a \\u0041 b", true],
  ["a name before an escaped line end", "password:\\nq7Lm2Xz9", true],
  ["a hint beside one", "api key\\nq7Lm2Xz9", true],
  ["one without a hint", "one\\ntwo", false],
  ["a hint in coded text", "a&quot;password&quot;", true],
  ["coded text without a hint", "a&quot;b", false],
  ["nothing", "password: q7Lm2Xz9", false],
])("a line may read differently or not: %s", (_, line, expected) => {
  expect(holdsMark(Buffer.from(line, "latin1"), 0, line.length)).toBe(expected);
});

test("whether a line may read differently is seen by reading it once, and once more for hints", () => {
  const line = Buffer.from(`${"level=1 ".repeat(500)}\\n one`);
  let reads = 0;
  holdsMark(
    counted(line, (bytes) => {
      reads += bytes;
    }),
    0,
    line.length,
  );
  expect(reads / line.length).toBeLessThan(2.5);
});
