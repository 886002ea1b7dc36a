import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

/** The values of the errors of a log, in order. */
function valuesOf(...lines: readonly string[]) {
  const reader = createCapture();
  const found = [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()];
  return found.map(({ report }) => report.error?.value);
}

const line = (text: string, second = "07", level = "ERROR") => `[2026-03-04 05:06:${second}] [${level}] nest: ${text}`;
const start = ["hatched", "ready", "owls are up"].map((text) => line(text, "01", "INFO"));
const refused = "DiscordAPIError[50001]: Missing Access";

test("an error with a code is one error each time, also within a second", () => {
  expect(valuesOf(...start, line(refused), line(refused), line(refused))).toEqual(Array(3).fill("Missing Access"));
  const other = line("DiscordAPIError[50013]: Missing Permissions");
  expect(valuesOf(...start, line(refused), other)).toEqual(["Missing Access", "Missing Permissions"]);
});

test("an error that is logged again within a second does not become part of the first", () => {
  const thrown = "TypeError: owl.hoot is not a function";
  expect(valuesOf(...start, line(thrown), line(thrown))).toEqual(Array(2).fill("owl.hoot is not a function"));
});

test("lines of the same second that are no errors still continue a message", () => {
  const lines = ["Error: the nest", "is empty", "    at hatch (/srv/owls/nest.js:4:7)"].map((text) => line(text));
  expect(valuesOf(...start, ...lines)).toEqual(["the nest\nis empty"]);
});

test("chat below an error with a code does not hide it", () => {
  const chat = ["wren: hello there all", "lark: well met my friend"];
  expect(valuesOf(...start, line(refused), line("hoot", "08", "INFO"), "wren: hello")).toEqual(["Missing Access"]);
  expect(valuesOf(...start, ...chat, line(refused), ...chat)).toEqual(["Missing Access"]);
  expect(valuesOf(...start, line(refused), "[wren] hello there")).toEqual(["Missing Access"]);
});

test("an error that only an engine words like this is one error each time, whatever is below it", () => {
  const thrown = ["owl.hoot", "egg.hatch"].map((name) => `TypeError: ${name} is not a function`);
  const values = thrown.map((text) => text.replace("TypeError: ", ""));
  expect(valuesOf(...start, ...thrown.map((text) => line(text)))).toEqual(values);
  const others = [line("hoot", "08", "INFO"), "wren: hello"];
  expect(valuesOf(...start, line(thrown[0]!), line(thrown[0]!), ...others)).toEqual([values[0], values[0]]);
  for (const below of ["wren: hello", "Logged in as owl#1234", ""])
    expect(valuesOf(...start, line(thrown[0]!), below)).toEqual([values[0]]);
});

test("what discord.js says of single fields is part of the message", () => {
  const [first, ...fields] = ["Invalid Form Body", "content[BASE_TYPE_REQUIRED]: This field is required"];
  const lines = [line(`DiscordAPIError[50035]: ${first}`), ...fields, "wren: hello"];
  expect(valuesOf(...start, ...lines)).toEqual([[first, ...fields].join("\n")]);
});

test("the words of a log call may be in front of an error without calls", () => {
  const reader = createCapture();
  const text = [...start, line(`the nest broke: ${refused}`), "wren: hello"].join("\n");
  const [found] = [...reader.push(Buffer.from(text)), ...reader.flush()];
  expect(found?.report).toMatchObject({ message: "the nest broke", error: { value: "Missing Access" } });
});
