import { expect, test } from "vitest";
import { type Claim, claimOf } from "../../../src/scrub/claim/claims.ts";
import { PackedClaims } from "../../../src/scrub/claim/packed.ts";
import { usualRules } from "../../../src/scrub/rules/index.ts";
import { createScrubber } from "../../../src/scrub/scrub.ts";

test("claims are the same after they were packed", () => {
  const claims: Claim[] = Array.from({ length: 60 }, (_, i) => {
    const becomes = i % 7 === 0 ? `SHORTENED-ID-${i % 3}` : undefined;
    return claimOf(usualRules[i % 3]!, { start: 9 * i, end: 9 * i + 4, becomes, isQuiet: i % 5 === 0 }, 0);
  });
  for (const some of [claims, claims.slice(0, 5), []]) expect(new PackedClaims(some).unpack()).toEqual(some);
});

test("a value keeps equal findings of a text as one object", () => {
  const { value, findings } = createScrubber().value({ message: "from 198.51.100.7 to é\n".repeat(300) });
  expect(value).toEqual({ message: "from IP_V4 to é\n".repeat(300) });
  expect(findings).toHaveLength(300);
  expect(new Set(findings).size).toBe(1);
});

test("what a text with many findings becomes is the same, in whatever characters", () => {
  const scrubber = createScrubber();
  for (const [around, count] of ["é", "\ud800", "x ", "𝔵"].flatMap((one) =>
    [3, 30, 9_000].map((n) => [one, n] as const),
  )) {
    const text = `${around} 198.51.100.7 `.repeat(count);
    expect(scrubber.text(text).text).toBe(`${around} IP_V4 `.repeat(count));
  }
});
