import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Bundle } from "../../src/world/bundle.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { programPath } from "../support/program.ts";
import { environment } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let installed = "";
beforeEach(() => {
  installed = temporaryFolder();
  const built = dirname(dirname(programPath()));
  for (const name of ["bin", "dist", "package.json"])
    cpSync(join(built, name), join(installed, name), { recursive: true });
});

const bundles = () => join(installed, "dist/cli");
const caches = () =>
  readdirSync(bundles())
    .filter((name) => name.endsWith(".cache"))
    .map((name) => join(bundles(), name));

function run(words: readonly string[], options: { home?: string; uid?: number; env?: Record<string, string> } = {}) {
  const { home = temporaryFolder() } = options;
  const stdin = sampleLog("rain");
  const args = [join(installed, "bin/vextel.js"), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ env: environment({ home }), input: stdin, encoding: "utf8", cwd: "/", ...options },
  });
  return { status, stdout, stderr };
}

/** A command of each bundle, and one that writes settings through a part that is loaded apart. */
const runEach = (home: string) =>
  [["manual", "off"], ["manual", "on"], ["preview"], ["scrub"], ["--version"]].map((words) => run(words, { home }));

test("V8 takes the code that was made when the program was built", () => {
  const { loadBundle } = createRequire(import.meta.url)(join(bundles(), "start.cjs"));
  expect(caches().length).toBeGreaterThan(3);
  for (const cache of caches()) {
    const { script } = loadBundle(bundles(), cache.slice(bundles().length + 1, -".cache".length)) as Bundle;
    expect([cache, script.cachedDataRejected]).toEqual([cache, false]);
  }
});

const damages: [string, (cache: string) => void][] = [
  ["is missing", (cache) => rmSync(cache)],
  ["is empty", (cache) => writeFileSync(cache, "")],
  ["is no cache", (cache) => writeFileSync(cache, "not a cache ".repeat(1000))],
  ["is cut off", (cache) => writeFileSync(cache, readFileSync(cache).subarray(0, 1000))],
  ["comes from another V8", (cache) => writeFileSync(cache, readFileSync(cache).fill(1, 4, 8))],
  [
    "belongs to another bundle",
    (cache) =>
      writeFileSync(
        cache,
        readFileSync(join(bundles(), cache.includes("light") ? "post.cjs.cache" : "light.cjs.cache")),
      ),
  ],
  [
    "is a folder",
    (cache) => {
      rmSync(cache);
      cpSync(join(installed, "bin"), cache, { recursive: true });
    },
  ],
];

test.each(damages)("the program does the same when its compiled code %s", (_, damage) => {
  const home = temporaryFolder();
  const before = runEach(home);
  expect(before.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  for (const cache of caches()) damage(cache);
  expect(runEach(home)).toEqual(before);
});

test("the program does the same under flags of V8 that its compiled code was not made for", () => {
  const home = temporaryFolder();
  const env = { ...environment({ home }), NODE_OPTIONS: "--jitless" };
  const { status, stdout } = run(["scrub"]);
  expect(run(["scrub"], { home, env })).toMatchObject({ status, stdout });
});

test("an installed program that nobody may write to works, and is left as it is", () => {
  giveToNobody(installed);
  const listing = () =>
    execFileSync("find", [installed, "-type", "f", "-newer", join(installed, "package.json")]).toString();
  const before = listing();
  for (const folder of [bundles(), join(installed, "dist"), join(installed, "bin"), installed])
    chmodSync(folder, 0o500);
  const home = temporaryFolder();
  giveToNobody(home);
  expect(run(["status"], { home, ...nobody }).status).toBe(0);
  expect(run(["preview"], { home, ...nobody }).status).toBe(0);
  expect(listing()).toBe(before);
  for (const folder of [installed, join(installed, "dist"), join(installed, "bin"), bundles()])
    chmodSync(folder, 0o700);
});

test("every command is found, whichever bundle it is in", () => {
  const help = run(["--help"]).stdout;
  const names = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(14);
  for (const name of names.filter((one) => one !== "help")) {
    const { status, stdout } = run([name, "--help"]);
    expect([name, status, stdout.split("\n")[0]]).toEqual([name, 0, expect.stringContaining(`Usage: vextel ${name}`)]);
  }
});
