import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { differenceIn } from "../inputs/json-texts.ts";
import { forms, HERE, lookAlikes } from "../inputs/known-forms.ts";
import { scrubInPieces } from "../inputs/pieces.ts";

const scrubber = createScrubber();

const secret = fc.constantFrom(
  ...["tavernlavalink", "q7Lm2Xz9Rt4Kp0Vd8Ns3", "dXNlcjpwYXNzd29yZDE=", "a\\b7Qx9z", 'q7L"m2Xz', "1234567890123456"],
);
const form = fc.tuple(fc.constantFrom(...forms, ...lookAlikes), secret).map(([one, is]) => one.replaceAll(HERE, is));
const joint = fc.constantFrom(...["", " ", "\n", ", ", "\\", '"', "'", "\t", ": ", "=", "\u001b[31m", "%22", "{", "["]);
const cut = form.chain((one) => fc.nat(one.length).map((at) => [one.slice(0, at), one.slice(at)] as const));
const part = fc.oneof(
  { weight: 3, arbitrary: form },
  { weight: 2, arbitrary: joint },
  { weight: 2, arbitrary: fc.tuple(cut, fc.nat(1)).map(([halves, which]) => halves[which]!) },
);

/** Forms next to each other and parts of them, in strings up to two deep. */
const string = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 0, 1, 2))
  .map(([parts, depth]) => {
    let all = parts.join("");
    for (let i = 0; i < depth; i++) all = JSON.stringify({ m: all, n: i });
    return all;
  });
const value = fc.oneof(
  { weight: 5, arbitrary: string },
  { weight: 1, arbitrary: fc.constantFrom(1, -1500, true, null, [], 4111111111111111) },
);
const key = fc.constantFrom("m", "token", "password", "id", "cookies", "value", "name", "secrets", "headers", "argv");
const members = fc.dictionary(key, value, { minKeys: 1, maxKeys: 3 });
const list = fc.array(fc.oneof(value, members), { maxLength: 3 });
const document = fc.oneof(members, list, fc.dictionary(key, fc.oneof(members, list), { minKeys: 1, maxKeys: 1 }));

test("JSON with known forms in its strings keeps its structure, and one scrubbing is enough, in pieces as well", () => {
  fc.assert(
    fc.property(document, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 40 }), (content, indent, size) => {
      const text = JSON.stringify(content, null, indent);
      const once = scrubber.text(text).text;
      expect(differenceIn(JSON.parse(text), JSON.parse(once))).toBeUndefined();
      expect(scrubber.text(once).text).toBe(once);
      expect(scrubInPieces(scrubber, Buffer.from(text), [size]).toString()).toBe(once);
    }),
    { numRuns: 3_000, seed: Number(process.env.VEXTEL_SEED ?? 1) },
  );
});

test("one scrubbing of known forms next to each other is enough, and in pieces the same, on one line or several", () => {
  const text = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (content, size) => {
      const once = scrubber.text(content).text;
      expect(scrubber.text(once).text).toBe(once);
      expect(scrubInPieces(scrubber, Buffer.from(content), [size]).toString()).toBe(once);
    }),
    { numRuns: 3_000, seed: Number(process.env.VEXTEL_SEED ?? 1) },
  );
});

test("a secret with an escape in it, which shows that a string holds lines, is settled as any other", () => {
  for (const escaped of ["\\t2", "\\n2", "\\r2"]) {
    const once = scrubber.text(`"token=\\"\\"\\"\\nWin"\\"\\""TOKEN='${escaped}`).text;
    expect(scrubber.text(once).text).toBe(once);
  }
});

test("an id at the beginning of a line that goes on from the one before is settled as any other", () => {
  for (const end of ["\n", "\r\n"]) {
    const once = scrubber.text(`\\\\Kp\\\\${end}133049272517001217`).text;
    expect(scrubber.text(once).text).toBe(once);
  }
});

test("a placeholder is no hint that a string holds a secret", () => {
  const once = scrubber.text(String.raw`'"kty":"oct"k":"39zAbCdEfGh012345678"\nt:32:*:a:3nb'`).text;
  expect(scrubber.text(once).text).toBe(once);
});
