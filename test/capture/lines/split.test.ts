import fc from "fast-check";
import { expect, test } from "vitest";
import type { LineBlock } from "../../../src/capture/lines/block.ts";
import type { RawLine } from "../../../src/capture/lines/raw-line.ts";
import { createLineSplitter } from "../../../src/capture/lines/split.ts";

const pieces = fc.array(fc.constantFrom("a", "owl", " ", "5%", "é", "\n", "\r\n", "\r", "hot", "\xef\xbb\xbf"), {
  maxLength: 40,
});
const sayLine = ({ line, offset, text, hot, divided }: RawLine) => ({ line, offset, text, hot, divided });

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

/** Which lines of a text are a part of one that lone CRs divide, with that line's number. */
const dividedIn = (text: string) =>
  linesOf([text], () => false).lines.map(({ text, divided }) => [text, divided && [divided.line, divided.isDrawn]]);

test("a lone CR divides a line, except in a text whose lines end so from its beginning", () => {
  const whole = undefined;
  expect(dividedIn("a\nb\rc\rd\r\ne\r\r\nf\n")).toEqual([
    ...[
      ["a", whole],
      ["b", whole],
      ["c", [2, false]],
      ["d", [2, false]],
    ],
    ...[
      ["e", whole],
      ["", [5, false]],
      ["f", whole],
    ],
  ]);
  expect(dividedIn("a\rb\rc\nd\re\n")).toEqual([
    ...["a", "b", "c", "d"].map((text) => [text, whole]),
    ["e", [4, false]],
  ]);
});

test("a progress that is drawn again and again in one place is told from other text in front of a lone CR", () => {
  const drawn = [
    ...[
      "",
      "   ",
      " 50%|█████     | 5/10 [00:01<00:01]",
      "Loading cogs:  50%|█████     | 5/10",
      "Progress:  5%",
      "3/9",
    ],
    ...["[download]  50.0% of 3.40MiB at 1.20MiB/s", "Downloading 3.4 MB", "(5/9) cogs", "bot-1  | Progress:  5%"],
    ...["Mar 04 05:06:07 pond bot[812]:  50%|██", "2026-03-04T05:06:07.123456789Z stdout F "],
  ];
  const others = [
    "hi",
    "INFO: 50%",
    "info: 3/9",
    "INFO:red.chat:wren 50%",
    "2026-03-04 05:06:07 INFO 50%",
    "wren: a 5%",
    "wren: 5%",
    "[wren] 5%",
  ];
  for (const [texts, isDrawn] of [[drawn, true] as const, [others, false] as const])
    for (const text of texts) expect(dividedIn(`a\n${text}\r6%\roh\n`).at(-1), text).toEqual(["oh", [2, isDrawn]]);
  expect(dividedIn("a\nProgress:  5%\rINFO:red.chat:hi\r\roh\n").at(-1)).toEqual(["oh", [2, false]]);
});
