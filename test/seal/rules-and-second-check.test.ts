import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { lookAgain, lookAgainAtJson, shapes, withhold } from "../../src/seal/second-check.ts";

/**
 * Generates texts for a pattern without its assertions, which fast-check does not support; others are skipped later.
 */
const textOf = (shape: RegExp) =>
  fc.stringMatching(new RegExp(shape.source.replace(/\(\?<?!(?:[^()[\]]|\[[^\]]*\])*\)|\\b/g, ""), "s"));
const surroundings = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
  fc.constantFrom(
    "",
    " ",
    '"',
    "'",
    "(",
    "time data '",
    "\n",
    "\\n",
    ": ",
    "https://",
    "url=",
    "<",
    "token ",
    "/",
    "x",
  ),
);
const count = Number(process.env.VEXTEL_SECOND_CHECK_RUNS ?? 5_000);

const scrubber = createScrubber();

for (const [index, [name, shape]] of shapes.entries())
  test(`the rules remove everything that the second check recognises: ${name} (${index + 1})`, {
    timeout: 120_000,
  }, () => {
    const text = fc.tuple(surroundings, textOf(shape), surroundings).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (input) => {
        fc.pre(shape.test(input));
        expect(lookAgain(scrubber.text(input).text, {})).toBeUndefined();
      }),
      { numRuns: count, maxSkipsPerRun: 100 },
    );
  });

test("the rules remove each known literal in every form that the second check recognises", { timeout: 120_000 }, () => {
  const secret = fc.oneof(
    fc.string({ minLength: 8, maxLength: 40 }),
    fc.string({ unit: "grapheme", minLength: 8, maxLength: 20 }),
  );
  const quoted = (text: string) => JSON.stringify(text).slice(1, -1);
  const form = fc.constantFrom(
    (text: string) => text,
    quoted,
    (text: string) => quoted(quoted(text)),
    (text: string) => encodeURIComponent(Buffer.from(text).toString()),
  );
  fc.assert(
    fc.property(secret, form, surroundings, surroundings, (text, write, before, after) => {
      fc.pre(Buffer.byteLength(text.trim()) >= 8);
      const literals = { secrets: [text] };
      const { value } = createScrubber({ literals }).value([`${before}${write(text)}${after}`]);
      expect(lookAgainAtJson(JSON.stringify(value), literals)).toBeUndefined();
    }),
    { numRuns: count / 5 },
  );
});

test("the second check removes everything that it recognises, even without the rules", () => {
  const text = fc.tuple(surroundings, fc.oneof(...shapes.map(([, shape]) => textOf(shape))), surroundings);
  fc.assert(
    fc.property(text, (parts) => {
      const { value } = withhold({ extra: parts.join("") }, {});
      expect(lookAgain(JSON.stringify(value), {})).toBeUndefined();
    }),
  );
});
