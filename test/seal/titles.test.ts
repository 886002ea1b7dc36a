import { expect, test } from "vitest";
import type { RaisedError, Report } from "../../src/report/report.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { toSentryExceptions } from "../../src/seal/drafts/exceptions.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { shortenTitle, titleOf } from "../../src/seal/title.ts";
import { sampleReport, sampleScrubContext, sampleSubject } from "../support/samples.ts";

const library = {
  path: "/v/lib/python3.11/site-packages/discord/ext/commands/core.py",
  line: 244,
  function: "wrapped",
};
const own = { path: "/srv/jay/cogs/nest/egg.py", line: 7, function: "hatch" };
const inner: RaisedError = { type: "KeyError", value: "'egg'", frames: [own] };
const around = (type: string, value: string, cause: RaisedError, frames = [library]): RaisedError => ({
  ...{ type, value, frames, cause },
});
const reportOf = (error: RaisedError): Report => ({ ...sampleReport, error });
const orderOf = (error: RaisedError) =>
  toSentryExceptions(reportOf(error), []).values.map(({ type, mechanism }) => `${mechanism.exception_id} ${type}`);

test.each<[string, RaisedError]>([
  ["discord.py's", around("CommandInvokeError", "Command raised an exception: KeyError: 'egg'", inner)],
  ["lightbulb's", around("CommandInvocationError", "An error occurred during command 'nest' invocation", inner)],
  ["an extension's", around("ExtensionFailed", "Extension 'nest' raised an error: KeyError: 'egg'", inner, [own])],
  ["an unknown library's that only repeats", around("RunnerError", "job failed: KeyError: 'egg'", inner)],
])("%s wrapper is not the title", (_, error) => {
  expect(orderOf(error)).toEqual([`0 ${error.type}`, "1 KeyError"]);
  const sealed = createSealer(sampleScrubContext())(draftEvent(reportOf(error), sampleSubject, 0));
  expect(titleOf(sealed.bytes)).toBe("KeyError: 'egg'");
});

test("nested wrappers are not the title either, and causes come before the error", () => {
  const middle = around("StationError", "no hours", inner, [own]);
  const invoke = around("CommandInvokeError", "Command raised an exception: StationError: no hours", middle);
  const hybrid = around("HybridCommandError", "Hybrid command raised an error: Command raised …", invoke);
  expect(orderOf(hybrid)).toEqual(["0 HybridCommandError", "1 CommandInvokeError", "3 KeyError", "2 StationError"]);
});

test("an error that the plugin itself raised from another is the title, whatever its message", () => {
  expect(orderOf(around("NestError", "cannot hatch: KeyError: 'egg'", inner, [own]))).toEqual([
    "1 KeyError",
    "0 NestError",
  ]);
  expect(orderOf(around("ClientError", "no answer", inner))).toEqual(["1 KeyError", "0 ClientError"]);
});

test("a wrapper whose own cause is not known is the title", () => {
  const { cause: _, ...alone } = around("CommandInvokeError", "Command raised an exception: KeyError: 'egg'", inner);
  expect(orderOf(alone)).toEqual(["0 CommandInvokeError"]);
});

const broken: RaisedError = {
  ...{ type: "SyntaxError", value: "invalid syntax", frames: [library] },
  place: { path: "/srv/jay/cogs/nest/egg.py", line: 3, source: "def hatch(" },
};

test("a plugin's file that does not compile is the last frame of its error, with the wrong line", () => {
  const [value] = toSentryExceptions(reportOf(broken), ["nest"]).values;
  expect(value!.stacktrace!.frames.at(-1)).toEqual({
    ...{ filename: "nest/egg.py", module: "nest.egg", lineno: 3, context_line: "def hatch(", in_app: true },
  });
});

test("a file that belongs to no plugin and does not compile is recorded next to the frames", () => {
  const [value] = toSentryExceptions(reportOf(broken), []).values;
  expect(value!.stacktrace!.frames).toHaveLength(1);
  expect(value!.mechanism.data).toEqual({
    ...{ filename: "/srv/jay/cogs/nest/egg.py", lineno: 3, context_line: "def hatch(" },
  });
});

test.each(["🔥", "🇩🇪", "e\u0301\u0308", "👩‍🚀"])(
  "a long title is cut between two characters as people see them: %s",
  (one) => {
    for (let before = 0; before < 6; before++) {
      const error = { type: "KeyError", value: "a".repeat(before) + one.repeat(90), frames: [own] };
      const { bytes } = createSealer(sampleScrubContext())(draftEvent(reportOf(error), sampleSubject, 0));
      const title = shortenTitle(titleOf(bytes));
      expect(title.length).toBeLessThanOrEqual(120);
      expect(title.slice(`KeyError: ${"a".repeat(before)}`.length).replaceAll(one, "")).toBe("…");
    }
  },
);
