import fc from "fast-check";
import { expect, test } from "vitest";
import { Arrivals } from "../../src/cli/pipeline/arrivals.ts";

test("each byte has the time of its piece, even after older pieces are forgotten", () => {
  const piece = fc.record({ bytes: fc.integer({ min: 1, max: 5 }), afterMs: fc.integer({ min: 0, max: 3 }) });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1 }), fc.nat(), (pieces, at) => {
      const arrivals = new Arrivals();
      const moments: number[] = [];
      let needed = 0;
      for (const { bytes, afterMs } of pieces) {
        needed = Math.min(at, moments.length);
        arrivals.add(bytes, afterMs, () => needed);
        moments.push(...Array.from({ length: bytes }, () => afterMs));
      }
      for (let offset = needed; offset < moments.length; offset++)
        expect(arrivals.afterMs(offset)).toBe(moments[offset]);
    }),
  );
});
