import fc from "fast-check";
import { expect, test } from "vitest";
import type { Line } from "../../src/preview/terminal/line.ts";
import { type Charset, goesOn, shorten, textOf, toVisible, widthOf, wrap } from "../../src/review/text.ts";

const charsets = fc.constantFrom<Charset>("unicode", "ascii");
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("a", " ", "天", "é", "e\u0301", "👩‍👩‍👧", "\u202e", "\t", "\u001b[2J", "🇩🇪", "\ud800"),
  }),
);
const lines: fc.Arbitrary<Line> = fc.array(
  fc.oneof(
    texts,
    texts.map((text) => ["mark", text, "email"] as const),
    texts.map((text) => ["dim", text] as const),
  ),
  { maxLength: 5 },
);
const join = (line: Line) => line.map(textOf).join("");
/** Characters that control the terminal or hide text. */
const unsafe = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Default_Ignorable_Code_Point}/u;

test("a wrapped line is complete, and no row of it is wider than the screen", () => {
  const property = fc.property(lines, fc.integer({ min: 2, max: 90 }), charsets, (line, columns, charset) => {
    const rows = wrap(line, columns, charset);
    for (const row of rows) expect(widthOf(join(row))).toBeLessThanOrEqual(columns);
    const indent = columns > 20 ? 2 : 0;
    const whole = rows.map((row, at) => join(row).slice(at === 0 ? 0 : indent)).join("");
    expect(whole).toBe(line.map((span) => toVisible(textOf(span), charset)).join(""));
  });
  fc.assert(property, { numRuns: 500 });
});

test("a shortened line fits, whatever it contains, and shows that it was shortened", () => {
  const property = fc.property(lines, fc.integer({ min: 1, max: 90 }), charsets, (line, columns, charset) => {
    const short = join(shorten(line, columns, charset));
    const whole = line.map((span) => toVisible(textOf(span), charset)).join("");
    expect(widthOf(short)).toBeLessThanOrEqual(columns);
    expect(unsafe.exec(short)).toBeNull();
    if (widthOf(whole) <= columns) expect(short).toBe(whole);
    else expect(short.endsWith(charset === "ascii" ? "...".slice(0, columns) : "…")).toBe(true);
    if (charset === "ascii") expect(short).toMatch(/^[\x20-\x7e]*$/);
  });
  fc.assert(property, { numRuns: 500 });
});

test("characters of two columns, or of none, are measured correctly", () => {
  expect(["天", "e\u0301", "ab", "한", "👧"].map(widthOf)).toEqual([2, 1, 2, 2, 2]);
  expect(toVisible("\u202eexe\tyti\u001b", "unicode")).toBe("\\u202eexe    yti\\e");
  expect(toVisible("Köln 👧", "ascii")).toBe("K\\u00f6ln \\u{1f467}");
});

test("a marked text is kept in one row if it fits, and otherwise shows where it continues", () => {
  expect(wrap(["twelve chars", ["mark", "SHORTENED-ID-2216"]], 24, "unicode").map(join)).toEqual([
    "twelve chars",
    "  SHORTENED-ID-2216",
  ]);
  expect(wrap([["mark", "0123456789", "token"]], 6, "unicode")).toEqual([
    [["mark", "012345", "token"]],
    [["mark", "6789", goesOn]],
  ]);
});
