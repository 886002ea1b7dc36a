import fc from "fast-check";
import { expect, test } from "vitest";
import { type GroupException, groupIdentity } from "../../src/group/fingerprint.ts";
import { foldMessage } from "../../src/group/fold-message.ts";
import {
  countOf,
  describeTally,
  mergeTallies,
  parseTally,
  renderTally,
  secondOf,
  spanOf,
  subtractTally,
  type Tally,
  undated,
} from "../../src/group/tally.ts";

const equal: Readonly<Record<string, readonly [string, string]>> = {
  "a number": ["no heron 7 in 12 ponds", "no heron 8123 in 3 ponds"],
  "an id": ["member SHORTENED-ID-0193 left", "member SHORTENED-ID-7741 left"],
  "a UUID": ["job 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "job 0aa1f0c4-11fd-4c2d-8b5d-0b8dfbbd4b00"],
  "an address of an object": ["<Pond object at 0x7f00deadbeef>", "<Pond object at 0x7f5512ab0c10>"],
  "a digest": ["commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "commit 83baae61804e65cc73a7201a7252750c76066a30"],
};
for (const [name, [one, other]] of Object.entries(equal))
  test(`messages that differ in ${name} are equal`, () => expect(foldMessage(one)).toBe(foldMessage(other)));

const different: Readonly<Record<string, readonly [string, string]>> = {
  "the number of an error": ["[Errno 111] Connect call failed", "[Errno 113] Connect call failed"],
  "an HTTP status": ["answered with status 404", "answered with status 502"],
  "Discord's code": ["{ code: 10013, message: 'x' }", "{ code: 50013, message: 'x' }"],
  "a quoted code": ['{"code":10013}', '{"code":50013}'],
  "a word": ["no heron", "no stork"],
  "differences far from the start": [`${"long ".repeat(100)}one`, `${"long ".repeat(100)}two`],
};
for (const [name, [one, other]] of Object.entries(different))
  test(`messages that differ in ${name} are not equal`, () => expect(foldMessage(one)).not.toBe(foldMessage(other)));

test("folding any message takes time linear in its length", () => {
  for (const part of ["code", "code ", "a1", "abcdef", "0x", "00000000-0000-", "errno[", "f".repeat(9)])
    expect(foldMessage(part.repeat(50_000 / part.length)).length).toBeGreaterThan(0);
}, 5_000);

const frame = (name: string, more = {}) => ({
  filename: `/srv/${name}.py`,
  function: name,
  lineno: 3,
  in_app: true,
  ...more,
});
const raised = (more: Partial<GroupException> = {}): GroupException => ({
  type: "ValueError",
  value: "no heron 3",
  stacktrace: { frames: [frame("look"), frame("find")] },
  ...more,
});
const identity = (...values: GroupException[]) => JSON.stringify(groupIdentity(values));

test("equal errors may differ in numbers, folders, calls of libraries and the depth of a recursion", () => {
  const library = (name: string) => frame(name, { in_app: false });
  const same = [
    raised({ value: "no heron 4" }),
    raised({ stacktrace: { frames: [library("loop"), frame("look"), frame("find")] } }),
    raised({ stacktrace: { frames: [frame("look"), frame("look"), frame("look"), frame("find"), library("get")] } }),
    raised({
      stacktrace: { frames: ["look", "find"].map((name) => frame(name, { filename: `C:\\bots\\${name}.py` })) },
    }),
  ];
  for (const other of same) expect(identity(other)).toBe(identity(raised()));
});

test("errors are different with another type, line, cause or member, and, if only libraries were called, with other calls", () => {
  const cause = (type: string, source = "__cause__") => raised({ type, mechanism: { source, parent_id: 0 } });
  const inLibrary = (name: string) => raised({ stacktrace: { frames: [frame(name, { in_app: false })] } });
  const all = [
    [raised()],
    [raised({ type: "KeyError" })],
    [raised({ module: "herons.errors" })],
    [raised({ stacktrace: { frames: [frame("look"), frame("find", { lineno: 4 })] } })],
    [raised({ stacktrace: { frames: [frame("look")] } })],
    [cause("RangeError"), raised()],
    [cause("SyntaxError"), raised()],
    [cause("RangeError", "__context__"), raised()],
    [cause("RangeError", "errors[0]"), raised()],
    [cause("RangeError", "errors[0]"), cause("RangeError", "errors[1]"), raised()],
    [inLibrary("get")],
    [inLibrary("put")],
  ];
  expect(new Set(all.map((values) => identity(...values))).size).toBe(all.length);
});

const tally: fc.Arbitrary<Tally> = fc
  .array(fc.tuple(fc.oneof(fc.constant(undated), fc.integer({ min: 0, max: 20 })), fc.integer({ min: 1, max: 9 })))
  .map((pairs) => new Map(pairs));
const sorted = (of: Tally) => [...of].sort(([a], [b]) => a - b);

test("tallies are merged in any order without counting anything twice", () => {
  fc.assert(
    fc.property(tally, tally, tally, (a, b, c) => {
      expect(sorted(mergeTallies(a, b))).toEqual(sorted(mergeTallies(b, a)));
      expect(sorted(mergeTallies(a, mergeTallies(b, c)))).toEqual(sorted(mergeTallies(mergeTallies(a, b), c)));
      expect(sorted(mergeTallies(a, a))).toEqual(sorted(a));
      expect(countOf(mergeTallies(a, b))).toBe(countOf(b) + countOf(subtractTally(a, b)));
      expect(sorted(parseTally(renderTally(a)))).toEqual(sorted(a));
    }),
  );
});

test("a tally gives the count, and the times of the first and the last error if they are known", () => {
  const at = Date.UTC(2026, 2, 4, 5, 6, 7, 890);
  const both: Tally = new Map([
    [secondOf(at + 60_000), 2],
    [secondOf(at), 1],
  ]);
  expect(describeTally(both)).toEqual({
    ...{ type: "default", count: 3 },
    ...{ first: "2026-03-04T05:06:07.000Z", last: "2026-03-04T05:07:07.000Z" },
  });
  expect(spanOf(new Map([[secondOf(undefined), 4]]))).toBeUndefined();
  expect(parseTally([1, 2, "x", 3]).size + parseTally("no").size + parseTally([1]).size).toBe(0);
});
