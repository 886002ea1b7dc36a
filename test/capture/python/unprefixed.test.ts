import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

function capture(...lines: readonly string[]) {
  const reader = createCapture();
  const found = [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()];
  return found.map(({ report: { error, logger, message } }) => [error?.value, error?.cause?.value, logger, message]);
}

const chain = [
  "Traceback (most recent call last):",
  '  File "/srv/owls/nest.py", line 41, in hatch',
  "KeyError: 7",
  "",
  "The above exception was the direct cause of the following exception:",
  "",
  "Traceback (most recent call last):",
  '  File "/srv/owls/egg.py", line 4, in lay',
  "ValueError: bad egg",
];

test.each([
  ["May 16 07:08:09 oak nest[812]: ", "ERROR owls.nest: ", "owls.nest"],
  ["Bot | 2031-05-06 07:08:09 | ", "ERROR | ", undefined],
])("a traceback below a line on which the program itself wrote %s belongs to it", (prefix, head, logger) => {
  const line = (text: string, start = head) => `${prefix}${start}${text}`;
  const lines = [line("hatching failed"), ...chain, line("back", head.replace("ERROR", "INFO"))];
  expect(capture(line("awake", head.replace("ERROR", "INFO")), ...lines)).toEqual([
    ["bad egg", "7", logger, "hatching failed"],
  ]);
});

test("a traceback below an info line with a prefix is one of its own", () => {
  const lines = ["web-1  | INFO: awake", ...chain];
  expect(capture(...lines)).toEqual([["bad egg", "7", undefined, undefined]]);
});

test("the text before a traceback whose line ends syslog wrote as numbers is the message", () => {
  const line = `May 16 07:08:09 oak nest: ERROR owls.nest: hatching failed#012${chain.slice(0, 3).join("#012")}`;
  expect(capture(line)).toEqual([["7", undefined, "owls.nest", "hatching failed"]]);
});

test("what the program prints next is no part of an error whose lines have no prefix, and ends it", () => {
  const error = (name: string) => [...chain.slice(0, 2), `ValueError: ${name}`];
  const line = (text: string) => `0|nest  | ${text}`;
  const text = [line("awake"), line("ERROR    owls.nest: failed"), ...error("wet"), line("hello"), ...error("cold")];
  expect(capture(...text, line("done"))).toEqual([
    ["wet", undefined, "owls.nest", "failed"],
    ["cold", undefined, undefined, undefined],
  ]);
});

test("a traceback whose rest has the prefix again is one error", () => {
  const text = [...chain.slice(0, 4), `0|nest  | ${chain[4]}`, ...chain.slice(5, 8), `0|nest  | ${chain[8]}`];
  expect(capture("0|nest  | ERROR    owls.nest: failed", ...text, "0|nest  | back")).toEqual([
    ["bad egg", "7", "owls.nest", "failed"],
  ]);
});
