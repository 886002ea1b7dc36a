import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import wabt from "wabt";
import { type AnchorTables, addRules, compileAnchors } from "../../../src/scrub/find/anchors.ts";
import { BLOCK, createCandidates, findCandidates } from "../../../src/scrub/find/candidates.ts";
import { findGrams, GRAM, GramTable, STRIDE } from "../../../src/scrub/find/grams.ts";
import { Kernel } from "../../../src/scrub/find/kernel.ts";
import { compilePairs, surveyPairs } from "../../../src/scrub/find/pairs.ts";
import { WIDTHS } from "../../../src/scrub/fold/columns.ts";
import { markBytes, markPairs, NO_MARK } from "../../../src/scrub/fold/marks/mark.ts";
import { markAt } from "../../../src/scrub/fold/marks/marks.ts";
import { lineEndings, mayGoOn } from "../../../src/scrub/fold/wraps.ts";
import { type Selection, selectRules } from "../../../src/scrub/rules/index.ts";
import { programPath } from "../../support/program.ts";

const folder = resolve(import.meta.dirname, "../../../src/scrub/find");

test("the bytes of the kernel are those of kernel.wat", async () => {
  const { parseWat } = await wabt();
  const { buffer } = parseWat("kernel.wat", readFileSync(join(folder, "kernel.wat"), "utf8"), {}).toBinary({});
  const file = join(folder, "kernel-bytes.ts");
  const text = `/** kernel.wat as WebAssembly, in base64. */
export const kernelBytes =
  "${Buffer.from(buffer).toString("base64")}";
`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});

const tables = [
  compiled(selectRules({ literals: { home: "/home/ada", tokens: ["~!~!~!~!~!"] } })),
  compiled(selectRules({ on: ["uuid", "mac"], off: ["key-value"] })),
];

function compiled({ fixed, literal }: Selection): AnchorTables {
  return addRules(compileAnchors(fixed), literal, fixed.length);
}

/** Text that is full of anchors: their bytes and those next to them, and runs of digits. */
const pieces = [
  ..."=:.,@/\\%\"'-_&#u0469kKJWBQ \n\u00e9",
  "token=",
  "::",
  ", line 7",
  ", ab cd",
  '", permissions, x',
  ", abcdefghijklm n",
  ", abcdefghijklmn o",
  "133049272517001217",
  "sk-",
  "ghp_",
  "eyJ",
];
const dense = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 9 })), { maxLength: 400 })
  .map((parts) => Buffer.from(parts.join("")));
const any = fc.uint8Array({ maxLength: 400 });

test("the kernel finds what findCandidates finds, for any block", () => {
  const kernel = Kernel.open()!;
  const out = createCandidates();
  fc.assert(
    fc.property(fc.oneof(dense, any), fc.nat(), fc.nat(), fc.boolean(), (text, a, b, first) => {
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      if (from === to) return;
      const chosen = tables[first ? 0 : 1]!;
      const count = findCandidates(text, from, to, text.length, chosen, out);
      expect(kernel.find(text, from, to, text.length, chosen)).toBe(count);
      expect(kernel.candidates.slice(0, 2 * count)).toEqual(out.slice(0, 2 * count));
    }),
    { numRuns: 5_000 },
  );
});

test("the kernel finds the same in a text that stays in its memory after another one", () => {
  const kernel = Kernel.open()!;
  const other = Kernel.open()!;
  const pairs = compilePairs(markPairs, lineEndings, WIDTHS);
  const grams = new GramTable();
  fc.assert(
    fc.property(fc.oneof(dense, any), fc.nat(), fc.nat(), (text, a, b) => {
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      if (to - from < GRAM) return;
      const { length } = text;
      const placed = kernel.room(length)!;
      placed.set(text);
      grams.add(text, from, 1);
      const count = other.find(text, from, to, length, tables[0]!);
      expect(kernel.find(placed, from, to, length, tables[0]!)).toBe(count);
      expect(kernel.candidates.slice(0, 2 * count)).toEqual(other.candidates.slice(0, 2 * count));
      const words = 2 * other.survey(text, from, to, length, pairs);
      expect(2 * kernel.survey(placed, from, to, length, pairs)).toBe(words);
      expect(kernel.surveyed.slice(0, words)).toEqual(other.surveyed.slice(0, words));
      const places = other.grams(text, from, to - GRAM + 1, length, grams);
      expect(kernel.grams(placed, from, to - GRAM + 1, length, grams)).toBe(places);
      expect(kernel.places.slice(0, places)).toEqual(other.places.slice(0, places));
      expect(Buffer.from(placed)).toEqual(Buffer.from(text));
    }),
    { numRuns: 2_000 },
  );
  expect(kernel.room(1_000_000)).toBeUndefined();
});

