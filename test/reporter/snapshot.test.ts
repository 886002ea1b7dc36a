import fc from "fast-check";
import { expect, test } from "vitest";
import { readLiveError } from "../../src/capture/live/error.ts";
import { createDeduper, dedupeLimits } from "../../src/group/dedupe.ts";
import { snapshot, toText } from "../../src/reporter/errors/fields/snapshot.ts";
import { readTags } from "../../src/reporter/errors/fields/tags.ts";
import { keyOf } from "../../src/reporter/errors/fingerprint.ts";

test("any value that an author passes becomes plain JSON of limited size", () => {
  const isPlain = fc.property(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withObjectString: true,
    }),
    (value) => {
      const copy = snapshot(value);
      const text = JSON.stringify(copy) ?? "null";
      expect(JSON.stringify(snapshot(copy)) ?? "null").toBe(text);
    },
  );
  fc.assert(isPlain, { numRuns: 500 });
});

test("a bot's whole cache, a cycle and a throwing getter do no harm", () => {
  const circle: Record<string, unknown> = { deep: {} };
  circle.self = circle;
  const list = new Array(10_000).fill(circle);
  const huge = Object.fromEntries(Array.from({ length: 10_000 }, (_, key) => [key, { circle, list }]));
  expect(JSON.stringify(snapshot(huge)).length).toBeLessThan(200_000);
  const trap = {
    fine: 1,
    get bad() {
      throw new Error("no");
    },
  };
  expect(snapshot(trap)).toEqual({ fine: 1, bad: "[unreadable]" });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  expect(snapshot(revoked.proxy)).toBe("[unreadable]");
});

test("each of many errors is kept, counted or over the limit, with limited memory", () => {
  const steps = fc.array(fc.tuple(fc.nat(60), fc.nat({ max: 20_000 })), { maxLength: 300 });
  const addsUp = fc.property(steps, (errors) => {
    const folder = createDeduper<string>();
    let [now, kept, tooMany, counted, again] = [0, 0, 0, 0, 0];
    for (const [kind, laterMs] of errors) {
      now += laterMs;
      for (const fold of folder.takeEnded(now)) counted += fold.again;
      const met = folder.meet(String(kind), now, () => "first");
      if (met === "first") kept += 1;
      else if (met === "too many") tooMany += 1;
      else again += 1;
    }
    const rest = folder.takeEnded(Number.POSITIVE_INFINITY);
    for (const fold of rest) counted += fold.again;
    expect(rest.length).toBeLessThanOrEqual(dedupeLimits.events);
    expect(kept + tooMany + again).toBe(errors.length);
    expect(counted).toBe(again);
  });
  fc.assert(addsUp, { numRuns: 300 });
});

test("any number of different messages from one place does not prevent the first error of another place", () => {
  const chosen = (index: number) =>
    new Error(`no such bird: ${String.fromCodePoint(97 + (index % 26), 97 + Math.floor(index / 26))}`);
  const folder = createDeduper<string>();
  const meet = ({ key, place }: ReturnType<typeof keyOf>) => folder.meet(key, 0, () => "first", place);
  const flood = Array.from({ length: 100 }, (_, index) => meet(keyOf(chosen(index))));
  expect(flood.filter((met) => met === "first")).toHaveLength(dedupeLimits.events);
  expect(meet(keyOf(new TypeError("the nest is gone")))).toBe("first");
  const places = Array.from({ length: 100 }, (_, index) => folder.meet(`${index}`, 0, () => "first", `${index}`));
  expect(places.filter((met) => met === "first")).toHaveLength(dedupeLimits.events - 1);
});

test("errors are equal if they come from one place and differ in numbers only", () => {
  const fail = (message: string) => new Error(message);
  const [one, two] = ["guild 123 is gone", "guild 456 is gone"].map(fail) as [Error, Error];
  const other = fail("guild is gone");
  expect(keyOf(one)).toEqual(keyOf(two));
  expect(keyOf(one).key).not.toBe(keyOf(other).key);
  expect(keyOf(new Error("guild 123 is gone")).key).not.toBe(keyOf(one).key);
});

test("errors that differ in cause, members, thrown values or the end of their message are not equal", () => {
  const fail = (cause?: unknown, message = "cannot fly") => new Error(message, { cause });
  const group = (...members: Error[]) => new AggregateError(members, "all failed");
  const errors = [
    fail(new RangeError("too far")),
    fail(new SyntaxError("too odd")),
    group(new RangeError("a"), new RangeError("b")),
    group(new RangeError("a"), new TypeError("b")),
    fail(undefined, `${"far ".repeat(60)}north`),
    fail(undefined, `${"far ".repeat(60)}south`),
    { code: 10013, message: "Unknown User" },
    { code: 50013, message: "Unknown User" },
    "no herons",
    "no storks",
  ];
  expect(new Set(errors.map((error) => keyOf(error))).size).toBe(errors.length);
  expect(keyOf({ code: 10013, id: "301" })).toEqual(keyOf({ code: 10013, id: "302" }));
});

/** A list that counts which elements are read, and does not allow naming them all. */
function countedList(length: number) {
  const read = new Set<PropertyKey>();
  const list = new Proxy(new Array(length).fill(7), {
    get(target, key) {
      read.add(key);
      return Reflect.get(target, key);
    },
    ownKeys() {
      throw new Error("all keys were asked for");
    },
  });
  return { list, read };
}

test("of a long list, only the first elements are read, wherever it is passed", () => {
  const { list, read } = countedList(1_000_000);
  expect(readLiveError(list).value).toMatch(/^'Array' captured as exception with keys: 0, 1, 10, /);
  expect(readTags([["list", list]])).toEqual({ list: `${"7,".repeat(100)}…` });
  expect(snapshot({ list })).toEqual({ list: new Array(100).fill(7) });
  expect(read.size).toBeLessThan(130);
  const sparse: number[] = [];
  sparse[4_294_967_294] = 1;
  for (const long of [
    sparse,
    new Uint8Array(20_000_000),
    Buffer.alloc(2_000_000, "x"),
    Object("x".repeat(2_000_000)),
  ]) {
    expect(readLiveError(long).value).toMatch(/ captured as exception with keys: /);
    expect(typeof readTags([["long", long]]).long).toBe("string");
    expect(JSON.stringify(snapshot({ long })).length).toBeLessThan(10_000);
  }
});

test("the text of a short list is what String makes of it", () => {
  for (const list of [
    [],
    [1, "a", null, undefined, [2, [3, []]]],
    new Uint8Array([1, 2]),
    Buffer.from("text"),
    Object("text"),
  ])
    expect(toText(list)).toBe(String(list));
  expect(toText(Buffer.alloc(20_000_000, "x"))).toBe(`${"x".repeat(8192)}…`);
  const endless: unknown[] = [];
  endless.push(endless);
  expect(toText(endless)).toBe("[Array]");
});
