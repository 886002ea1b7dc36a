import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import type { Found } from "../../src/capture/found.ts";
import type { IsOthers } from "../../src/capture/record/others.ts";
import type { RaisedError } from "../../src/report/report.ts";

function capture(bytes: Uint8Array, isOthers?: IsOthers) {
  const reader = createCapture(isOthers ? { isOthers } : {});
  const found = [...reader.push(bytes), ...reader.flush()];
  return { found, others: reader.others };
}

/** The files of all calls of an error. */
const pathsOf = ({ cause, context, frames }: RaisedError): string[] => [
  ...(cause ? pathsOf(cause) : []),
  ...(context ? pathsOf(context) : []),
  ...frames.map(({ path }) => path!),
];

/** Checks that errors of others are counted exactly, and change nothing in the rest. Returns how many were counted. */
function expectSame(bytes: Uint8Array, isOthers: IsOthers): number {
  const all = capture(bytes).found;
  const { found, others } = capture(bytes, isOthers);
  const place = ({ line }: Found) => line;
  const kept = new Set(found.map(place));
  const counted = all.filter((error) => !kept.has(place(error)));
  expect(found).toEqual(all.filter((error) => kept.has(place(error))));
  expect(counted).toHaveLength(others);
  for (const { report } of counted) expect(isOthers(report.logger, pathsOf(report.error))).toBe(true);
  return others;
}

const all: IsOthers = () => true;
const some: IsOthers = (logger, paths) =>
  logger !== "birds" && ![...paths].some((path) => path.includes("nest") || path.startsWith("C:"));

const folders = ["logs/cases", "node/cases"].map((name) => join(import.meta.dirname, name));
const cases = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, "input.txt")));

test("in every case, errors of others are counted as they would be read", () => {
  for (const file of cases) expectSame(readFileSync(file), all);
});

test("a traceback that is too long for one record is counted as it would be read", () => {
  const calls = (count: number) => '  File "/srv/a.py", line 1, in f\n    f()\n'.repeat(count);
  const head = "[2031-05-06 07:08:09] [ERROR] red.birds: oh\n";
  const long = (begin: string, count: number, end: string) =>
    expectSame(Buffer.from(`${begin}Traceback (most recent call last):\n${calls(count)}${end}`), all);
  expect(long("", 20_001, "ValueError: x\n")).toBe(2);
  expect(long(head, 10_000, "b.cold: x\n")).toBe(1);
  expect(long("", 10_000, "\n\n[2031-05-06 07:08:10] [INFO] red.fish: swimming\n")).toBe(1);
  expect(long(head, 9_998, "")).toBe(1);
});

/** Parts of which most tracebacks of a log consist, and what looks like them. */
const part = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "[2031-05-06 07:08:09] [ERROR] red.birds: Exception in command 'hatch'\n",
      "[2031-05-06 07:08:10] [INFO] red.fish: swimming\n",
      "2031-05-06T07:08:11.000Z [WARNING] red: slow\n",
      "07:08:09 ERROR birds: oh\n",
      "[ERROR] birds: oh\n",
      "INFO:birds:singing\n",
    ),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'Traceback (most recent call last):\n  File "/srv/nest.py", line 4, in hatch\n    raise egg\nKeyError: 1\n',
      'Traceback (most recent call last):\n  File "/srv/b c.py", line 4, in f\n    x(\n    ^^\nb.Cold: 1\n\nThe above exception was the direct cause of the following exception:\n\n',
      'Traceback (most recent call last):\n  File "C:\\app\\a.py", line 4, in f\n  [Previous line repeated 9 more times]\nRecursionError\n\n',
      'Traceback (most recent call last):\n  File "/srv/a.py", line 4, in f\n    raise ValueError("Error: x\\n")\nValueError: x\n',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "Traceback (most recent call last):\n",
      '  File "/srv/a.py", line 4, in f\n',
      '  File "/srv/\u00e9.py", line 4, in f\n    x()\n',
      "    await x\n",
      "    <BLANKLINE>\n",
      "    Cell In[3], line 2\n",
      "KeyError: 2\n",
      "x.RemoteTraceback: \n",
      '"""\n',
      "nick: hello you\n",
      "[nick] hello you\n",
      "more of the message\n",
      "Error: x\n    at f (/srv/a.js:4:5)\n",
      "The above exception was the direct cause of the following exception:\n",
      "During handling of the above exception, another exception occurred:\n",
      "=== FAILURES ===\n",
      "Fatal Python error: x\n",
      "error: x\n",
      "\n",
      "  ",
      "`",
      "```\n",
    ),
  },
);
const log = fc.array(part, { maxLength: 24 }).map((parts) => Buffer.from(parts.join("")));

test("in any log, errors of others are counted as they would be read", () => {
  let counted = 0;
  fc.assert(
    fc.property(log, (bytes) => {
      expectSame(bytes, some);
      counted += expectSame(bytes, all);
    }),
    { numRuns: 600 },
  );
  expect(counted).toBeGreaterThan(100);
});
