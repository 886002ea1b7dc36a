import fc from "fast-check";
import { expect, test } from "vitest";
import { isPathWithin } from "../../src/publisher/attribute.ts";
import type { Manifest } from "../../src/publisher/manifest.ts";
import { findOverlaps, mostOverlaps } from "../../src/publisher/overlaps.ts";

const manifest = (publisher: string, paths: readonly string[], loggers: readonly string[]): Manifest => ({
  publisher,
  title: "",
  plugins: [{ name: "ponds", version: "1", dsn: "", paths, loggers, kinds: [] } as unknown as Manifest["plugins"][0]],
});

test("claims overlap if any part of a path is the same, or the beginning of a logger", () => {
  const claims = (separator: string) =>
    fc.uniqueArray(
      fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(separator)),
      { maxLength: 4 },
    );
  const startsWith = (a: string, b: string) => `${a}.`.startsWith(`${b}.`);
  fc.assert(
    fc.property(claims("/"), claims("/"), claims("."), claims("."), (ownPaths, paths, ownLoggers, loggers) => {
      const pairs = (own: string[], all: string[], meet: (a: string, b: string) => boolean) =>
        own.flatMap((claim) =>
          all.filter((one) => meet(claim, one) || meet(one, claim)).map((one) => `${claim} ${one}`),
        );
      const expected = [...pairs(ownPaths, paths, isPathWithin), ...pairs(ownLoggers, loggers, startsWith)];
      const found = findOverlaps(manifest("north", ownPaths, ownLoggers), [manifest("south", paths, loggers)]);
      const texts = found.map(({ claim, other }) => `${claim} ${/^south\/ponds \((.*)\)$/.exec(other)![1]}`);
      const distinct = [...new Set(texts)].sort();
      if (found.length < mostOverlaps) expect(distinct).toEqual(expected.sort());
      else for (const text of distinct) expect(expected).toContain(text);
    }),
  );
});

test("the work for two manifests at their limits grows with their sum, not their product", () => {
  const paths = (name: string) => Array.from({ length: 20_000 }, (_, at) => `cogs/${name}${at}/src`);
  expect(findOverlaps(manifest("north", paths("owl"), []), [manifest("south", paths("elk"), [])])).toEqual([]);
  const same = paths("owl");
  expect(findOverlaps(manifest("north", same, []), [manifest("south", same, [])])).toHaveLength(mostOverlaps);
});
