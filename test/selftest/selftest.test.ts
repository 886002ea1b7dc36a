import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { createCanaries, survivorsIn, textOf } from "../../src/selftest/canaries.ts";
import type { Check } from "../../src/selftest/run.ts";
import { repository } from "../support/program.ts";
import { environment, runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("vextel selftest passes on a new machine, and changes nothing on it", { timeout: 240_000 }, async () => {
  const home = temporaryFolder();
  const checks = await runJson<Check[]>(["selftest"], { home });
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.length).toBeGreaterThanOrEqual(6);
  expect((await runVextel(["list", "--all"], { home })).stdout).toBe("");
});

test.skipIf(process.platform === "win32")("selftest says why it cannot run without a temporary folder", async () => {
  const home = temporaryFolder();
  const { status, stderr } = await runVextel(["selftest"], { home, env: { TMPDIR: join(home, "absent") } });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^No temporary folder can be made in .*absent/)]);
  expect(stderr).toContain("Set TMPDIR");
});

const random = (values: Iterator<number>) => (below: number) => Math.floor((values.next().value ?? 0) * below);

test("each random canary is removed, and found if its rule is switched off", () => {
  const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(numbers, (values) => {
      const canaries = createCanaries(random(values));
      const text = textOf(canaries);
      const scrubbed = (off: readonly string[]) =>
        Buffer.from(createScrubber({ off, nowMs: Date.now }).text(text).text);
      expect(survivorsIn(scrubbed([]), canaries)).toEqual([]);
      expect(survivorsIn(Buffer.from(text), canaries)).toEqual([...new Set(canaries.map(({ rule }) => rule))]);
      for (const rule of ["ipv4", "email", "home-path", "snowflake", "invite"])
        expect(survivorsIn(scrubbed([rule]), canaries)).toContain(rule);
    }),
    { numRuns: 50 },
  );
});

test("a copy of the program without a rule fails its own test, and names the rule whose canary was not removed", {
  timeout: 240_000,
}, async () => {
  const copy = temporaryFolder();
  for (const name of ["src", "bin", "build.js", "package.json", "tsconfig.json"])
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  const path = join(copy, "src/scrub/rules/index.ts");
  const rules = readFileSync(path, "utf8");
  writeFileSync(path, rules.replace("  email,\n", ""));
  expect(readFileSync(path, "utf8")).not.toBe(rules);
  execFileSync(process.execPath, ["build.js", "--outdir=dist"], { cwd: copy, stdio: "pipe" });
  const home = temporaryFolder();
  const run = spawnSync(process.execPath, [join(copy, "bin/vextel.js"), "selftest"], {
    ...{ cwd: home, env: environment({ home }), encoding: "utf8" },
  });
  expect(run.status).toBe(1);
  expect(run.stdout).toMatch(/FAILED {2}nothing private in what arrived.*email/);
  expect(run.stderr).toContain("Do not send anything with this copy of vextel.");
});
