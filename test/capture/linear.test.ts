import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import { someOf } from "../support/some-of.ts";
import { workOf } from "../support/work-of.ts";

const header = "Traceback (most recent call last):";
const frame = '  File "a.py", line 1, in f';
const link = "The above exception was the direct cause of the following exception:";
const logLine = "[2024-01-01 00:00:00] [ERROR] red: Error";
const numbered = (n: number, line: (at: number) => string) =>
  Array.from({ length: n }, (_, at) => `${line(at)}\n`).join("");
const lines = (text: string) => (n: number) => `${text}\n`.repeat(n);

/** Texts that tempt a parser to read the same part again and again; `n` is the number of repetitions. */
const tempting: Readonly<Record<string, (n: number) => string>> = {
  "only headers": lines(header),
  "frames without an exception": lines(frame),
  "places without an exception": lines('  File "a.py", line 1'),
  "frames and prose in turn": lines(`${frame}\n    x\nfoo bar`),
  "names of exceptions": lines("KeyError: x"),
  "links alone": lines(`${link}\n`),
  "chains of names": lines(`KeyError: x\n\n${link}\n\n${header}`),
  "a message of blank lines": (n) => `${logLine}\n${header}\n${frame}\nE: x\n${"\n\n\nx\n".repeat(n)}`,
  "prefixed headers": lines(`x ${header}\nx   y`),
  "links without blanks": lines(`ValueError: ${link}`),
  "blank lines after a name": (n) => `${header}\n${frame}\nE: x\n${"\n".repeat(n)}`,
  "groups in groups": (n) => `+ Exception Group ${header}\n${"| +-+---------------- 1 ----------------\n".repeat(n)}`,
  "remote tracebacks without an exception": lines(`${header}\n${frame}\nRemoteTraceback: \n"""`),
  faults: lines('Fatal Python error: x\n\nThread 0x1 (most recent call first):\n  File "a", line 1 in f'),
  "one line of quotes": (n) => `${header}\n  File "${'", line 1, in "'.repeat(n)}`,
  "one escaped line": (n) => `"${header}${'\\n  File \\"a\\", line 1, in f'.repeat(n)}`,
  "log lines in a traceback": lines(`${logLine}\n${header}\n${frame}\n[2024-01-01 00:00:00] [INFO] a: b`),
  "group after group": lines(`  + Exception Group ${header}\n  | E: x`),
  "groups that never open": lines(`  + Exception Group ${header}`),
  "groups that never open, in turn with prose": lines(`  + Exception Group ${header}\nfoo\n    | bar`),
  "braces that are not JSON": lines("Error {x}"),
  "groups that never close": (n) =>
    `  + Exception Group ${header}\n  | E: x\n${"  +-+---------------- 1 ----------------\n".repeat(n)}`,
  "box after box": lines("╭──── Traceback (most recent call last) ────╮\n│ a.py:1 in f │"),
  "a place that goes on and on": (n) => `╭──── Traceback (most recent call last) ────╮\n${"│ aaaa/b │\n".repeat(n)}`,
  "members without a group": lines("E: x\n╭──── Sub-exception #1 ────╮"),
  "remote tracebacks that never close": lines(`x.RemoteTraceback: \n"""\n${header}`),
  "a prefix in front of every line": lines(`foo 1 ${header}\nfoo 2 ${frame}`),
  "a log line in front of every line": lines(`[ERROR] [stderr] ${header}\n[ERROR] [stderr] ${frame}`),
  "titles of notebooks": lines("KeyError           Traceback (most recent call last)"),
  "cells without an exception": (n) => `E      ${header.slice(0, -1)}\n${"Cell In[1], line 2\n----> 2 x\n".repeat(n)}`,
  "titles of tests": lines("____ test_x ____\nE   ValueError: x"),
  "tests that link on": (n) => `____ test_x ____\n${`a.py:1: in f\n    x\nE   E: x\n\n${link}\n`.repeat(n)}`,
  "quoted headers": lines(`a="${header}`),
  "lines without a margin": (n) => `  + Exception Group ${header}\n  | E: x\n${"x\n".repeat(n)}  | x`,
  "lines that never end": lines("2031-05-06T07:08:09.123456789Z stderr P Error: Traceback"),
  "errors in one list": (n) =>
    `Error: x\n    at f (a.js:1:1) {\n  [errors]: [ ${"[Error: a], ".repeat(n)}[Error: b] ]\n}`,
  "places on one line": (n) => `    at f ${"(a.js:1:1) ".repeat(n)}Error: y\n    at g (a.js:1:1)`,
  "only Node frames": lines("    at f (a.js:1:1)"),
  "Node errors": lines("Error: x\n    at f (a.js:1:1)"),
  "errors below a name and a level": lines("[07:08:09] [ada] ERROR Error: x\n    at f (a.js:1:1)"),
  "errors below texts, a name and a level": lines(
    "one two\nthree four\nfive six\n[07:08:09] [ada] ERROR Error: x\n    at f (a.js:1:1)",
  ),
  "Node errors below a log line": (n) => `${logLine}\n${"Error: x\n    at f (a.js:1:1)\n".repeat(n)}`,
  "causes within causes": lines("Error: x\n    at f (a.js:1:1) {\n  [cause]: "),
  "properties that never close": lines("Error: x {"),
  "headers on one line": (n) => `${header} `.repeat(n),
  "box titles on one line": (n) => `${"╭─ Traceback (most recent call last) ".repeat(n)}╮`,
  "box titles on one line that never end": (n) => "╭─ Traceback (most recent call last) ".repeat(n),
  "paths on one line": (n) => `  File "${'", line 1, in '.repeat(n)}`,
  "blanks on one line": (n) => `Error: ${" ".repeat(10 * n)}x`,
  "backslashes on one line": (n) => `${header}\\n  File \\"${"\\\\n".repeat(n)}`,
  "brackets on one line": (n) => `    at ${"f (".repeat(n)}:1:1)`,
  "escape sequences on one line": (n) => "Error \x1b]".repeat(n),
  "an error in every stream": (n) => Array.from({ length: 4 * n }, (_, at) => `s${at} | Error\n`).join(""),
  "Bun's errors without source": lines("TypeError: x\n      at f (a.js:1:1)\n"),
  "Bun's properties": (n) => `1 | x\n    ^\nError: x\n${' code: "x",\n'.repeat(n)}\n      at f (a.js:1:1)`,
  "what Bun throws": (n) => `${"error: x\nError: x\n".repeat(n)}Bun v1.4.5 (Linux x64)`,
  "consola's causes": lines("Error: x\n    at f (a.js:1:1)\n\n  [cause]: x\n"),
  "consola's causes below one another": (n) =>
    `Error: x\n    at f (a.js:1:1)\n${"\n  [cause]: x\n\n    at f (a.js:1:1)\n".repeat(n)}`,
  "consola's corners": lines("\u2714 Error x                        nest 7:08:09 AM"),
  "tslog's causes": (n) =>
    ` E  x\nerror stack:\n${"  \u2022 a.js\tf\n\ta.js:1\nCaused by (1): TypeError: x\n".repeat(n)}`,
  "sentences between exceptions that break off": lines("The above exception was the\nE: x"),
  "short titles of boxes": lines("\u256d\u2500 Traceback (mo\u2500\u256e\n\u2502 a.py:1 in f \u2502"),
  "quoted texts that never close": (n) => `level=error x="${header}\n${`${frame}\n`.repeat(n)}`,
  "JSON that never closes": (n) => `{"level":"error","x":"${header}\n${`${frame}\n`.repeat(n)}`,
  "pairs without a level": lines("a=1 b='Error' c=\"x\""),
  "heads of all parts": lines("(07:08:09) nest.egg <INFO> [x] (nest): Error x"),
  "one long traceback": (n) => `${header}\n${`${frame}\n    g()\n`.repeat(n)}ValueError: x\n`,
  "exceptions that led to one another": (n) =>
    `${`${header}\n${frame}\nE: x\n\n${link}\n\n`.repeat(n)}${header}\n${frame}\nE: x\n`,
  "a logger for each line": (n) => numbered(n, (at) => `[2024-01-01 00:00:00] [ERROR] a${at}.b: Error`),
  "a prefix that changes on each line": (n) => numbered(n, (at) => `web.${at} | ${at % 3 ? frame : header}`),
  "a time before each line of a traceback": (n) => numbered(n, (at) => `12:${10 + (at % 50)}:01 ERROR a: ${frame}`),
  "Python dicts": lines("{'level': 50, 'msg': 'Error', 'at': None}"),
  "JSON that is deep": (n) => `{"level":50,"msg":"Error","a":${"[".repeat(n)}${"]".repeat(n)}}\n`,
};

/** Repetitions of the short and the long text, and the blocks and tries for each repetition that are always allowed. */
const [few, many, alwaysBlocks, alwaysTries] = [1500, 6000, 40, 10];

const capture = (text: string) => {
  const reader = createCapture();
  reader.push(Buffer.from(text));
  reader.flush();
};

for (const [name, make] of someOf(Object.entries(tempting), 15))
  test(`four times the text causes about four times the work: ${name}`, async () => {
    const [short, long] = [make(few), make(many)];
    capture(short); // what is done once is not counted
    const least = await workOf(() => capture(short));
    const most = await workOf(() => capture(long));
    expect(most.tries).toBeLessThan(5 * least.tries + alwaysTries * many);
    expect(most.blocks).toBeLessThan(5 * least.blocks + alwaysBlocks * many);
  }, 60_000);
