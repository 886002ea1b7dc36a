import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../../src/scrub/rules");
const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const RULE = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:const (\w+): Rule = |function (\w+)\([^)]*\): Rule\b)/g;
const exported = /^export (?:const \w+: Rule = |function \w+\([^)]*\): Rule\b)/gm;

test("each rule says what it misses and what it costs", () => {
  let count = 0;
  for (const file of files(root)) {
    const source = readFileSync(file, "utf8");
    const found = [...source.matchAll(RULE)];
    expect(found.length, `${file}: a comment before each rule`).toBe([...source.matchAll(exported)].length);
    for (const [, comment, constant, made] of found) {
      count++;
      expect(comment, `${constant ?? made} says what it misses`).toMatch(/\bMisses\b/);
      expect(comment, `${constant ?? made} says what it costs`).toMatch(/\bCosts\b/);
    }
  }
  expect(count).toBeGreaterThan(25);
});

test("no list of words has a second list that only continues it", () => {
  for (const file of files(root)) expect(readFileSync(file, "utf8"), file).not.toMatch(/\b[A-Z]+_TOO\b/);
});
