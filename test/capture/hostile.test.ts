import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileLog } from "./hostile.ts";
import { sealHostile } from "./seal-hostile.ts";

test("each error of any log is captured and sealed", { timeout: 120_000 }, () => {
  let errors = 0;
  const seal = fc.property(hostileLog, (log) => {
    errors += sealHostile(log);
  });
  fc.assert(seal, { numRuns: Number(process.env.VEXTEL_HOSTILE_LOGS ?? 1_000) });
  expect(errors).toBeGreaterThan(300);
});
