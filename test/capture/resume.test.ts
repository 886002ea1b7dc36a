import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";

const carried = (container: string, text: string) => `${container}  | ${text}\n`;
const traceback = (container: string) =>
  ["Traceback (most recent call last):", '  File "/srv/cogs/heron.py", line 12, in look', "ValueError: no heron"]
    .map((text) => carried(container, text))
    .join("");
const chatter = (container: string, count: number) =>
  carried(container, "2026-03-04 05:06:07 INFO all is well").repeat(count);

test("a container that stopped logging delays neither its error nor the resume position", () => {
  const capture = createCapture();
  expect(capture.push(Buffer.from(traceback("bot-1") + chatter("db-1", 100)))).toEqual([]); // it may still continue
  const found = capture.push(Buffer.from(chatter("db-1", 5_000)));
  expect(found.map(({ report }) => report.error?.value)).toEqual(["no heron"]);
  expect(capture.resumeOffset).toBeGreaterThan(traceback("bot-1").length);
});

test("a container that writes constantly does not delay the resume position", () => {
  const capture = createCapture();
  const hot = carried("bot-1", "something raised an Error");
  const step = hot + chatter("db-1", 9);
  for (let at = 0; at < 1_000; at++) capture.push(Buffer.from(step));
  expect(1_000 * step.length - capture.resumeOffset).toBeLessThan(500 * step.length);
});
