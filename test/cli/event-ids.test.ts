import fc from "fast-check";
import { expect, test } from "vitest";
import { asId, resolveEventId } from "../../src/cli/arguments/event-ids.ts";
import { VextelError } from "../../src/errors.ts";

const hex = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: min, maxLength: max });
const ids = fc.uniqueArray(hex(32, 32), { minLength: 1, maxLength: 20 });

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof VextelError) return error;
    throw error;
  }
  throw new Error("did not throw");
};

test("any unique prefix of at least 4 characters names an event, in any spelling", () => {
  fc.assert(
    fc.property(ids, fc.nat(), fc.integer({ min: 4, max: 32 }), (ids, index, length) => {
      const id = ids[index % ids.length]!;
      const word = id.slice(0, length);
      if (ids.filter((other) => other.startsWith(word)).length > 1) return;
      expect(resolveEventId(ids, word)).toBe(id);
      expect(resolveEventId(ids, word.toUpperCase())).toBe(id);
      expect(resolveEventId(ids, `${word.slice(0, 2)}-${word.slice(2)}`)).toBe(id);
      expect(resolveEventId(ids, ` ${word}…\n`)).toBe(id);
    }),
  );
});

test("an ambiguous prefix is refused, and the matching events are listed", () => {
  const twins = [`abcd1${"0".repeat(27)}`, `abcd2${"0".repeat(27)}`];
  const error = codeOf(() => resolveEventId(twins, "abcd"));
  expect(error.code).toBe("USAGE");
  expect(error.hint).toContain("abcd10000000, abcd20000000");
  const alike = [`${"abcd".repeat(4)}1`.padEnd(32, "0"), `${"abcd".repeat(4)}2`.padEnd(32, "0")];
  const { hint } = codeOf(() => resolveEventId(alike, "abcd"));
  expect(hint).toContain(`${"abcd".repeat(4)}1000, ${"abcd".repeat(4)}2000`);
});

test("for an unknown id, the nearest ids are shown", () => {
  const all = ["1234", "5678", "9abc"].map((start) => start.padEnd(32, "0"));
  const error = codeOf(() => resolveEventId(all, "9abd"));
  expect(error.code).toBe("NOT_FOUND");
  expect(error.message).toContain("9abd");
  expect(error.hint).toMatch(/The most similar: 9abc00000000/);
  expect(error.hint).not.toContain("5678");
  expect(codeOf(() => resolveEventId(all, "zzzz")).hint).toBe("See all: vextel list --all");
  expect(codeOf(() => resolveEventId(all, "")).hint).toBe("See all: vextel list --all");
  expect(codeOf(() => resolveEventId(all, "a,b")).message).toContain("no event's id");
  expect(codeOf(() => resolveEventId([], "9abd")).hint).toBe("The outbox is empty.");
});

test("any word selects exactly one event, or is refused without being printed", () => {
  fc.assert(
    fc.property(ids, fc.oneof(hex(0, 40), fc.string({ unit: "binary" })), (ids, word) => {
      try {
        const id = resolveEventId(ids, word);
        expect(ids.filter((one) => one.startsWith(asId(word)))).toEqual([id]);
      } catch (error) {
        if (!(error instanceof VextelError)) throw error;
        expect(["NOT_FOUND", "USAGE"]).toContain(error.code);
        expect(error.message).toMatch(/^[\x20-\x7e]*$/);
      }
    }),
  );
});
