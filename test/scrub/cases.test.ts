import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../src/scrub/rules/index.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { scrubInPieces } from "./inputs/pieces.ts";

const root = join(import.meta.dirname, "cases");
const scrubber = createScrubber();
const literal = new Set(["literal", "user-name", "host-name", "own-word"]);

for (const rule of readdirSync(root)) {
  for (const name of readdirSync(join(root, rule))) {
    const folder = join(root, rule, name);
    const input = readFileSync(join(folder, "input.txt"), "utf8");
    if (name.startsWith("miss."))
      test(`${rule}: ${name} comes out as it went in`, () => expect(scrubber.text(input).text).toBe(input));
    else
      test(`${rule}: ${name} becomes what is expected`, () => {
        const { text, findings } = scrubber.text(input);
        const expected = join(folder, "expected.txt");
        if (process.env.UPDATE_GOLDEN === "1") writeFileSync(expected, text);
        expect(text).toBe(readFileSync(expected, "utf8"));
        expect(findings.map((finding) => finding.rule)).toContain(rule);
      });
  }
}

test("every case becomes the same if its lines arrive one by one", () => {
  for (const rule of readdirSync(root))
    for (const name of readdirSync(join(root, rule))) {
      const input = readFileSync(join(root, rule, name, "input.txt"));
      const stream = scrubber.stream();
      const lines = input.toString("latin1").split(/(?<=\n)/);
      const pushed = lines.map((line) => Buffer.from(stream.push(Buffer.from(line, "latin1"))));
      const all = Buffer.concat([...pushed, stream.end()]).toString();
      expect(all, `${rule}: ${name}`).toBe(Buffer.from(scrubber.bytes(input).bytes).toString());
    }
});

test("every case becomes the same if it arrives in pieces of a few bytes", () => {
  for (const rule of readdirSync(root))
    for (const name of readdirSync(join(root, rule))) {
      const input = readFileSync(join(root, rule, name, "input.txt"));
      const whole = Buffer.from(scrubber.bytes(input).bytes).toString();
      for (const size of [1, 7])
        expect(scrubInPieces(scrubber, input, [size]).toString(), `${rule}: ${name}`).toBe(whole);
    }
});

test("every rule that is on by default has hits and misses among the cases", () => {
  for (const { name, on } of rules) {
    if (!on || literal.has(name)) continue;
    const names = existsSync(join(root, name)) ? readdirSync(join(root, name)) : [];
    expect(
      names.some((file) => file.startsWith("hit.")),
      `${name} has a hit`,
    ).toBe(true);
    expect(
      names.some((file) => file.startsWith("miss.")),
      `${name} has a miss`,
    ).toBe(true);
  }
});

test("every rule finds something in its own example", () => {
  const all = createScrubber({ on: rules.filter(({ on }) => !on).map(({ name }) => name) });
  for (const { name, example } of rules.filter((rule) => !literal.has(rule.name))) {
    expect(
      all.text(example).findings.map((finding) => finding.rule),
      name,
    ).toContain(name);
  }
});
