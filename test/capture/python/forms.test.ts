import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

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
  const place = { path: "/srv/owls/wing.py", line: 1, source: "def fly(" };
  expect(errorsIn(text)).toEqual([{ type: "SyntaxError", value: "'(' was never closed", frames: [], place }]);
});

test("a SyntaxError below frames is found once", () => {
  const text = `${box(traced, ["/srv/owls/nest.py:3 in load"])}\n${box("", ["/srv/owls/wing.py:1"])}\nSyntaxError: bad\n`;
  expect(errorsIn(text)).toEqual([
    {
      ...{ type: "SyntaxError", value: "bad", place: { path: "/srv/owls/wing.py", line: 1 } },
      frames: [{ path: "/srv/owls/nest.py", line: 3, function: "load" }],
    },
  ]);
});

test("calls of the import system, which rich shows without a place, get their known place", () => {
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

test("within a group, the source of a SyntaxError may have no margin", () => {
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

test("members that are nested too deep for CPython to print are reported as missing", () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/owls/nest.py", line 9, in <module>
  |     raise error
  | ExceptionGroup: owls (1 sub-exception)
  +-+---------------- 1 ----------------
    | ... (max_group_depth is 10)
    +------------------------------------`;
  expect(found(text)[0]!.incomplete).toEqual(["further members of the group"]);
});

test("an error in a pool's process is the cause of the resulting error, without the quotes around it", () => {
  const text = `multiprocessing.pool.RemoteTraceback:${" "}
"""
Traceback (most recent call last):
  File "/srv/owls/nest.py", line 3, in hatch
    raise ValueError("cold\\negg")
ValueError: cold
egg
"""

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/owls/nest.py", line 9, in <module>
    pool.map(hatch, eggs)
ValueError: cold
egg
`;
  expect(errorsIn(text)).toMatchObject([
    { value: "cold\negg", frames: [{ line: 9 }], cause: { value: "cold\negg", frames: [{ line: 3 }] } },
  ]);
});

test("the place of a doctest's example is not a call", () => {
  const text = `**********
File "nest.py", line 4, in nest
Failed example:
    1/0
Exception raised:
    Traceback (most recent call last):
      File "<doctest nest[0]>", line 1, in <module>
        1/0
    ZeroDivisionError: division by zero
**********
File "nest.py", line 6, in nest
Failed example:
    1+1
Expected:
    3
Got:
    2
`;
  expect(errorsIn(text)).toMatchObject([{ type: "ZeroDivisionError", frames: [{ path: "<doctest nest[0]>" }] }]);
});

test("an exception of a future that was never retrieved is found, even without a traceback", () => {
  const text = `Future exception was never retrieved
future: <Future finished exception=KeyError('egg')>
KeyError: 'egg'
Task exception was never retrieved
future: <Task finished coro=<hoot() done, defined at /srv/owls/nest.py:3> exception=OSError('dark')>
Traceback (most recent call last):
  File "/srv/owls/nest.py", line 4, in hoot
    raise OSError("dark")
OSError: dark
`;
  expect(errorsIn(text).map(({ type, value, frames }) => [type, value, frames.length])).toEqual([
    ["KeyError", "'egg'", 0],
    ["OSError", "dark", 1],
  ]);
});

test("within a group the lines of a message may have no margin", () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/owls/nest.py", line 9, in <module>
  |     raise ExceptionGroup("owls", errors)
  | ExceptionGroup: owls (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/owls/nest.py", line 2, in hatch
    |     raise EOFError("cold\\negg")
    | EOFError: cold
egg

of an owl
    | a note
    +---------------- 2 ----------------
    | KeyError: 'egg'
    +------------------------------------

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/owls/nest.py", line 12, in <module>
    raise RuntimeError("late") from group
RuntimeError: late
`;
  expect(errorsIn(text)).toMatchObject([
    {
      type: "RuntimeError",
      cause: {
        type: "ExceptionGroup",
        members: [{ type: "EOFError", value: "cold\negg\n\nof an owl\na note" }, { type: "KeyError" }],
      },
    },
  ]);
});

test("a message ends where the log around a traceback continues, whether its format is known or not", () => {
  for (const begin of ["owls.nest: ", "2031-05-06 07:08 in the nest ", "7 -> "]) {
    const text = `${begin}it failed
Traceback (most recent call last):
  File "/srv/owls/nest.py", line 2, in hoot
    dark()
OSError: dark
and cold
${begin.replace("6", "7")}goes on
`;
    expect(errorsIn(text)).toMatchObject([{ type: "OSError", value: "dark\nand cold" }]);
  }
});

test("modules differ from classes by their first letter, and capitalised modules are known by name", () => {
  const names: [string, string | undefined, string][] = [
    ["zlib.error", "zlib", "error"],
    ["socket.timeout", "socket", "timeout"],
    ["asyncio.exceptions.CancelledError", "asyncio.exceptions", "CancelledError"],
    ["concurrent.futures._base.TimeoutError", "concurrent.futures._base", "TimeoutError"],
    ["PIL.UnidentifiedImageError", "PIL", "UnidentifiedImageError"],
    ["xml.etree.ElementTree.ParseError", "xml.etree.ElementTree", "ParseError"],
    ["owls.nest.Owl.Hungry", "owls.nest", "Owl.Hungry"],
    ["owls.hatch.<locals>.Cold", "owls", "hatch.<locals>.Cold"],
  ];
  for (const [printed, module, type] of names) {
    const [error] = errorsIn(`Traceback (most recent call last):\n  File "a.py", line 1, in f\n${printed}: x\n`);
    expect([error!.module, error!.type, error!.value]).toEqual([module, type, "x"]);
  }
});

test("a fatal exception of Windows is an error", () => {
  const text = `Windows fatal exception: access violation

Thread 0x00001f40 (most recent call first):
  File "C:\\owls\\sleep.py", line 3 in doze

Current thread 0x000021ac (most recent call first):
  File "C:\\owls\\nest.py", line 7 in hoot
  File "C:\\owls\\nest.py", line 9 in <module>
`;
  expect(errorsIn(text)).toMatchObject([
    { type: "FatalPythonError", value: "access violation", frames: [{ line: 9 }, { line: 7, function: "hoot" }] },
  ]);
});

test("`error: …` below a box of rich is the exception, not a log line", () => {
  const frames = ["/srv/owls/nest.py:3 in unpack"];
  expect(errorsIn(`${box(traced, frames)}\nerror: Error -5 while decompressing data\nINFO:owls:next\n`)).toEqual([
    {
      type: "error",
      value: "Error -5 while decompressing data",
      frames: [{ path: "/srv/owls/nest.py", line: 3, function: "unpack" }],
    },
  ]);
});

test("a message that rich wrapped in a column of its log is joined again, and keeps its own line ends", () => {
  const column = (text: string) => text.replace(/^/gm, " ".repeat(20));
  const message = [
    "OSError: no nest on any of the trees around here, not on an",
    "oak:",
    `https://owls.example/nests/${"9".repeat(33)}`,
    "999",
    "",
    "try another wood",
    "  or a barn",
  ].map((line) => line.padEnd(60));
  const log = (text: string) => `[07:08:09] ERROR    ${text}`.padEnd(80);
  const text = [
    log("it failed"),
    column(box(traced, ["/srv/owls/nest.py:3 in look"])),
    column(message.join("\n")),
    log("next"),
    "",
  ];
  expect(errorsIn(text.join("\n"))).toMatchObject([
    {
      value: `no nest on any of the trees around here, not on an oak: https://owls.example/nests/${"9".repeat(36)}\n\ntry another wood\n  or a barn`,
      frames: [{ line: 3 }],
    },
  ]);
});

test("characters of two columns count twice where rich wraps a line", () => {
  const [first, rest] = ["\u68df".repeat(30), "\u68df".repeat(4)];
  const text = `${box(traced, ["/srv/owls/nest.py:3 in look"])}\nOSError: \n${first}\n${rest}\nbarn\n`;
  expect(errorsIn(text)).toMatchObject([{ value: `${first}${rest}\nbarn` }]);
});

test("the message of a Twisted Failure goes on up to its first call, and not into other text", () => {
  const title = "Traceback: <class 'ValueError'>: too cold";
  const calls = "/srv/owls/nest.py:41:hatch\n/srv/owls/egg.py:4:lay\n";
  const [whole] = errorsIn(`${title}\nfor an egg\n${calls}`);
  expect(whole).toMatchObject({ value: "too cold\nfor an egg", frames: [{ line: 41 }, { line: 4 }] });
  const [alone] = errorsIn(`${title}\nthe nest is empty\n\n${calls}`);
  expect(alone).toMatchObject({ value: "too cold", frames: [] });
});

test("source of several lines that lost its indentation is read up to the next call, and not into other text", () => {
  const call = 'Traceback (most recent call last):\nFile "/srv/owls/nest.py", line 41, in hatch\nlay(\negg,\n)\n';
  const [whole] = errorsIn(
    `${call}File "/srv/owls/egg.py", line 4, in lay\nraise ValueError("cold")\nValueError: cold\n`,
  );
  expect(whole).toMatchObject({ type: "ValueError", frames: [{ line: 41, source: "lay(" }, { line: 4 }] });
  const [cut] = errorsIn(`${call}${"the nest is empty\n".repeat(9)}ValueError: cold\n`);
  expect(cut).toMatchObject({ type: "<unknown>", frames: [{ line: 41 }] });
});
