import fc from "fast-check";
import { expect, test } from "vitest";
import { compileEngine } from "../../../src/scrub/engine.ts";
import { type AnchorTables, addRules, compileAnchors, WORD } from "../../../src/scrub/find/anchors.ts";
import { createCandidates, findCandidates } from "../../../src/scrub/find/candidates.ts";
import { anchorsOfRule } from "../../../src/scrub/find/groups.ts";
import type { Anchor } from "../../../src/scrub/rule.ts";
import { selectRules } from "../../../src/scrub/rules/index.ts";
import { createStream } from "../../../src/scrub/stream.ts";
import { typicalLines } from "../../bench/typical-log.ts";

/** Texts of six bytes, perhaps with more, whose fifth byte is the anchor. */
function written({ at, before, beforeThat, thirdBefore, fourthBefore, after, again }: Anchor): fc.Arbitrary<Buffer> {
  const byte = (bytes: string | undefined) =>
    bytes === undefined ? fc.nat(255) : fc.constantFrom(...Buffer.from(bytes, "latin1"));
  return fc
    .tuple(byte(fourthBefore), byte(thirdBefore), byte(beforeThat), byte(before), byte(at), byte(after))
    .map((bytes) => Buffer.from(again ? [...bytes, bytes[4], bytes[5], bytes[4]] : bytes));
}

const out = createCandidates();

/** The rules that are candidates at the fifth byte. */
function rulesAt(text: Buffer, tables: AnchorTables): number[] {
  const count = findCandidates(text, 0, text.length, text.length, tables, out);
  for (let i = 0; i < 2 * count; i += 2)
    if (out[i] === 4)
      return Array.from({ length: WORD - 1 }, (_, bit) => bit)
        .filter((bit) => (out[i + 1]! & (1 << bit)) !== 0)
        .map((bit) => tables.ruleOf[tables.kind[text[4]!]! * WORD + bit]!);
  return [];
}

test.each([
  ["usual", selectRules({})],
  ["other", selectRules({ on: ["uuid", "mac", "phone", "coordinates"], literals: { tokens: ["~!~!~!~!~!"] } })],
] as const)("the %s rules are asked at each of their anchors", (_, { fixed, literal }) => {
  const tables = addRules(compileAnchors(fixed), literal, fixed.length);
  const all = [...fixed, ...literal].flatMap((rule, index) =>
    anchorsOfRule(rule).map((anchor) => written(anchor).map((text) => ({ text, index }))),
  );
  fc.assert(
    fc.property(fc.oneof(...all), ({ text, index }) => {
      expect(rulesAt(text, tables)).toContain(index);
    }),
    { numRuns: 5_000 },
  );
});

/** How often rules are called for a text. */
function callsFor(lines: Iterable<string>): { calls: number; bytes: number } {
  const engine = compileEngine(selectRules({}));
  let calls = 0;
  const rules = engine.rules.map((rule) => ({
    ...rule,
    match: (...where: Parameters<typeof rule.match>) => {
      calls++;
      return rule.match(...where);
    },
  }));
  const stream = createStream({ ...engine, rules }, undefined, true);
  let bytes = 0;
  for (const line of lines) {
    bytes += stream.push(Buffer.from(`${line}\n`)).length;
    if (bytes >= 300_000) break;
  }
  stream.end();
  return { calls, bytes };
}

test("rules are rarely called in an ordinary log, so that scrubbing it is cheap", () => {
  const { calls, bytes } = callsFor(typicalLines(1));
  expect(calls).toBeGreaterThan(bytes / 1_000);
  expect(calls).toBeLessThan((3 * bytes) / 1_000); // one word before a colon in each line would be too much
});

test.each([
  ["names of loggers", "[INFO] discord.ext.commands.bot: Loaded plugins.errors.handlers", 0],
  ["names of modules", "[DEBUG] red.core.cog_manager: Loading tasks.queues", 1],
  [
    "words with the last letters of names",
    'Finished interaction "ping" of an exception: action: section: PID: 12301',
    4,
  ],
  ["names of types", "Missing symbol std::vector<char>::push_back in std::string", 3],
  ["the lines of a process manager", "0|bot  | [INFO] Ready to serve, latency 41ms", 4],
])("rules are rarely called for %s: %j", (_, line, most) => {
  expect(callsFor(Array.from({ length: 100 }, () => line)).calls).toBeLessThanOrEqual(100 * most);
});
