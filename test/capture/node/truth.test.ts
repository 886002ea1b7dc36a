import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLiveError } from "../../../src/capture/live/error.ts";
import { parseNodeStacks } from "../../../src/capture/node/stack.ts";
import type { Frame, RaisedError } from "../../../src/report/report.ts";

const folder = mkdtempSync(join(tmpdir(), "vextel-node-truth-"));
let live: RaisedError[] = [];
let printed: string[][] = [];
let printedAgain: string[][] = [];

beforeAll(() => {
  const program = join(folder, "a program (1).mjs");
  const entryPoints = [resolve(import.meta.dirname, "truth-program.ts")];
  buildSync({
    entryPoints,
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    keepNames: false,
  });
  const run = spawnSync(process.execPath, [program], { encoding: "utf8", maxBuffer: 1 << 28, env: {} });
  live = run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RaisedError);
  const parts = run.stderr
    .split(/^#\d+(?: again)?\n/m)
    .slice(1)
    .map((part) => part.replace(/\n$/, "").split("\n"));
  printed = parts.filter((_, index) => index % 2 === 0);
  printedAgain = parts.filter((_, index) => index % 2 === 1);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Node omits frames that an error has in common with its cause, so that at most one gap is allowed. */
function isPrintedOf(shown: readonly Frame[], all: readonly Frame[]): boolean {
  const same = (a: Frame | undefined, b: Frame | undefined) => JSON.stringify(a) === JSON.stringify(b);
  let start = 0;
  while (start < shown.length && same(shown[start], all[start])) start++;
  const gap = all.length - shown.length;
  return gap >= 0 && shown.slice(start).every((frame, index) => same(frame, all[start + gap + index]));
}

/** The printed error; its omitted frames are restored if the others match those of the live error. */
function restored(shown: RaisedError | undefined, all: RaisedError): unknown {
  if (!shown) return undefined;
  const holds = all.cause !== undefined || shown.frames.length === all.frames.length;
  return {
    ...shown,
    frames: holds && isPrintedOf(shown.frames, all.frames) ? all.frames : shown.frames,
    ...(shown.cause && { cause: all.cause ? restored(shown.cause, all.cause) : shown.cause }),
    ...(shown.members && {
      members: shown.members.map((one, at) => (all.members?.[at] ? restored(one, all.members[at]) : one)),
    }),
  };
}

test("an error that Node printed is read like the live error", () => {
  expect(live.length).toBeGreaterThan(300);
  expect(printed.length).toBe(live.length);
  const wrong = live.flatMap((error, index) => {
    const found = parseNodeStacks(printed[index]!, { whole: true });
    const shown = found.map((one) => restored(one.error, error));
    try {
      expect(shown).toEqual([error]);
      return [];
    } catch {
      return [{ printed: printed[index]!.join("\n"), found: found.map((one) => one.error), error }];
    }
  });
  expect(wrong).toEqual([]);
});

class Halt extends Error {}
Halt.prototype.name = "HaltError";
const chain = [4, 3, 2, 1].reduce(
  (cause, depth) => new Error(`${depth}`, { cause: Object.assign(cause, { depth }) }),
  new Error("5"),
);
const depthOf = (error: RaisedError | undefined): number => (error ? 1 + depthOf(error.cause) : 0);

/** All known differences between printed and live errors: description, error, property, printed and live value. */
const differences: [string, Error, (error: RaisedError | undefined) => unknown, unknown, unknown][] = [
  ["a name that differs from the class's", new Halt("x"), (error) => error?.type, "Halt", "HaltError"],
  [
    "a name given later",
    Object.assign(new Error("x"), { name: "LateError" }),
    (error) => error?.type,
    "Error",
    "LateError",
  ],
  ["DOMException", new DOMException("x", "AbortError"), (error) => error?.type, "DOMException", "AbortError"],
  [
    "no name at all",
    Object.assign(new Error("x"), { name: "", stack: "x\n    at y (/z.js:1:2)" }),
    (error) => error?.type,
    undefined,
    "Error",
  ],
  ["a message that ends like a stack", new Error("x\n    at y (z.js:1:2)"), (error) => error?.value.length, 1, 21],
  ["an error deep in a property", Object.assign(new Error("x"), { reason: { error: new Error("y") } }), depthOf, 2, 1],
  ["causes below the depth that is printed", chain, depthOf, 3, 5],
];

test.each(differences)("printed and live errors differ in a known way: %s", (_, error, of, printedValue, liveValue) => {
  expect(of(parseNodeStacks(inspect(error).split("\n"), { whole: true })[0]?.error)).toBe(printedValue);
  expect(of(readLiveError(error))).toBe(liveValue);
});

test("reading a live error does not change it", () => {
  expect(printedAgain).toEqual(printed);
});
