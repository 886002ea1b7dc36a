import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import { matchLogLine } from "../../../src/capture/logs/parse-log-line.ts";
import { OwnForms } from "../../../src/capture/logs/trust/own-forms.ts";

const read = (text: string) => ({ text, log: matchLogLine(text)! });

test("a line that is looked at again counts once towards a form that chat may have", () => {
  const own = new OwnForms([], false);
  const [one, other] = [read("[07:08:09] [ada] INFO hello"), read("[07:08:10] [bob] ERROR hello")];
  for (let look = 0; look < 5; look++) {
    expect(own.learnNamed(one, 7)).toBe(false);
    expect(own.learnNamed(other, 8)).toBe(false);
  }
  expect(own.learnNamed(read("[07:08:11] [eve] INFO hello"), 9)).toBe(true);
});

const traceback =
  'Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: x';
const main = (level: string, text: string) => `[2026-03-04 05:06:07] [${level.padEnd(8)}] red.core: ${text}`;
const other = (level: string, text: string) => `${level}:ponds:${text}`;

function capture(lines: readonly string[]) {
  const reader = createCapture();
  const found = [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()];
  return { forms: reader.forms, doubts: found.map(({ report }) => report.uncertain) };
}

test("a copy knows the lines that count towards a form that chat may have", () => {
  const own = new OwnForms([], true);
  for (const [at, level] of ["INFO", "WARNING"].entries()) own.learnNamed(read(`{nest} [${level}] cold`), at + 1);
  const line = read("{nest} [ERROR] oh");
  expect([own.copy().learnNamed(line, 3), own.copy().learnNamed(line, 3), own.has(line, 3)]).toEqual([
    true,
    true,
    false,
  ]);
});

test("a copy learns for itself", () => {
  const own = new OwnForms([], true);
  own.learn(read(main("INFO", "hi")), 1);
  const copy = own.copy();
  const line = read(other("INFO", "hi"));
  expect([copy.has(read(main("WARNING", "cold")), 2), copy.learn(line, 2), copy.has(line, 2)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(own.has(line, 2)).toBe(false);
});

test("judging an error teaches nothing: later errors are judged as if it were not there", () => {
  const start = [main("INFO", "Logged in as Wader"), ...Array.from({ length: 80 }, () => main("WARNING", "cold"))];
  const error = [other("INFO", "awake"), other("ERROR", "oh"), traceback];
  const below = [main("INFO", "wren: hi"), other("ERROR", "oh"), traceback];
  const [without, after] = [capture([...start, ...below]), capture([...start, ...error, ...below])];
  expect(without.doubts).toEqual([expect.any(String)]);
  expect(after.doubts).toEqual([expect.any(String), expect.any(String)]);
  expect(after.forms).toEqual(without.forms);
});

test("lines that are printed before the bot starts do not hide the forms of a log", () => {
  const printed = Array.from({ length: 200 }, (_, at) => `prepared pond number ${at}`);
  const log = [main("INFO", "awake"), main("WARNING", "cold"), main("INFO", "on"), main("INFO", "wren: hi")];
  const error = [main("ERROR", "oh"), traceback];
  expect(capture([...printed, ...log, ...error]).doubts).toEqual([undefined]);
  expect(capture(["Logged in as Wader", ...printed, ...log, ...error]).doubts).toEqual([expect.any(String)]);
});

test("below plain text, a form is not the log's own if the first log line there has another", () => {
  const plain = ["who is here", "it is me", "so it is"];
  const forged = ["INFO", "WARNING", "INFO", "ERROR"].map((level) => other(level, "oh"));
  for (const first of [main("INFO", "wren: hi"), "[red.chat]  INFO  hi", "[05:06:07] wren: [WARNING] hi"])
    expect(capture([...plain, first, ...forged, traceback]).doubts, first).toEqual([expect.any(String)]);
  expect(capture([...plain, ...forged, traceback]).doubts).toEqual([undefined]);
});
