/**
 * Applies one mutant after the other in a copy of the project, runs the tests that must notice, and lists those that
 * did not: `npm run mutants [-- part of a name]`. Exit status 1 if a mutant survives.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Mutant, mutants } from "./list.ts";

const repository = resolve(import.meta.dirname, "../..");
const copied = [
  "src",
  "test",
  "bin",
  "man",
  "build.js",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "README.md",
];

/** Runs all rows of long tables: by default a test runs only a few of them, which might not include the right one. */
const env = { ...process.env, VEXTEL_TEST_ALL: "1" };

const copy = mkdtempSync(join(tmpdir(), "vextel-mutants-"));
for (const name of copied) cpSync(join(repository, name), join(copy, name), { recursive: true });
symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
const wanted = mutants.filter(({ name }) => name.includes(process.argv[2] ?? ""));
const survivors = wanted.filter((mutant) => !isKilled(mutant));
rmSync(copy, { recursive: true, force: true });
console.log(`${wanted.length - survivors.length} of ${wanted.length} mutants were noticed`);
process.exitCode = survivors.length > 0 ? 1 : 0;

function isKilled({ name, file, text, broken, tests }: Mutant): boolean {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  writeFileSync(
    path,
    source.replace(text, () => broken),
  );
  const { status } = spawnSync("npx", ["vitest", "run", ...tests], { cwd: copy, stdio: "ignore", env });
  writeFileSync(path, source);
  console.log(`${status === 0 ? "SURVIVED" : "noticed "}  ${name}`);
  return status !== 0;
}
