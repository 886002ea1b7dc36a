import fc from "fast-check";
import { expect, test } from "vitest";
import { renderAge } from "../../src/preview/summary.ts";
import { renderRows } from "../../src/preview/terminal/columns.ts";
import { fitLine, widthOf } from "../../src/preview/terminal/fit.ts";
import type { Line, Span } from "../../src/preview/terminal/line.ts";
import { toSafeText } from "../../src/preview/terminal/safe.ts";

const textOf = (line: Line) => line.map((span) => toSafeText(typeof span === "string" ? span : span[1])).join("");
const word = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("天気予報", "🌧️ rain", "naïve", ""));
const span: fc.Arbitrary<Span> = fc.oneof(word, fc.tuple(fc.constant("strong" as const), word));

test("a line never exceeds the width, and a line that fits is unchanged", () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), fc.integer({ min: 1, max: 100 }), (line, columns) => {
      const fitted = textOf(fitLine(line, columns));
      expect(widthOf(fitted)).toBeLessThanOrEqual(columns);
      if (widthOf(textOf(line)) <= columns) expect(fitted).toBe(textOf(line));
      else expect(fitted).toMatch(/…$/);
    }),
  );
});

test("a line is cut between two characters as people see them", () => {
  for (let columns = 3; columns < 20; columns++)
    for (const one of ["🇩🇪", "e\u0301"])
      expect(textOf(fitLine([one.repeat(30)], columns)).replaceAll(one, "")).toBe("…");
});

test("rows never exceed the width, and their cells are aligned", () => {
  const row = fc.record({
    cells: fc.array(span, { minLength: 2, maxLength: 2 }),
    rest: fc.array(span, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 1, max: 120 }), (rows, columns) => {
      for (const line of renderRows(rows, columns)) expect(widthOf(textOf(line))).toBeLessThanOrEqual(columns);
    }),
  );
  const cells = (...words: string[]) => ({ cells: words, rest: ["end"] });
  expect(renderRows([cells("a", "", "long"), cells("bcd", "", "x")], 80).map(textOf)).toEqual([
    "a    long  end",
    "bcd  x     end",
  ]);
});

test("wide characters take two columns, and combining marks none", () => {
  expect(["abc", "天気", "🌧", "e\u0301", "ｱ"].map(widthOf)).toEqual([3, 4, 2, 1, 1]);
});

test("an age is shown in its largest unit", () => {
  const at = (ms: number) => renderAge(1_000_000_000_000 - ms, 1_000_000_000_000);
  expect([0, 59_000, 60_000, 3_600_000, 90_000_000, 40 * 86_400_000].map(at)).toEqual([
    "just now",
    "just now",
    "1 min ago",
    "1 h ago",
    "1 d ago",
    "40 d ago",
  ]);
  expect(at(-3_600_000)).toBe("2001-09-09 02:46:40 UTC");
});
