import fc from "fast-check";
import { expect, test } from "vitest";
import { widthOf } from "../../src/preview/terminal/fit.ts";
import { type Line, margin, type Span } from "../../src/preview/terminal/line.ts";
import { wrapLine } from "../../src/preview/terminal/wrap.ts";

const textOf = (line: Line) => line.map((span) => (typeof span === "string" ? span : span[1])).join("");
const wrap = (line: Line, columns: number) => wrapLine(line, columns).map((one) => textOf(one).trimEnd());

const word = fc.oneof(
  fc.stringMatching(/^[a-z.,:;<>-]{1,12}$/),
  fc.constantFrom("vextel send 0123456789ab", "天気", "vextel review", "/home/keeper/of/a/long/path"),
);
const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "));
const span = fc.oneof(
  text,
  text.map((one): Span => ["warn", one]),
);

test("no word is lost or split, and only a single long word exceeds the width", () => {
  const holds = fc.property(fc.array(span, { maxLength: 4 }), fc.integer({ min: 40, max: 100 }), (line, columns) => {
    const lines = wrap(line, columns);
    expect(lines.join(" ").split(/ +/).join(" ").trim()).toBe(textOf(line).split(/ +/).join(" ").trim());
    for (const one of lines) if (/\S +\S/.test(one)) expect(widthOf(one)).toBeLessThanOrEqual(columns);
  });
  fc.assert(holds);
});

test("wrapped text continues below a table's value, or is indented by two more columns", () => {
  expect(wrap([["dim", "  manual  "], "on: errors are kept here, to be sent by hand"], 40)).toEqual([
    "  manual  on: errors are kept here, to",
    "          be sent by hand",
  ]);
  expect(wrap(["  Held until you are asked again, whenever that is"], 40)).toEqual([
    "  Held until you are asked again,",
    "    whenever that is",
  ]);
});

test("a command to copy is not broken if it fits into a line", () => {
  expect(wrap(["See the bytes as they are kept: vextel show 0123456789ab --raw, and more"], 50)).toEqual([
    "See the bytes as they are kept:",
    "  vextel show 0123456789ab --raw, and more",
  ]);
});

test("a line that fits is returned as the same object", () => {
  const line: Line = ["as it is"];
  expect(wrapLine(line, 40)).toEqual([line]);
});

test("what is wrapped behind a margin stays behind it, and none of it is lost", () => {
  const outside = fc.string({
    unit: fc.constantFrom("a", " ", "\u00a0", "|", "天", "é", "\u200b", "\t"),
    maxLength: 300,
  });
  const holds = fc.property(
    outside,
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: 20, max: 90 }),
    (text, depth, columns) => {
      const margins = Array<Span>(depth).fill(margin);
      const lines = wrapLine([...margins, ["bad", "E: "], text], columns).map(textOf);
      const before = "| ".repeat(depth);
      for (const line of lines) {
        expect(line.startsWith(before)).toBe(true);
        if (lines.length > 1) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }
      if (lines.length > 1)
        expect(lines.map((line) => line.slice(before.length)).join("")).toBe(
          `E: ${text}`.replaceAll("\t", "    ").replaceAll("\u200b", "\\u200b"),
        );
    },
  );
  fc.assert(holds);
});

test("a message that is padded to the width of the terminal cannot imitate another line", () => {
  const forged = `a${" ".repeat(25)}Removed: nothing`;
  expect(wrap([margin, margin, ["bad", "KeyError: "], forged], 40)).toEqual([
    "| | KeyError: a",
    "| | Removed: nothing",
  ]);
});

test("blanks that are no spaces do not put a forged line at the edge", () => {
  const lines = wrap(["    paths    ", `cogs/x${"\u00a0".repeat(60)}goes\u00a0to\u00a0elsewhere`], 40);
  expect(lines.join("")).toContain("elsewhere");
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(40);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {6}/);
});
