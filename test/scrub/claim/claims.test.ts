import fc from "fast-check";
import { expect, test } from "vitest";
import { type Claim, resolveClaims } from "../../../src/scrub/claim/claims.ts";
import { isQuiet } from "../../../src/scrub/claim/quiet.ts";
import type { Rule } from "../../../src/scrub/rule.ts";
import { snowflake } from "../../../src/scrub/rules/discord/snowflake.ts";
import { homePath } from "../../../src/scrub/rules/paths/home-path.ts";
import { Window } from "../../../src/scrub/window.ts";

const rule = (priority: number): Rule => ({
  name: `p${priority}`,
  recognises: "",
  becomes: `P${priority}`,
  example: "",
  priority,
  on: true,
  anchors: () => [],
  match: () => undefined,
});
const claim = (start: number, length: number, priority: number): Claim => ({
  start,
  end: start + length,
  rule: rule(priority),
  becomes: `P${priority}`,
  open: undefined,
  isFolded: false,
  isQuiet: false,
});
const anyClaims = fc.array(
  fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 12 }), fc.constantFrom(20, 40, 58, 80, 90))
    .map((parts) => claim(...parts)),
  { maxLength: 12 },
);

test("exactly the bytes that some rule claims are removed", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const covered = (all: readonly Claim[]) =>
        Array.from({ length: 80 }, (_, at) => all.some(({ start, end }) => start <= at && at < end));
      expect(covered(resolveClaims([...claims]))).toEqual(covered(claims));
    }),
    { numRuns: 10_000 },
  );
});

test("settled claims are disjoint, in order, and do not depend on the order of rules", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const settled = resolveClaims([...claims]);
      for (let i = 1; i < settled.length; i++) expect(settled[i]!.start).toBeGreaterThanOrEqual(settled[i - 1]!.end);
      const reversed = resolveClaims([...claims].reverse());
      expect(reversed.map(({ start, end, becomes }) => [start, end, becomes])).toEqual(
        settled.map(({ start, end, becomes }) => [start, end, becomes]),
      );
    }),
    { numRuns: 10_000 },
  );
});

test("the highest priority gives the union its placeholder", () => {
  expect(
    resolveClaims([claim(0, 10, 40), claim(8, 10, 90), claim(30, 5, 20)]).map(({ start, end, becomes }) => [
      start,
      end,
      becomes,
    ]),
  ).toEqual([
    [0, 18, "P90"],
    [30, 35, "P20"],
  ]);
});

test("what a rule calls quiet itself is quiet", () => {
  const id = snowflake({ ids: "shortened", idKey: new Uint8Array(), nowMs: () => 0 });
  const around = fc.constantFrom("", "<@", "<@&", "<#", "<:n:", ">", " ", "=", "/", "\n", "'", "0", "7", "x", ".", "(");
  const secret = fc.constantFrom<[Rule, string, number]>(
    [id, "133049272517001217", 3],
    [homePath, "/home/ada/x", 0],
    [homePath, " /home/ada/", 1],
  );
  let quiet = 0;
  fc.assert(
    fc.property(around, around, secret, around, around, (one, two, [rule, said, at], three, four) => {
      const window = new Window();
      const text = Buffer.from(`${one}${two}${said}${three}${four}`);
      window.read(text);
      window.to = text.length;
      const span = rule.match(window, one.length + two.length + at);
      if (span?.isQuiet !== true) return;
      quiet++;
      const { start, end, becomes = rule.becomes } = span;
      expect(isQuiet(text, { ...claim(start, end - start, 0), rule, becomes }, text.length)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  expect(quiet).toBeGreaterThan(100);
});
