import fc from "fast-check";
import { expect, test } from "vitest";
import { rules } from "../../../src/scrub/rules/index.ts";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { tempting } from "../inputs/planting.ts";

const usual = createScrubber();
const all = createScrubber({ on: rules.filter(({ on }) => !on).map(({ name }) => name) });

const hits = [
  ["+49 731 5550123", "PHONE-NUMBER"],
  ["tel: 0731/555-0123, (555) 010-4477 or 555-010-4477", "tel: PHONE-NUMBER, PHONE-NUMBER or PHONE-NUMBER"],
  ["call +1 (555) 010-4477 or 0049 731 5550123.", "call PHONE-NUMBER or PHONE-NUMBER."],
  ["at 48.401082, 9.987608 now", "at COORDINATES now"],
  ["/map?lat=48.401082&lon=-9.987608", "/map?lat=COORDINATES"],
  ['{"lat":48.401082,"lng":9.987608,"at":[48.401082,9.987608]}', '{"lat":"COORDINATES","at":["COORDINATES"]}'],
  ["02:42:ac:11:00:02", "MAC-ADDRESS"],
  ["8c7f4d1e-5a51-4f0e-9f10-1f6a2b3c4d5e", "UUID-VALUE"],
] as const;

test.each(hits)("off by default: %s", (text, expected) => {
  expect(usual.text(text).text).toBe(text);
  expect(all.text(text).text).toBe(expected);
  expect(all.text(expected).text).toBe(expected);
});

test.each([
  "2026-11-26 18:00:00.123 10:11:12,123 version 1.2.3-4 0.30000000000000004",
  "took 123.4567 5.1234 s, +100 points, 1234-5678-1234, [0.12345, 200.12345]",
  "127.0.0.1:8080 job 123-456-7890x 2025-01 555-0123 0000-00-00 0123 [Errno 111] 0x00000000",
])("other numbers stay, even with all rules on: %s", (text) => {
  expect(all.text(text).text).toBe(text);
});

test("with all rules on, scrubbing scrubbed text changes nothing, and JSON stays JSON", () => {
  const number = fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.integer());
  const value = fc.array(fc.oneof(tempting, number, fc.constantFrom(...hits.map(([text]) => text))));
  fc.assert(
    fc.property(value, (parts) => {
      const once = all.text(JSON.stringify(parts)).text;
      expect(() => JSON.parse(once)).not.toThrow();
      expect(all.text(once).text).toBe(once);
    }),
    { numRuns: 2_000, seed: Number(process.env.VEXTEL_SEED ?? 20_261_126) },
  );
});
