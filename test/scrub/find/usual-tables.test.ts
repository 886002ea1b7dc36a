import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { compileAnchors } from "../../../src/scrub/find/anchors.ts";
import { packTables, unpackTables } from "../../../src/scrub/find/packed-tables.ts";
import { usualTables } from "../../../src/scrub/find/usual-tables.ts";
import type { Anchor } from "../../../src/scrub/rule.ts";
import { selectRules, usualRules } from "../../../src/scrub/rules/index.ts";
import { coverAll, searchBuckets } from "./bucket-search.ts";

const anchors = usualRules.flatMap(({ anchors }): readonly Anchor[] => (anchors === "runs" ? [] : anchors()));

test("the tables of the usual rules are up to date (if not: UPDATE_GOLDEN=1)", () => {
  const file = resolve(import.meta.dirname, "../../../src/scrub/find/usual-tables.ts");
  const isGolden = process.env.UPDATE_GOLDEN === "1";
  const buckets = () => (isGolden ? searchBuckets(anchors) : unpackTables(usualTables).buckets());
  const packed = packTables({ ...compileAnchors(usualRules), buckets });
  const fields = Object.entries(packed).map(
    ([name, value]) => `  // biome-ignore format: data\n  ${name}: ${JSON.stringify(value)},\n`,
  );
  const text = `import type { PackedTables } from "./packed-tables.ts";

/** The tables of \`usualRules\`. Compiling them would take most of the time in which a short text is scrubbed. */
export const usualTables: PackedTables = {
${fields.join("")}};
`;
  if (isGolden) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
}, 300_000);

test("every anchor of the usual rules passes their buckets", () => {
  expect(coverAll(unpackTables(usualTables).buckets(), anchors)).toBe(true);
});

test("packed tables are the same after unpacking", () => {
  for (const { fixed } of [selectRules({}), selectRules({ on: ["uuid", "mac"], off: ["key-value"] })]) {
    const { buckets, ...tables } = compileAnchors(fixed);
    const { buckets: unpackedBuckets, ...unpacked } = unpackTables(packTables({ ...tables, buckets }));
    expect(unpacked).toEqual(tables);
    expect(unpackedBuckets()).toEqual(buckets());
  }
});

test("only the rules that are on by default are compiled in advance", () => {
  expect(selectRules({ literals: { home: "/home/ada" } }).fixed).toBe(usualRules);
  expect(selectRules({ on: ["uuid"] }).fixed).not.toBe(usualRules);
  expect(selectRules({ off: ["email"] }).fixed).not.toBe(usualRules);
});
