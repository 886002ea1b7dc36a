import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import type { Found } from "../../../src/capture/found.ts";

const traceback = [
  "Traceback (most recent call last):",
  '  File "/srv/owls/nest.py", line 41, in hatch',
  "KeyError: 7",
];

function capture(...lines: readonly string[]): Found[] {
  const reader = createCapture();
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()];
}

const summary = ({ report }: Found) => [
  report.message,
  report.uncertain,
  report.breadcrumbs.map(({ message }) => message),
];

const forms: [string, (message: string) => string][] = [
  ["a clock in brackets", (message) => `[07:08:09] ${message}`],
  ["a clock", (message) => `07:08:09 ${message}`],
  ["a clock with a fraction", (message) => `07:08:09.250 - ${message}`],
  ["a mark in brackets", (message) => `[+] ${message}`],
  ["an emoji", (message) => `🦉 ${message}`],
  ["a sign", (message) => `⚠️  ${message}`],
];

test.each(forms)("%s in front of each message is the log's form where it has no other", (_, form) => {
  const found = capture(form("awake"), form("low tide"), form("it broke"), ...traceback, form("back"));
  expect(found.map(summary)).toEqual([["it broke", undefined, ["awake", "low tide"]]]);
  expect(found[0]!.report.error?.value).toBe("7");
});

test.each(forms)("%s below a log line with a level is a line of its message", (_, form) => {
  const found = capture("[INFO] look", form("it broke"), ...traceback, "[INFO] back");
  expect(found.map(summary)).toEqual([[`look\n${form("it broke")}`, expect.stringContaining("level info"), []]]);
});

test.each(forms)("%s is no breadcrumb between log lines of another form", (_, form) => {
  const found = capture("INFO:nest:a", form("b"), "INFO:nest:c", "ERROR:nest:it broke", ...traceback);
  expect(found.map(summary)).toEqual([["it broke", undefined, ["a", "c"]]]);
});

test.each(forms)("%s: a capture that was resumed finds the same", (_, form) => {
  const lines = ["[INFO] start", ...Array.from({ length: 80 }, (_unused, at) => form(`tide ${at}`)), form("it broke")];
  const text = Buffer.from(`${[...lines, ...traceback, form("back")].join("\n")}\n`);
  const whole = createCapture();
  const expected = [...whole.push(text), ...whole.flush()].map(({ report }) => report.message);
  expect(expected).toEqual(["it broke"]);
  const end = text.indexOf("Traceback");
  const first = createCapture();
  first.push(text.subarray(0, end));
  const second = createCapture();
  const found = [...second.push(text.subarray(first.resumeOffset)), ...second.flush()];
  expect(found.map(({ report }) => report.message)).toEqual(expected);
});

test("minutes, and names in angles, are of a chat", () => {
  const found = capture("[07:08] owl: hi", "[07:08:09] <owl> hi", ...traceback);
  expect(found[0]!.report.breadcrumbs).toEqual([]);
});
