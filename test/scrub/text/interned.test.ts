import fc from "fast-check";
import { expect, test } from "vitest";
import { latin1 } from "../../../src/scrub/text/bytes.ts";
import { interned } from "../../../src/scrub/text/interned.ts";

/** Few different bytes, so that many texts share a length and their ends. */
const text = fc.array(fc.constantFrom(0x61, 0x62, 0xe9, 0x00), { minLength: 1, maxLength: 80 });

test("interned() makes the same text as latin1(), whatever it remembers", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), (all) => {
      for (const bytes of [...all, ...all].map((one) => Buffer.from(one)))
        expect(interned(bytes, 0, bytes.length)).toBe(latin1(bytes, 0, bytes.length));
    }),
  );
});

test("interned() distinguishes texts that differ only where it does not look first", () => {
  const [one, other] = [Buffer.from("xaaaaaaaaaax"), Buffer.from("xaaaabaaaaax")];
  expect(interned(one, 0, 12)).toBe("xaaaaaaaaaax");
  expect(interned(other, 0, 12)).toBe("xaaaabaaaaax");
  expect(interned(one, 5, 5)).toBe("");
});
