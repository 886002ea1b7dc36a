import fc from "fast-check";
import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import type { Found } from "../../src/capture/found.ts";
import { parsePythonTracebacks } from "../../src/capture/python/traceback.ts";
import type { Frame, RaisedError } from "../../src/report/report.ts";
import { printError } from "./python/print.ts";

/** Lines of every kind that the reader recognises, in any order. */
const snippet = fc.constantFrom(
  "Traceback (most recent call last):\n",
  '  File "/srv/birds/nest.py", line 41, in hatch\n    raise ValueError(egg)\n',
  '  File "nest.py", line 2\n    if egg = 1:\n           ^\nSyntaxError: invalid syntax\n',
  "ValueError: cold\n",
  "\nDuring handling of the above exception, another exception occurred:\n\n",
  "\nThe above exception was the direct cause of the following exception:\n\n",
  "  + Exception Group Traceback (most recent call last):\n  | ExceptionGroup: g (1 sub-exception)\n",
  "  +-+---------------- 1 ----------------\n    | KeyError: 'a'\n    +------------------------------------\n",
  "╭──────── Traceback (most recent call last) ────────╮\n│ /srv/birds/nest.py:41 in hatch                    │\n",
  "╰───────────────────────────────────────────────────╯\n",
  "TypeError: x is not a function\n    at hatch (/srv/birds/nest.js:41:7)\n    at async main (/srv/birds/nest.js:2:1)\n",
  "[2031-05-06 07:08:09] [ERROR] red.birds: oh é\n",
  "[2031-05-06 07:08:10] [INFO] red.fish: swimming\r\n",
  "INFO:birds:singing\n",
  "[07:08:09] singing\n",
  "🐦 singing\n",
  "\r",
  "\n",
  "  ",
  "\x1b[31m",
);
const carried = fc.constantFrom(
  "0|bot  | INFO:birds:singing\n",
  '{"log":"ValueError: cold\\n","stream":"stderr","time":"2031-05-06T07:08:10.5Z"}\n',
  "bot-1  | Traceback (most recent call last):\n",
  'bot-1  |   File "/srv/birds/nest.py", line 41, in hatch\n',
  "bot-1  | KeyError: 7\n",
);
const mixed = fc.array(fc.oneof(snippet, carried), { maxLength: 30 }).map((parts) => Buffer.from(parts.join("")));
const text = fc.array(snippet, { maxLength: 30 }).map((parts) => Buffer.from(parts.join("")));

function captureAll(chunks: readonly Uint8Array[]): Found[] {
  const reader = createCapture();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.flush()];
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index]!, end));
}

test("however a text is cut into chunks, the same errors are found", () => {
  fc.assert(
    fc.property(mixed, fc.array(fc.nat(), { maxLength: 40 }), (bytes, places) => {
      expect(captureAll(cut(bytes, places))).toEqual(captureAll([bytes]));
    }),
    { numRuns: 300 },
  );
});

test("any bytes are read to their end", () => {
  const anything = fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), mixed, fc.string().map(Buffer.from)));
  fc.assert(
    fc.property(anything, (chunks) => {
      for (const { line, offset } of captureAll(chunks)) {
        expect(line).toBeGreaterThan(0);
        expect(offset).toBeLessThanOrEqual(Buffer.concat(chunks).length);
      }
    }),
    { numRuns: 300 },
  );
});

test("reading again from resumeOffset gives exactly the errors that were not returned yet", () => {
  const key = ({ report: { error }, offset }: Found) => JSON.stringify([offset, error]);
  fc.assert(
    fc.property(text, fc.nat(), (bytes, place) => {
      const reader = createCapture();
      const given = reader.push(bytes.subarray(0, place % (bytes.length + 1)));
      const from = reader.resumeOffset;
      const rest = captureAll([bytes.subarray(from)]).map((found) => ({ ...found, offset: found.offset + from }));
      expect([...given, ...rest].map(key).sort()).toEqual(captureAll([bytes]).map(key).sort());
    }),
    { numRuns: 300 },
  );
});

