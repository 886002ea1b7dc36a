import fc from "fast-check";
import { expect, test } from "vitest";
import { findPlaces } from "../../src/publisher/check/places.ts";

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The paths of all values inside a value. */
const pathsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
    : [path];

const offsetOf = (text: string, { line, column }: { line: number; column: number }) =>
  text
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, one) => sum + one.length + 1, column - 1);

test("every value of a JSON text has a place: that of its key, or its own", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const places = findPlaces(text);
      if ("brokenAt" in places) throw new Error("it is JSON");
      const whole = JSON.parse(text);
      for (const path of pathsIn(whole)) {
        const holder = path.slice(0, -1).reduce((inner, key) => inner[key], whole);
        const key = path.at(-1);
        const isMember = key !== undefined && !Array.isArray(holder);
        const found = text.slice(offsetOf(text, places.placeOf(path)));
        const wanted = JSON.stringify(isMember ? key : key === undefined ? whole : holder[key], null, indent);
        expect(found.startsWith(isMember ? wanted : wanted.slice(0, 1))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("a text is reported as invalid if and only if it is not JSON", () => {
  const damaged = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom("", "{", "}", "[", "]", ",", ":", '"', "\\", " ", "\n", "1", "-", "//", "\u0000", "e"),
    )
    .map(([text, at, piece]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + piece + text.slice(cut + (at % 2));
    });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.string()), (text) => {
      expect({ text, isBroken: "brokenAt" in findPlaces(text) }).toEqual({ text, isBroken: !isJson(text) });
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['{\n  "a": 1,\n}', 3, 1],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ["{\n  // no comments\n}", 2, 3],
  ["", 1, 1],
  ['{"a": "x\ny"}', 1, 7],
])("the place where %j is not JSON is reported", (text, line, column) => {
  expect(findPlaces(text)).toEqual({ brokenAt: { line, column } });
});

test("a text with extreme nesting is reported as invalid and does no harm", () => {
  expect(findPlaces("[".repeat(100_000))).toHaveProperty("brokenAt");
});
