import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseErrors } from "../../../src/capture/parsers.ts";
import type { Frame, RaisedError } from "../../../src/report/report.ts";

/** The programs named by the variables, or else those on the path. */
const deno = process.env.VEXTEL_TEST_DENO ?? "deno";
const bun = process.env.VEXTEL_TEST_BUN ?? "bun";
const runs = (program: string) => spawnSync(program, ["--version"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "vextel-runtimes-truth-"));
const program = join(folder, "program.mjs");
beforeAll(() => {
  const entryPoints = [resolve(import.meta.dirname, "truth-program.ts")];
  const options = { bundle: true, platform: "node", format: "esm", target: "node20" } as const;
  buildSync({ ...options, entryPoints, outfile: program });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  /** The text that `console.error` printed. */
  readonly text: string;
  readonly live: RaisedError;
}

function rowsOf(command: readonly string[]): Row[] {
  const [name, ...words] = command;
  const env = { PATH: process.env.PATH, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_DIR: folder, HOME: folder };
  const run = spawnSync(name!, [...words, program], { encoding: "utf8", maxBuffer: 1 << 28, env });
  const live = run.stdout.trimEnd().split("\n");
  const parts = run.stderr.split(/^#\d+(?: again)?\n/m).slice(1);
  const texts = parts.filter((_, index) => index % 2 === 0).map((part) => part.replace(/\n$/, ""));
  expect([live.length > 300, texts.length]).toEqual([true, live.length]);
  return texts.map((text, at) => ({ text, live: JSON.parse(live[at]!) as RaisedError }));
}

const read = (text: string) => parseErrors(text.split("\n"), { whole: true }).map(({ error }) => error);

/** Rows in which the error that was read differs from the live one, according to `same`. */
const wrong = (rows: readonly Row[], same: (found: RaisedError, live: RaisedError) => boolean) =>
  rows.filter(({ text, live }) => {
    const [found, ...more] = read(text);
    return !found || more.length > 0 || !same(found, live);
  });

/** The cause and the members of an error. */
const below = ({ cause, members = [] }: RaisedError) => [...(cause ? [cause] : []), ...members];

describe.skipIf(!runs(deno))("Deno", () => {
  const frameOf = ({ path, line, column, function: name, async }: Frame) =>
    [path?.replace(/^file:\/\//, ""), line, column, name, async].join(" ");
  /** Newer versions omit frames that an error has in common with its cause. */
  const hasFrames = (found: RaisedError, live: RaisedError): boolean => {
    const [shown, all] = [found, live].map(({ frames }) => frames.map(frameOf)) as [string[], string[]];
    const start = shown.findIndex((frame, at) => frame !== all[at]);
    if (start < 0) return shown.length === all.length;
    return live.cause !== undefined && shown.slice(start).join("\n") === all.slice(start - shown.length).join("\n");
  };
  const isSame = (found: RaisedError, live: RaisedError): boolean =>
    found.type === live.type &&
    found.value === live.value.trimEnd() &&
    hasFrames(found, live) &&
    below(found).length === below(live).length &&
    below(found).every((error, at) => isSame(error, below(live)[at]!));
  /** Deno hides its own frames at the top of its own errors. */
  const isLess = ({ text }: Row) => /^ {4}at /m.exec(text)?.index === /^ {4}at (?:\S+ \()?ext:/m.exec(text)?.index;

  test("an error that it printed is read like the live error", () => {
    // of an error that is its own cause, it omits the frames that it prints nowhere else
    const rows = rowsOf([deno, "run", "-A"]).filter(({ text }) => !/ matching cause .*cause: \[Circular/s.test(text));
    expect(rows.filter(isLess).length).toBeLessThan(30);
    expect(
      wrong(
        rows.filter((row) => !isLess(row)),
        isSame,
      ),
    ).toEqual([]);
  }, 120_000);
});

describe.skipIf(!runs(bun))("Bun", () => {
  const nowhere = /^(?:native|unknown|unknown location|\[native code\])$/;
  /** Bun prints the position of the call instead of that of `new`, and omits the name `<anonymous>`. */
  const frameOf = ({ path = "", line, function: name = "" }: Frame) =>
    [nowhere.test(path) ? "-" : `${path}:${line}`, name.replace("<anonymous>", "")].join(" ");
  /** Compares the newest frames: Bun sometimes omits the oldest, asynchronous calls. */
  const hasFrames = (found: RaisedError, live: RaisedError) => {
    const common = Math.min(found.frames.length, live.frames.length);
    const newest = ({ frames }: RaisedError) => frames.slice(frames.length - common).map(frameOf);
    return newest(found).join("\n") === newest(live).join("\n");
  };
  const isGroup = ({ type }: RaisedError) => type === "AggregateError";
  /** A class without a name is printed as `error`. A group is printed without its stack. */
  const isSame = (found: RaisedError, live: RaisedError): boolean =>
    isGroup(found) && found.frames.length === 0
      ? isGroup(live) && found.members!.length >= live.members!.length
      : (found.type === live.type || found.type === "Error") &&
        found.value === live.value.trimEnd() &&
        hasFrames(found, live) &&
        below(found).length === below(live).length &&
        below(found).every((error, at) => isSame(error, below(live)[at]!));
  /** Bun omits the members of a group that is a cause, and prints extra calls for syntax errors. */
  const isLess = ({ text, live }: Row) =>
    (live.cause?.members?.length ?? 0) > 0 || text.startsWith("SyntaxError: ") || !/^ +at /m.test(text);

  test("an error that it printed is read like the live error, except for what it omits", () => {
    const rows = rowsOf([bun, "run"]);
    expect(rows.filter(isLess).length).toBeLessThan(20);
    expect(
      wrong(
        rows.filter((row) => !isLess(row)),
        isSame,
      ),
    ).toEqual([]);
  }, 120_000);
});
