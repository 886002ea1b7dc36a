import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { createCanaries, survivorsIn, textOf } from "../../src/selftest/canaries.ts";
import type { Check } from "../../src/selftest/run.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("vextel selftest passes on a fresh machine, and touches nothing of it", async () => {
  const home = temporaryFolder();
  const checks = await runJson<Check[]>(["selftest"], { home });
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.length).toBeGreaterThanOrEqual(6);
  expect((await runVextel(["list", "--all"], { home })).stdout).toBe("");
});

const random = (values: Iterator<number>) => (below: number) => Math.floor((values.next().value ?? 0) * below);

test("each canary is taken out whatever it is made of, and is seen where its rule is switched off", () => {
  const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(numbers, (values) => {
      const canaries = createCanaries(random(values));
      const text = textOf(canaries);
      const scrubbed = (off: readonly string[]) =>
        Buffer.from(createScrubber({ off, nowMs: Date.now() }).text(text).text);
      expect(survivorsIn(scrubbed([]), canaries)).toEqual([]);
      expect(survivorsIn(Buffer.from(text), canaries)).toEqual([...new Set(canaries.map(({ rule }) => rule))]);
      for (const rule of ["ipv4", "email", "home-path", "snowflake", "invite"])
        expect(survivorsIn(scrubbed([rule]), canaries)).toContain(rule);
    }),
    { numRuns: 50 },
  );
});
