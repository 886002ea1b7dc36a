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

test("where chat was open when reading stopped, an error that follows is uncertain", () => {
  const error =
    'Traceback (most recent call last):\n  File "/srv/cogs/heron.py", line 12, in look\nValueError: no heron\n';
  const doubtsBelow = (printed: string) => {
    const first = createCapture();
    first.push(Buffer.from(printed));
    const { forms, isWithinText } = first;
    const next = createCapture({ forms, isWithinText, isBeginning: false });
    const found = [...next.push(Buffer.from(error)), ...next.flush()];
    const again = createCapture({ forms: next.forms, isWithinText: next.isWithinText, isBeginning: false });
    return [...found, ...again.push(Buffer.from(error)), ...again.flush()].map(({ report }) => report.uncertain);
  };
  expect(doubtsBelow("Logged in as Wader\n")).toEqual([undefined, undefined]);
  expect(doubtsBelow("Logged in as Wader\nwren: hello there\n")).toEqual([expect.any(String), expect.any(String)]);
  expect(doubtsBelow("Logged in as Wader\nwho is here\nit is me\nso it is\n")).toEqual([
    expect.any(String),
    expect.any(String),
  ]);
});
