import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { keyValue } from "../../../src/scrub/rules/named/key-value/key-value.ts";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { scrubInPieces } from "../inputs/pieces.ts";

const part = fc.constantFrom(
  ...[
    "password=",
    "token: ",
    "key:",
    "\\n",
    "\\\\n",
    '\\"',
    '"',
    "pwd==",
    "%3D",
    "\x1b[31m",
    "\x1b[0m",
    "\\u003d",
    "=",
    "{",
  ],
  ...[
    "hunter2xyz9",
    "q7Hn3bXc5Rt4Kp9Zw2",
    "login ",
    "133049272517001217",
    "198.51.100.7",
    "API-SECRET",
    " ",
    "abc",
    "}",
  ],
);
const line = fc
  .tuple(fc.array(part, { minLength: 2, maxLength: 14 }), fc.constantFrom(0, 80, 120, 500))
  .map(([parts, width]) => {
    const said = parts.join("");
    return width === 0 ? said : said.repeat(Math.ceil(width / said.length)).slice(0, width);
  });

test("lines that were met before become what they became at first, in pieces as well", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 5 }), (lines, times) => {
      const text = Buffer.from(Array.from({ length: 8 * times }, (_, i) => lines[i % lines.length]).join("\n"));
      const atFirst = createScrubber().bytes(text);
      const scrubber = createScrubber();
      for (let again = 0; again < 3; again++) expect(scrubber.bytes(text)).toEqual(atFirst);
      expect(scrubInPieces(scrubber, text, [100])).toEqual(Buffer.from(atFirst.bytes));
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["wrapped lines", "key:".repeat(20)],
  ["coloured lines", "\x1b[31mpassword\x1b[0m=hunter2xyz9 token=\x1b[0mq7Hn3bXc5Rt4Kp9Zw2 0000"],
  ["lines in which each placeholder uncovers another secret", "\\\\nn\\pwd=".repeat(55)],
])("%s that recur are folded and settled a few times, and then only read", (_, unit) => {
  const count = (lines: readonly string[]): number => {
    const match = vi.spyOn(keyValue, "match");
    scrubInPieces(createScrubber(), Buffer.from(`${lines.join("\n")}\n`), [32_768]);
    const { length } = match.mock.calls;
    match.mockRestore();
    return length;
  };
  const others = Array.from({ length: Math.ceil(131_072 / unit.length) }, (_, i) => unit.slice(0, -4) + (1_000 + i));
  expect(count(others.map(() => others[0]!))).toBeLessThan(0.75 * count(others));
});
