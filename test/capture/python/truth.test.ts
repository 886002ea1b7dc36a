import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parsePythonTracebacks } from "../../../src/capture/python/traceback.ts";
import type { Frame, RaisedError } from "../../../src/report/report.ts";

const python = "/usr/bin/python3";

interface TrueFrame {
  readonly path: string;
  readonly line: number;
  readonly function: string;
  readonly source?: string | null;
}

interface TrueError {
  readonly type: string;
  readonly module: string | null;
  readonly value: string;
  readonly frames: readonly TrueFrame[];
  readonly cause?: TrueError | null;
  readonly context?: TrueError | null;
  readonly members?: readonly TrueError[];
}

interface Row {
  readonly text: string;
  readonly tree: TrueError;
  /** The exceptions that Sentry's SDK sends. */
  readonly values?: readonly TrueError[];
}

let rows: Row[] = [];

const hasPython = existsSync(python);
const hasSdk = hasPython && spawnSync(python, ["-c", "import sentry_sdk"]).status === 0;

beforeAll(() => {
  if (!hasPython) return;
  const program = resolve(import.meta.dirname, "truth-program.py");
  const env = { PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" };
  const run = spawnSync(python, [program], { encoding: "utf8", maxBuffer: 1 << 28, env });
  rows = run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}, 60_000);

/** Parses a log record that ends with this text, and returns its only error. */
function printed(text: string): RaisedError {
  const found = parsePythonTracebacks(["Ignoring exception in command rank", ...text.split("\n")], { whole: true });
  expect(found.length, text).toBe(1);
  return found[0]!.error;
}

/** Python collapses repeated calls; the live stack contains each of them. */
const unfolded = (frames: readonly Frame[]) =>
  frames.flatMap((frame) => new Array<Frame>(1 + (frame.repeated ?? 0)).fill(frame));

/** Trailing blanks of lines are ignored. */
const visible = (value: string) => value.replace(/[ \t]+$/gm, "").trimEnd();

const shownFrame = ({ path, line, function: name, source }: Frame) => ({
  path,
  line,
  function: name,
  source: source ?? null,
});

function shown(error: RaisedError): object {
  return {
    type: error.type,
    module: error.module ?? null,
    value: visible(error.value),
    frames: unfolded(error.frames).map(shownFrame),
    cause: error.cause ? shown(error.cause) : null,
    context: error.context ? shown(error.context) : null,
    ...(error.members && { members: error.members.map(shown) }),
  };
}

function truth(error: TrueError): object {
  return {
    ...error,
    value: visible(error.value),
    cause: error.cause ? truth(error.cause) : null,
    context: error.context ? truth(error.context) : null,
    ...(error.members && { members: error.members.map(truth) }),
  };
}

/** The chain in the order of Sentry's values: the exception that was raised first comes first. */
const chain = (error: RaisedError): RaisedError[] => [
  ...(error.cause ? chain(error.cause) : error.context ? chain(error.context) : []),
  error,
];

/** The SDK treats a pseudo file such as `<string>` as a file in the current folder. */
const pathOf = (path: string | undefined) => (/<[^/]*>$/.test(path ?? "") ? basename(path!) : path);

/** The SDK appends the place to the message of a SyntaxError; a traceback prints it on a separate line. */
const withoutPlace = (value: string) => value.replace(/ \([^()]*, line \d+\)$/, "");

/** For an error that cannot be converted to text, the SDK sends the repr; a traceback says that it cannot. */
const comparable = (error: RaisedError | TrueError, frames: readonly (Frame | TrueFrame)[]) => ({
  type: error.type,
  module: error.module ?? null,
  value: error.type === "Broken" ? "" : visible(withoutPlace(error.value)),
  frames: frames.map(({ path, line, function: name }) => ({ path: pathOf(path), line, function: name })),
});

describe.skipIf(!hasPython)("an error that Python printed is read like the live error", () => {
  test("types, modules, messages, notes, frames, source lines, causes, contexts and members", () => {
    expect(rows.length).toBeGreaterThan(300);
    for (const { text, tree } of rows) expect(shown(printed(text)), text).toEqual(truth(tree));
  });

  test.skipIf(!hasSdk)("as Sentry's own SDK sends it", () => {
    const compared = rows.filter(({ values }) => values !== undefined);
    expect(compared.length).toBeGreaterThan(200);
    for (const { text, values } of compared)
      expect(
        chain(printed(text)).map((error) => comparable(error, unfolded(error.frames))),
        text,
      ).toEqual(values!.map((error) => comparable(error, error.frames)));
  });
});
