import fc from "fast-check";
import { expect, test } from "vitest";
import type { LineBlock } from "../../../src/capture/lines/block.ts";
import type { RawLine } from "../../../src/capture/lines/raw-line.ts";
import { createLineSplitter } from "../../../src/capture/lines/split.ts";

const pieces = fc.array(fc.constantFrom("a", "owl", " ", "é", "\n", "\r\n", "\r", "hot", "\xef\xbb\xbf"), {
  maxLength: 40,
});
const sayLine = ({ line, offset, text, hot }: RawLine) => ({ line, offset, text, hot });

/** All lines of a text that arrives in pieces, including those in blocks. */
function linesOf(chunks: readonly string[], isAwaitingLines: () => boolean) {
  const lines: ReturnType<typeof sayLine>[] = [];
  const splitter = createLineSplitter(
    { hot: ["hot"], named: () => [] },
    {
      isAwaitingLines,
      line: (line) => lines.push(sayLine(line)),
      quietLines: (block) => lines.push(...linesIn(block)),
    },
  );
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return { lines, offset: splitter.offset };
}

function linesIn(block: LineBlock) {
  const lines: ReturnType<typeof sayLine>[] = [];
  for (let raw = block.takeLast(); raw; raw = block.takeLast()) lines.unshift(sayLine(raw));
  expect([lines[0]?.line, lines.length]).toEqual([block.first, block.count]);
  return lines;
}

test("lines are matched against the words of the time when they arrive", () => {
  let words: readonly string[] = [];
  const named: boolean[] = [];
  const reader = {
    isAwaitingLines: () => false,
    line: (line: RawLine) => named.push(line.named),
    quietLines: ({ count }: LineBlock) => named.push(...Array.from({ length: count }, () => false)),
  };
  const splitter = createLineSplitter({ hot: [], named: () => words }, reader);
  for (const list of [[], ["owl"], ["hen"], ["owl", "hen"]]) {
    words = list;
    splitter.push(Buffer.from("an owl\n"));
  }
  expect(named).toEqual([false, true, false, true]);
});

test("lines are the same whether they were awaited or not, wherever the text was cut", () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.boolean(), { minLength: 1 }), (chunks, awaited) => {
      let asked = 0;
      const whole = linesOf([chunks.join("")], () => true);
      expect(linesOf([chunks.join("")], () => false)).toEqual(whole);
      expect(linesOf(chunks, () => awaited[asked++ % awaited.length]!)).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});

test("a line is told by any of several words, whichever letter they begin with and however near they are", () => {
  const words = ["hot", "howl", "owl", "Owl", '"at', "  at ", "hot.", "otter"];
  const part = fc.constantFrom(...words, "h", "ot", " ", ".", "\n");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.uniqueArray(fc.constantFrom(...words)), (parts, hot) => {
      const told: boolean[] = [];
      const reader = {
        isAwaitingLines: () => true,
        line: (line: RawLine) => told.push(line.hot),
        quietLines: () => {},
      };
      const splitter = createLineSplitter({ hot, named: () => [] }, reader);
      const text = `${parts.join("")}\n`;
      splitter.push(Buffer.from(text));
      const lines = text.split("\n").slice(0, -1);
      expect(told).toEqual(lines.map((line) => hot.some((word) => line.includes(word))));
    }),
    { numRuns: 500 },
  );
});
