import fc from "fast-check";
import { expect, test } from "vitest";
import { readLiveError } from "../../src/capture/live/error.ts";
import { limits } from "../../src/report/limits.ts";
import type { RaisedError } from "../../src/report/report.ts";

const count = (error: RaisedError): number =>
  1 + (error.cause ? count(error.cause) : 0) + (error.members ?? []).reduce((sum, member) => sum + count(member), 0);

function withStack(error: Error, stack: unknown): Error {
  return Object.defineProperty(error, "stack", { value: stack });
}

test("a live error is read with its class, message and frames, the oldest call first", () => {
  const error = withStack(
    new RangeError("too late"),
    "RangeError: too late\n    at ask (/srv/a.js:1:2)\n    at async /srv/b.js:3:4",
  );
  expect(readLiveError(error)).toEqual({
    type: "RangeError",
    value: "too late",
    frames: [
      { path: "/srv/b.js", line: 3, column: 4, async: true },
      { path: "/srv/a.js", line: 1, column: 2, function: "ask" },
    ],
  });
});

test("lines of the message that look like frames are not frames", () => {
  const message = "render failed\n    at fake (C:\\Users\\somebody\\x.js:1:2)";
  const read = readLiveError(new Error(message));
  expect(read.value).toBe(message);
  expect(read.frames.map((frame) => frame.function)).not.toContain("fake");
  expect(read.frames.at(-1)?.path).toContain("live-error.test");
});

test("a class without a name is reported by its class name, and a code is not part of the type", () => {
  class Halt extends Error {}
  class QuizError extends TypeError {}
  class Named extends Error {
    override name = "Renamed";
  }
  class Coded extends Error {
    override get name() {
      return "Error [ERR_QUIZ]";
    }
  }
  const types = [new Halt(), new QuizError(), new Named(), new Coded(), new (class extends Error {})()];
  expect(types.map((error) => readLiveError(error).type)).toEqual(["Halt", "QuizError", "Renamed", "Error", "Error"]);
});

test("causes and members are followed, even if they are not errors or form a loop", () => {
  const circle = new Error("circle");
  circle.cause = new TypeError("half way", { cause: circle });
  expect(readLiveError(circle)).toMatchObject({ value: "circle", cause: { value: "half way" } });
  expect(readLiveError(circle).cause).not.toHaveProperty("cause");

  const group = new AggregateError([new Error("one"), "no error", null, new Error("two", { cause: "text" })], "group");
  expect(readLiveError(group).members?.map((member) => [member.value, member.cause])).toEqual([
    ["one", undefined],
    ["two", undefined],
  ]);
  expect(readLiveError(new AggregateError([], "none")).members).toEqual([]);
  expect(readLiveError(Object.assign(new Error("saved"), { parent: new Error("locked") })).cause?.value).toBe("locked");
});

test(`at most ${limits.exceptions} errors are read from one`, () => {
  let chain = new Error("first");
  for (let depth = 0; depth < 1000; depth++) chain = new Error(`${depth}`, { cause: chain });
  expect(count(readLiveError(chain))).toBe(limits.exceptions);
  const wide = new AggregateError(
    Array.from({ length: 1000 }, (_, at) => new Error(`${at}`, { cause: new Error("c") })),
  );
  expect(count(readLiveError(wide))).toBe(limits.exceptions);
});

test("any thrown value is read, with the wording of Sentry's SDK", () => {
  class Shard {
    id = 3;
  }
  const values: [unknown, string][] = [
    ["just text", "just text"],
    [undefined, "undefined"],
    [null, "null"],
    [42, "42"],
    [10n, "10"],
    [Symbol("s"), "Symbol(s)"],
    [() => 1, "Function captured as exception"],
    [{ b: 1, a: 2 }, "Object captured as exception with keys: a, b"],
    [{}, "Object captured as exception with keys: [object has no keys]"],
    [Object.create(null), "Object captured as exception with keys: [object has no keys]"],
    [new Shard(), "'Shard' captured as exception with keys: id"],
    [{ name: "N", message: "M" }, "'N' captured as exception with message 'M'"],
    [{ message: "M" }, "M"],
  ];
  for (const [value, expected] of values)
    expect(readLiveError(value)).toEqual({ type: "Error", value: expected, frames: [] });
});

test("getters and proxies that throw do no harm", () => {
  const refuse = () => {
    throw new Error("no");
  };
  const hostile = new Proxy(new Error("inside"), {
    get: refuse,
    has: refuse,
    ownKeys: refuse,
    getPrototypeOf: refuse,
    getOwnPropertyDescriptor: refuse,
  });
  const { proxy: revoked, revoke } = Proxy.revocable(new Error("gone"), {});
  revoke();
  const getters = new Error("kept");
  for (const key of ["stack", "cause", "errors", "name"]) Object.defineProperty(getters, key, { get: refuse });
  const members = new Proxy([new Error("a")], { get: refuse });
  expect(readLiveError(hostile).type).toBe("Error");
  expect(readLiveError(revoked).type).toBe("Error");
  expect(readLiveError(getters)).toEqual({ type: "Error", value: "kept", frames: [] });
  expect(readLiveError(Object.assign(new Error("group"), { errors: members, cause: hostile })).value).toBe("group");
  expect(readLiveError(withStack(new Error("sites"), [{}, {}])).frames).toEqual([]);
});

test("nothing is written, and only the five properties of an error are read", () => {
  const asked = new Set<PropertyKey>();
  const forbid = () => {
    throw new Error("written to");
  };
  const target = Object.defineProperty(new TypeError("watched"), "trap", { enumerable: true, get: forbid });
  const watched = new Proxy(target, {
    get(object, key) {
      asked.add(key);
      return Reflect.get(object, key);
    },
    set: forbid,
    defineProperty: forbid,
    deleteProperty: forbid,
    setPrototypeOf: forbid,
    preventExtensions: forbid,
  });
  expect(readLiveError(watched)).toMatchObject({ type: "TypeError", value: "watched" });
  expect([...asked].sort()).toEqual(["cause", "errors", "message", "name", "stack"]);
  expect(readLiveError(Object.freeze(new Error("frozen"))).value).toBe("frozen");
});

test("any value at all is read without an exception", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), fc.anything(), (value, cause) => {
      expect(readLiveError(value)).toHaveProperty("frames");
      const error = Object.assign(new Error("x", { cause }), { errors: value, stack: cause, name: value });
      expect(readLiveError(error).value).toBe("x");
    }),
  );
});
