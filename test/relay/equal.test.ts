import { expect, test } from "vitest";
import { keyOf as readKey } from "../../src/relay/keep/equal/fingerprint.ts";

const keyOf = (payload: Record<string, unknown>) => readKey(payload, ["lamps"]).key;
const frame = (name: string, folder = "lamps") => ({
  ...{ filename: `${name}.py`, abs_path: `/srv/bot/${folder}/${name}.py`, function: name, lineno: 7 },
  in_app: folder === "bot", // SDKs consider the folder in which the bot was started to be the program
});
const raised = (value: unknown, frames = [frame("light")], more: object = {}) => ({
  exception: { values: [{ type: "OSError", value, stacktrace: { frames } }] },
  ...more,
});

test.each([
  ["ids", raised("guild 1180421987654321777 is gone"), raised("guild 1180421987654321778 is gone")],
  ["addresses in memory", raised("<Lamp at 0x7f94>"), raised("<Lamp at 0x7fa0>")],
  ["where libraries called it", raised("x", [frame("run", "discord"), frame("light")]), raised("x", [frame("light")])],
  ["how deep it went", raised("x", [frame("light"), frame("light")]), raised("x", [frame("light")])],
  ["the shape of the list", { exception: [{ type: "E", value: "x" }] }, { exception: { type: "E", value: "x" } }],
  ["numbers in a message", { message: "lamp 4 is out" }, { logentry: { formatted: "lamp 5 is out" } }],
])("errors that differ only in %s are equal", (_, one, other) => {
  expect(keyOf({ platform: "python", ...one })).toBe(keyOf({ platform: "python", ...other }));
});

test.each([
  ["the code of a failure", raised("[Errno 2] x"), raised("[Errno 13] x")],
  ["the message", raised("the lamp is out"), raised("the candle is out")],
  ["what was thrown", raised({ lamp: "out" }), raised({ candle: "out" })],
  ["the plugin's own calls", raised("x", [frame("light")]), raised("x", [frame("dim")])],
  [
    "the plugin's own calls, below what the SDK takes for the program",
    raised("x", [frame("main", "bot"), frame("light")]),
    raised("x", [frame("main", "bot"), frame("dim")]),
  ],
  ["how their author groups them", raised("x", undefined, { fingerprint: ["a"] }), raised("x")],
  ["the logger", { message: "x", logger: "lamps" }, { message: "x", logger: "eyes" }],
])("errors that differ in %s are not equal", (_, one, other) => {
  expect(keyOf({ platform: "python", ...one })).not.toBe(keyOf({ platform: "python", ...other }));
});

test("every error has a key", () => {
  for (const odd of [5, null, "x", [null], { values: null }, { values: [{ stacktrace: 5, mechanism: "x" }] }])
    expect(keyOf({ exception: odd, fingerprint: odd })).toEqual(expect.any(String));
});

test("for a plugin without paths, every call counts", () => {
  const of = (name: string) => readKey(raised("x", [frame("main", "bot"), frame(name)]), []).key;
  expect(of("light")).not.toBe(of("dim"));
});
