import fc from "fast-check";
import { expect, test } from "vitest";
import { ReadLine } from "../../../src/scrub/text/json-line.ts";

const MOST = 64;
const lines = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", ":", '\\"'), maxLength: 200 });

function readPlainly(text: string, at: number): string {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  if (at > 0 && at - start >= MOST) return "too far away";
  let isInside = false;
  for (let i = start; i < at; i++) {
    if (text[i] === '"') isInside = !isInside;
    else if (text[i] === "\\" && isInside) i++;
  }
  return `${start} ${isInside}`;
}

test("a line is read as JSON from its beginning, in whatever order its places are asked about", () => {
  fc.assert(
    fc.property(lines, fc.array(fc.nat(200), { maxLength: 30 }), (text, places) => {
      const bytes = Buffer.from(text, "latin1");
      const line = new ReadLine();
      for (const place of places) {
        const at = Math.min(place, text.length);
        line.open(bytes, at, MOST, true);
        const isKnown = line.start >= 0 && at - line.start < MOST;
        expect(isKnown ? `${line.start} ${line.isInside(bytes, at)}` : "too far away").toBe(readPlainly(text, at));
      }
    }),
    { numRuns: 2_000 },
  );
});
