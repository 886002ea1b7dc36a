import fc from "fast-check";
import { expect, test } from "vitest";
import { toSafeText } from "../../src/preview/terminal/safe.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom("\u001b[2J", "\u009b31m", "\u001b]0;title\u0007", "\u202e", "\r", "\n", "\u2028", "a", "ü"))
    .map((parts) => parts.join("")),
);

test("characters that control a terminal, end a line or reverse text are replaced", () => {
  fc.assert(
    fc.property(text, (text) => {
      expect(toSafeText(text)).not.toMatch(/[^\P{Cc}\t]|[\p{Zl}\p{Zp}\p{Bidi_Control}\u200b-\u200d\u2060\ufeff]/u);
    }),
    { numRuns: 1000 },
  );
});

test("harmless text is unchanged", () => {
  const harmless = "Grüße, 日本語, 🌧, \ttab";
  expect(toSafeText(harmless)).toBe(harmless);
});

test.each([
  ["\u001b[31mred", "\\e[31mred"],
  ["one\r\ntwo", "one\\r\\ntwo"],
  ["\u009b2J", "\\u009b2J"],
  ["\u202eexe.txt", "\\u202eexe.txt"],
  ["\u0000\u0007\u007f", "\\u0000\\u0007\\u007f"],
])("%j is shown as %j", (text, shown) => {
  expect(toSafeText(text)).toBe(shown);
});