const marked = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."\x1b\\%&[\n",
        "%4",
        "[3",
        "\n2026-01-31",
        "\n[2026",
        "x".repeat(79),
        "\r\n",
        "\u00ad",
        "\u200b",
        "\ufeff",
      ),
      fc.string({ maxLength: 9 }),
    ),
  )
  .map((parts) => Buffer.from(parts.join("")));

test("the kernel surveys what surveyPairs surveys, and nothing that is looked for is outside it", () => {
  const kernel = Kernel.open()!;
  const pairs = compilePairs(markPairs, lineEndings, WIDTHS);
  const out = new Int32Array(BLOCK / 8);
  fc.assert(
    fc.property(fc.oneof(marked, any), fc.nat(), (text, a) => {
      const from = a % (text.length + 1);
      if (from === text.length) return;
      const words = wordsByPlace(out, surveyPairs(text, from, text.length, text.length, pairs, out));
      const fast = wordsByPlace(kernel.surveyed, kernel.survey(text, from, text.length, text.length, pairs));
      for (let at = from; at < text.length; at++) {
        const bit = 0x10001 << ((at - from) & 15);
        const place = at - ((at - from) & 15);
        expect(fast(place) & bit).toBe(words(place) & bit);
        if (markBytes[text[at]!] === 1 && markAt(text, at, text.length) !== NO_MARK)
          expect(words(place) & bit & -0x10000).not.toBe(0);
        const start = at === 0 ? 0 : text.lastIndexOf(10, at - 1) + 1;
        if (text[at] === 10 && mayGoOn(text, start, at, text.length)) expect(words(place) & bit & 0xffff).not.toBe(0);
      }
    }),
    { numRuns: 5_000 },
  );
});

const viewOf = (words: Int32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

function wordsByPlace(surveyed: Int32Array, count: number): (place: number) => number {
  const pairs = Array.from({ length: count }, (_, i) => [surveyed[2 * i]!, surveyed[2 * i + 1]!] as const);
  const words = new Map(pairs);
  return (place) => words.get(place) ?? 0;
}

test("the kernel finds the grams that findGrams finds, and every gram that was added and not removed", () => {
  const kernel = Kernel.open()!;
  const out = new Int32Array(BLOCK);
  fc.assert(
    fc.property(fc.oneof(dense, any), fc.nat(), fc.array(fc.nat(), { maxLength: 20 }), (text, a, chosen) => {
      if (text.length < GRAM) return;
      const limit = text.length - GRAM + 1;
      const from = a % limit;
      const table = new GramTable();
      const gone = chosen.map((place) => (place * 7 + 1) % limit);
      for (const place of [...chosen, ...gone]) table.add(text, place % limit, 1);
      const all = table.bits.slice();
      for (const place of gone) table.remove(text, place, 1);
      const count = findGrams(text, from, limit, table, out);
      expect(kernel.grams(text, from, limit, text.length, table)).toBe(count);
      expect(kernel.places.slice(0, count)).toEqual(out.slice(0, count));
      for (const place of chosen.map((at) => at % limit))
        if (place >= from && (place - from) % STRIDE === 0) expect(out.slice(0, count)).toContain(place);
      for (const place of gone) table.add(text, place, 1);
      expect(Buffer.compare(viewOf(table.bits), viewOf(all))).toBe(0);
      for (const place of [...chosen, ...gone]) table.remove(text, place % limit, 1);
      expect(kernel.grams(text, from, limit, text.length, table)).toBe(0);
      table.add(text, from, 1);
      table.clear();
      expect(kernel.grams(text, from, limit, text.length, table)).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test("a block may consist of candidates only", () => {
  const kernel = Kernel.open()!;
  const out = createCandidates();
  const text = Buffer.from("0.".repeat(BLOCK) + "f".repeat(BLOCK));
  for (let from = 0; from < text.length; from += BLOCK) {
    const count = findCandidates(text, from, from + BLOCK, text.length, tables[0]!, out);
    expect(kernel.find(text, from, from + BLOCK, text.length, tables[0]!)).toBe(count);
    expect(kernel.candidates.slice(0, 2 * count)).toEqual(out.slice(0, 2 * count));
  }
});

test("the program gives the same output without WebAssembly", () => {
  const input = "member 133049272517001217 from 192.0.2.17 said token=0nce-upon-a-time, discord.gg/once\n".repeat(
    1_000,
  );
  const scrub = (...flags: string[]) => spawnSync(process.execPath, [...flags, programPath(), "scrub"], { input });
  const [kernel, plain] = [scrub(), scrub("--jitless")];
  expect(plain.status).toBe(0);
  expect(plain.stdout.toString()).toBe(kernel.stdout.toString());
  expect(plain.stdout.toString()).not.toContain("192.0.2.17");
});
