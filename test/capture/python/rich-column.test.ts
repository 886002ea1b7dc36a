import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePythonTracebacks } from "../../../src/capture/python/traceback.ts";

/** Wraps a line as rich does: before a word that does not fit, and within a word that is longer than the column. */
function wrap(line: string, width: number): string[] {
  const rows = [""];
  for (const word of line.match(/\s*\S+\s*/g) ?? []) {
    const row = rows.at(-1)!;
    const length = word.trimEnd().length;
    if (row.length + length <= width) rows[rows.length - 1] = row + word;
    else if (length <= width) rows.push(word);
    else {
      const cut = word.match(new RegExp(`.{1,${width}}`, "g"))!;
      if (row === "") rows.pop();
      rows.push(...cut);
    }
  }
  return rows.map((row) => row.trimEnd());
}

/** The lines in a column of a log, padded over the empty column of places, or bare as some hosts show them. */
const inColumn = (lines: readonly string[], { width, places }: Column) =>
  lines
    .flatMap((line) => wrap(line, width))
    .map((row) => " ".repeat(left) + (places === undefined ? row : row.padEnd(width + places)));

/** The columns of the time and the level. */
const left = 20;

interface Column {
  readonly width: number;
  /** The width of the column of places, which is empty below the first line; absent where spaces at the end are cut. */
  readonly places: number | undefined;
}

const word = fc.stringMatching(/^[a-z]{1,9}$/);
const path = fc.array(word, { minLength: 1, maxLength: 6 }).map((parts) => `/srv/${parts.join("/")}.py`);
const call = fc
  .tuple(path, fc.integer({ min: 1, max: 9999 }), word)
  .map(([file, line, name]) => ({ file, line, name }));
const sentence = fc.array(word, { minLength: 1, maxLength: 14 }).map((words) => words.join(" "));

const tracebackOf = (calls: readonly { file: string; line: number; name: string }[], said: string) => [
  "Traceback (most recent call last):",
  ...calls.flatMap(({ file, line, name }) => [`  File "${file}", line ${line}, in ${name}`, `    return ${name}(egg)`]),
  `ValueError: ${said}`,
];

describe("a traceback that rich wrapped in a column is read as it was", () => {
  const column = fc.record({
    width: fc.integer({ min: 30, max: 110 }),
    places: fc.option(fc.integer({ min: 6, max: 20 }), { nil: undefined }),
  });

  test("whatever the width, apart from the blanks within its message", () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), sentence, column, (calls, said, place) => {
        const [found, ...more] = parsePythonTracebacks(inColumn(tracebackOf(calls, said), place), { whole: true });
        expect(more).toEqual([]);
        expect(found?.error.type).toBe("ValueError");
        expect(found?.error.value.replaceAll(/\s/g, "")).toBe(said.replaceAll(" ", ""));
        expect(found?.error.frames.map(({ path, line, function: name }) => [path, line, name])).toEqual(
          calls.map(({ file, line, name }) => [file, line, name]),
        );
      }),
      { numRuns: 500 },
    );
  });
});

test("a call that was certainly wrapped tells how wide the column is, so the lines of a message are joined", () => {
  const [width, places] = [60, 12];
  const calls = [{ file: `/srv/owls/${"a".repeat(20)}.py`, line: 41, name: "hatch" }];
  const said = "the nest was too cold for an egg today and nobody of us came to see it";
  const column = inColumn(tracebackOf(calls, said), { width, places });
  const [found] = parsePythonTracebacks(column, { whole: true });
  expect(column.every((row) => row.trimEnd().length < left + width)).toBe(true);
  expect(found?.error.value).toBe(said);
});
