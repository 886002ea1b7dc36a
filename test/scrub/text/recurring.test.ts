import { expect, test } from "vitest";
import { RecurringLines } from "../../../src/scrub/text/recurring.ts";

const line = Buffer.from("a line that a program writes in a loop, again and again\n");

test("a line is remembered from the second time on", () => {
  const lines = new RecurringLines<number>();
  expect(lines.at(line, 0, line.length)).toBeUndefined();
  const met = lines.at(line, 0, line.length)!;
  expect(met.answer).toBeUndefined();
  met.answer = 1;
  expect(lines.at(Buffer.from(line), 0, line.length)!.answer).toBe(1);
});

test.each(Array.from(line.keys()))("a line that differs in byte %i is another one", (at) => {
  const lines = new RecurringLines<number>();
  const other = Buffer.from(line);
  other[at]! ^= 1;
  for (let times = 0; times < 3; times++) {
    const met = lines.at(line, 0, line.length);
    if (met !== undefined) met.answer = 1;
  }
  expect(lines.at(other, 0, other.length)?.answer).toBeUndefined();
});

test("what is remembered does not change with the text", () => {
  const lines = new RecurringLines<number>();
  const text = Buffer.from(line);
  lines.at(text, 0, text.length);
  lines.at(text, 0, text.length)!.answer = 1;
  text[3]! ^= 1;
  expect(lines.at(text, 0, text.length)?.answer).toBeUndefined();
});
