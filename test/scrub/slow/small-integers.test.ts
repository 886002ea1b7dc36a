import { setFlagsFromString } from "node:v8";
import { expect, test } from "vitest";
import { compileEngine } from "../../../src/scrub/engine.ts";
import { Taught } from "../../../src/scrub/repeat/taught.ts";
import type { Rule, Span } from "../../../src/scrub/rule.ts";
import { selectRules } from "../../../src/scrub/rules/index.ts";
import { Scan } from "../../../src/scrub/scan.ts";
import { cook, Kitchen, randomFrom } from "./texts.ts";

setFlagsFromString("--allow-natives-syntax");
/** Whether V8 keeps the number as a small integer: as a fraction, it makes all objects of its shape slow. */
const isSmall = new Function("number", "const all = []; all.push(number); return %HasSmiElements(all);") as (
  number: number,
) => boolean;

/** The rule, which fails if it claims anything by another number. */
const watched = (rule: Rule): Rule => ({
  ...rule,
  match(window, at) {
    const span = rule.match(window, at);
    if (span !== undefined)
      expect([isSmall(span.start), isSmall(span.end)], `${rule.name} at ${at}`).toEqual([true, true]);
    return span;
  },
});

test("all rules say where a secret is by small integers", () => {
  const engine = compileEngine(selectRules({}));
  const kitchen = new Kitchen(randomFrom(1));
  const texts = [
    Buffer.from("key ghp_0nceUponATimeThereWasATokenThat9One1\n"),
    ...Array.from({ length: 400 }, () => cook(kitchen.invent(), 512)),
  ];
  for (const text of texts) {
    const scan = new Scan({ ...engine, rules: engine.rules.map(watched) });
    scan.read(text, text.length, 0, true);
    scan.run(text.length);
  }
});

test("repeated values are found by small integers", () => {
  const taught = new Taught();
  taught.learn(Buffer.from("0nce-upon-a-time"), 0, 16);
  const text = Buffer.from("and 0nce-upon-a-time again");
  const found: Span[] = [];
  taught.search(text, 0, text.length, text.length, found);
  expect(found).toEqual([{ start: 4, end: 20 }]);
  expect(isSmall(found[0]!.start)).toBe(true);
});
