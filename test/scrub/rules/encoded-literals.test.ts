import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const secret = "0nce-Upon/A_time+There";
const scrubber = createScrubber({ literals: { secrets: [secret] } });

test.each([
  ["hex", Buffer.from(secret).toString("hex")],
  ["a dump of a Buffer", inspect(Buffer.from(secret))],
  ["numbers", JSON.stringify([...Buffer.from(secret)])],
  ["capitals", secret.toUpperCase()],
  ...[0, 1, 2].map((n) => [`base64 behind ${n} bytes`, Buffer.from(`${":".repeat(n)}${secret}`).toString("base64")]),
])("a known secret is removed in %s as well", (_, text) => {
  expect(scrubber.text(`got ${text} there`).text).toContain("API-SECRET");
});

test("in base64, each character that carries a bit of a known secret is removed, and no other", () => {
  const letters = fc.constantFrom(..."abcdefghijkmnopqrstuvwxyz");
  fc.assert(
    fc.property(
      fc.string({ unit: letters, minLength: 8, maxLength: 30 }),
      fc.nat(7),
      fc.nat(7),
      (word, before, after) => {
        const base64 = Buffer.from(`${":".repeat(before)}${word}${"!".repeat(after)}`).toString("base64");
        const [first, last] = [Math.floor((8 * before) / 6), Math.floor((8 * (before + word.length) - 1) / 6)];
        const { text } = createScrubber({ literals: { secrets: [word] } }).text(`got "${base64}" there`);
        expect(text).toBe(`got "${base64.slice(0, first)}API-SECRET${base64.slice(last + 1)}" there`);
      },
    ),
  );
});
