import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const token = "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x";
const key = "q7Lm2Xz9Rt4Kp0Vd8Ns3";
const literals = { tokens: [token], secrets: [key, "https://tavern.example/api", "my-discord-bot-password"] };
const scrubber = createScrubber({ literals });
const scrub = (text: string): string => scrubber.text(text).text;

test("the first or last 12 or more characters of a known secret are removed", () => {
  const cut = fc
    .tuple(fc.constantFrom(token, key), fc.boolean(), fc.integer({ min: 12, max: token.length }))
    .map(([whole, isStart, length]) => (isStart ? whole.slice(0, length) : whole.slice(-length)));
  const before = fc.constantFrom("", " ", "…", '"', "\\n", "/"); // no dot, because the token contains dots
  const after = fc.constantFrom("", " ", "…", "..", '"', "\\n", "/");
  fc.assert(
    fc.property(cut, before, after, (part, before, after) => {
      fc.pre(after === "" || ![token, key].some((whole) => whole.includes(part + after[0]))); // otherwise more of the secret is present
      const becomes = token.includes(part) ? "BOT-TOKEN" : "API-SECRET";
      expect(scrub(`${before}${part}${after}`)).toBe(`${before}${becomes}${after}`);
    }),
  );
});

test("an escape before a truncated secret is kept", () => {
  expect(scrub(`"\\nce-Upon-a-time-there-was-a-bot-007x"`)).toBe('"\\nBOT-TOKEN"');
});

test("common text stays, even if it is the beginning of a known secret", () => {
  const text = "https://tavern.example is down; my-discord-bot runs, q7Lm2Xz9Rt4 and MTMzMDQ5Mjc do";
  expect(scrub(text)).toBe(text);
});
