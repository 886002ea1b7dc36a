import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";

const found = (text: string) => {
  const capture = createCapture();
  return [...capture.push(Buffer.from(text)), ...capture.flush()].map(({ report }) => report);
};
const errorsIn = (text: string) => found(text).map(({ error }) => error);

const box = (title: string, lines: readonly string[]) =>
  [
    `╭${title.padStart(34, "─").padEnd(58, "─")}╮`,
    ...lines.map((line) => `│ ${line.padEnd(56)} │`),
    `╰${"─".repeat(58)}╯`,
  ].join("\n");
const traced = " Traceback (most recent call last) ";

test("a SyntaxError that rich shows without frames is found", () => {
  const text = `${box("", ["/srv/owls/wing.py:1", "def fly(", "       ▲"])}\nSyntaxError: '(' was never closed\n`;
  expect(errorsIn(text)).toEqual([{ type: "SyntaxError", value: "'(' was never closed", frames: [] }]);
});

test("a SyntaxError below frames is found once", () => {
  const text = `${box(traced, ["/srv/owls/nest.py:3 in load"])}\n${box("", ["/srv/owls/wing.py:1"])}\nSyntaxError: bad\n`;
  expect(errorsIn(text)).toEqual([
    { type: "SyntaxError", value: "bad", frames: [{ path: "/srv/owls/nest.py", line: 3, function: "load" }] },
  ]);
});

test("the import system's own call, which rich shows without its place, gets the place that it has", () => {
  const frames = [
    "/usr/lib/python3.12/importlib/__init__.py:90 in import_module",
    "in exec_module",
    "in _call_with_frames_removed",
  ];
  const [error] = errorsIn(`${box(traced, frames)}\nImportError: no owls\n`);
  expect(error!.frames.slice(1)).toEqual([
    { function: "exec_module" },
    { function: "_call_with_frames_removed", path: "<frozen importlib._bootstrap>", line: 488 },
  ]);
});

test("a box of many frames is read to its end", () => {
  const frames = Array.from({ length: 90 }, (_, at) => [
    `/srv/owls/nest.py:${at + 1} in hoot`,
    "",
    "  a",
    "  b",
    "  c",
    "  d",
    "",
  ]);
  const [error, ...more] = errorsIn(`${box(traced, frames.flat())}\nOSError: dark\n`);
  expect(more).toEqual([]);
  expect(error).toMatchObject({ type: "OSError", value: "dark" });
  expect(error!.frames).toHaveLength(90);
});

test("the source of a SyntaxError has no margin within a group", () => {
  const member = (source: string) => `    | Traceback (most recent call last):
    |   File "/srv/owls/nest.py", line 2, in parse
    |     compile(text, "<owl>", "exec")
    |   File "<owl>", line 1
    ${source}
      ^
    | SyntaxError: invalid syntax`;
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/owls/nest.py", line 9, in <module>
  |     raise ExceptionGroup("owls", errors)
  | ExceptionGroup: owls (2 sub-exceptions)
  +-+---------------- 1 ----------------
${member("a b")}
    +---------------- 2 ----------------
${member("c d")}
    +------------------------------------`;
  const [error, ...more] = errorsIn(text);
  expect(more).toEqual([]);
  expect(error!.members!.map(({ type, frames }) => [type, frames.length])).toEqual([
    ["SyntaxError", 1],
    ["SyntaxError", 1],
  ]);
});

test("groups deeper than CPython prints are said to be missing", () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/owls/nest.py", line 9, in <module>
  |     raise error
  | ExceptionGroup: owls (1 sub-exception)
  +-+---------------- 1 ----------------
    | ... (max_group_depth is 10)
    +------------------------------------`;
  expect(found(text)[0]!.incomplete).toEqual(["further members of the group"]);
});
