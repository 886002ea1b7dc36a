import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_MARK } from "../../../src/scrub/fold/marks/mark.ts";
import { markAt, nextMark } from "../../../src/scrub/fold/marks/marks.ts";

const parts = [
  "\\",
  "\\\\\\",
  "\\".repeat(14),
  "n",
  "_",
  "x2e",
  "u{2e}",
  "u005c",
  "056",
  "%25",
  "2e",
  "&#46;",
  "\x1b[",
  "m",
  "a",
];

test("nextMark finds the first mark, even in long runs of backslashes", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 16 }), fc.nat(4), (some, skipped) => {
      const text = Buffer.from(some.join(""), "latin1");
      const from = Math.min(skipped, text.length);
      const starts = Array.from(text.keys()).filter((at) => at >= from && markAt(text, at, text.length) !== NO_MARK);
      const first = starts.find((at) => "\x1b\\%&[^".includes(String.fromCharCode(text[at]!)));
      expect(nextMark(text, from, text.length)).toBe(first ?? text.length);
    }),
    { numRuns: 5_000 },
  );
});
