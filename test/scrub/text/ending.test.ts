import fc from "fast-check";
import { expect, test } from "vitest";
import { Ending } from "../../../src/scrub/text/ending.ts";

const patterns = [
  /([\w.]{2,8})\.(?:equals|eq)$/,
  /(?:^|[^A-Za-z])\w{0,4}(?:[bB]ot)(?:\([^()\n]{0,4}\))?\.(?:run|login)$/,
  /["']?([\w.-]{3,8})["']? ?: ?\{ ?["']?$/,
  /\bname=["']([\w.-]{3,8})["']$/i,
];
const parts = [
  "a",
  "B1",
  "_",
  ".",
  "eq",
  "equals",
  ".eq",
  "bot",
  "Bot",
  "(",
  ")",
  ".run",
  '"',
  "'",
  ": {",
  " ",
  'name="',
  "\n",
];

test.each(patterns)("an ending matches and captures the same as its pattern: %s", (pattern) => {
  const ending = new Ending(pattern);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (some) => {
      const text = some.join("");
      expect(ending.exec(text)?.slice(1)).toEqual(pattern.exec(text)?.slice(1));
      expect(ending.test(text)).toBe(pattern.test(text));
    }),
    { numRuns: 2_000 },
  );
});