const frame: fc.Arbitrary<Frame> = fc.record({
  path: fc.constantFrom(
    "/srv/birds/nest.py",
    "C:\\Users\\Ö W\\nest.py",
    "<string>",
    "<frozen runpy>",
    'a "b", line 3.py',
  ),
  line: fc.integer({ min: 1, max: 99_999 }),
  function: fc.constantFrom("hatch", "<module>", "<lambda>", "Nest.hatch.<locals>.turn", "é"),
  source: fc.constantFrom("raise ValueError(egg)", 'File "x", 3', "await self.bot.invoke(ctx)"),
});
const frames = fc.array(frame, { minLength: 1, maxLength: 4 });
const named = {
  type: fc.constantFrom("ValueError", "KeyError", "Outer.CogError", "make.<locals>.Odd", "_Hidden"),
  module: fc.option(fc.constantFrom("discord.errors", "mycog"), { nil: undefined }),
  value: fc.constantFrom("", "cold", "cold: very", "two\nlines", "id 5 — ü", "Traceback is a word", "it's\n  indented"),
};
const leaf: fc.Arbitrary<RaisedError> = fc
  .record({ ...named, frames }, { noNullPrototype: true })
  .map(({ module, ...error }) => ({ ...error, ...(module !== undefined && { module }) }));

/** An error with a cause or context, or with members if it is a group. */
const grow = (below: fc.Arbitrary<RaisedError>): fc.Arbitrary<RaisedError> =>
  fc.oneof(
    leaf,
    fc
      .tuple(leaf, below, fc.constantFrom("cause", "context"))
      .map(([error, origin, link]) => ({ ...error, [link]: origin })),
    fc.tuple(leaf, fc.array(below, { minLength: 1, maxLength: 3 })).map(([error, members]) => ({ ...error, members })),
  );
const tree = grow(grow(grow(leaf)));

test("an error printed as by Python is read completely", () => {
  fc.assert(
    fc.property(tree, (error) => {
      const [found, ...more] = parsePythonTracebacks(printError(error).split("\n"), { whole: true });
      expect(more).toEqual([]);
      expect(found!.incomplete).toBeUndefined();
      expect(found!.error).toEqual(error);
    }),
    { numRuns: 150 },
  );
});

test("text around a traceback does not change it", () => {
  const around = fc.array(fc.constantFrom("[2031-05-06 07:08:10] [INFO] red.fish: swimming", "INFO:fish:swimming"));
  fc.assert(
    fc.property(tree, around, around, (error, before, after) => {
      const begin = "[2031-05-06 07:08:09] [ERROR] red.birds: oh";
      const lines = [...before, begin, printError(error), ...after, ""].join("\n");
      expect(captureAll([Buffer.from(lines)]).map(({ report }) => report.error)).toEqual([error]);
    }),
    { numRuns: 150 },
  );
});

test("flushing after any line loses no error that was complete", () => {
  const begin = "[2031-05-06 07:08:09] [ERROR] red.birds: oh";
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.nat(), (errors, place) => {
      const lines = errors.map((error) => `${begin}\n${printError(error)}\n`.split(/(?<=\n)/));
      const flat = lines.flat();
      const end = place % (flat.length + 1);
      const reader = createCapture();
      const take = (part: readonly string[]) => [...reader.push(Buffer.from(part.join(""))), ...reader.flush()];
      const found = [...take(flat.slice(0, end)), ...take(flat.slice(end))].map(({ report }) => report.error);
      let first = 0;
      for (const [at, own] of lines.entries()) {
        if (end <= first || end >= first + own.length) expect(found).toContainEqual(errors[at]);
        first += own.length;
      }
    }),
    { numRuns: 100 },
  );
});

test("settle returns an interrupted error that is old enough, but none that may still continue", () => {
  const reader = createCapture();
  const error = [
    "[2031-05-06 07:08:09] [ERROR] red.birds: oh",
    "Traceback (most recent call last):",
    '  File "/srv/birds/nest.py", line 41, in hatch',
    "ValueError: cold",
    "",
  ].join("\n");
  const other = "[2031-05-06 07:08:10] [INFO] red.fish: swimming\n";
  expect(reader.push(Buffer.from(error))).toEqual([]);
  expect(reader.settle(reader.lines)).toEqual([]);
  expect(reader.push(Buffer.from(other))).toEqual([]);
  expect(reader.settle(3)).toEqual([]);
  expect(reader.resumeOffset).toBe(0);
  expect(reader.settle(4).map(({ report }) => report.error.value)).toEqual(["cold"]);
  expect(reader.resumeOffset).toBeGreaterThanOrEqual(error.length);
  expect(reader.flush()).toEqual([]);
});
