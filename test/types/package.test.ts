import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { repository } from "../support/program.ts";
import { someOf } from "../support/some-of.ts";

vi.setConfig({ testTimeout: 180_000 }); // for compilers
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "vextel-package-"));
const source = join(folder, "source");
const consumer = join(folder, "consumer");
let tarball = "";
const env = { ...process.env, PATH: `${join(repository, "node_modules/.bin")}${delimiter}${process.env.PATH}` };

/** Builds and packs the package, and installs the tarball with its peers. */
beforeAll(async () => {
  mkdirSync(source);
  for (const name of [
    "src",
    "bin",
    "man",
    "build.js",
    "package.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "vextel.schema.json",
  ])
    if (existsSync(join(repository, name))) cpSync(join(repository, name), join(source, name), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(source, "node_modules"));
  await run("npm", ["run", "build"], { cwd: source, env });
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json"], { cwd: source, env });
  tarball = join(source, JSON.parse(stdout)[0].filename);
  const modules = join(consumer, "node_modules");
  mkdirSync(join(modules, "vextel"), { recursive: true });
  await run("tar", ["xzf", tarball, "--strip-components=1", "-C", join(modules, "vextel")]);
  for (const name of [
    "discord.js",
    "@sentry",
    "@types",
    "discord-api-types",
    "@discordjs",
    "undici-types",
    "@sapphire",
    "@vladfrangu",
  ])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 }));

test("publint accepts the package", async () => {
  const { stdout } = await run("publint", ["--strict", "--pack", "false"], { cwd: source, env });
  expect(stdout).toContain("All good!");
});

test("the types are correct for ESM and CommonJS", async () => {
  const { stdout } = await run(
    "attw",
    [tarball, "--profile", "node16", "--format", "json", "--config-path", "/dev/null"],
    { cwd: source, env },
  ).catch((failed) => failed);
  const { problems } = JSON.parse(stdout);
  expect(Object.keys(problems ?? {}).filter((kind) => kind !== "NoResolution")).toEqual([]);
});

for (const type of someOf(["module", "commonjs"], 1))
  test(`a plugin compiles as ${type} under strict, exactOptionalPropertyTypes and without skipLibCheck`, async () => {
    const project = join(consumer, type);
    mkdirSync(project);
    for (const name of ["plugin.ts", "sentry.ts"])
      cpSync(join(import.meta.dirname, "consumer", `${name}.txt`), join(project, name));
    writeFileSync(join(project, "package.json"), JSON.stringify({ type }));
    const compilerOptions = {
      ...{
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        noUncheckedIndexedAccess: true,
      },
      ...{ module: "NodeNext", target: "ES2023", lib: ["ES2023", "DOM"], types: ["node"] },
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["plugin.ts"] }));
    const { stdout } = await run("tsc", ["-p", project], { env }).catch((failed) => failed);
    expect(stdout).toBe("");
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: ["sentry.ts"] }),
    );
    expect((await run("tsc", ["-p", project], { env }).catch((failed) => failed)).stdout).toBe("");
  });

const script = `
  const held = [];
  const world = testing.createTestWorld();
  const reporter = createReporter({ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://k@h.example/1", world });
  reporter.start().then(() => reporter.report(new Error("x"))).then(async ({ state }) => {
    await reporter.stop();
    console.log(state, testing.readErrors(world).length, typeof discord.createDiscordReporter, typeof sentry.makeVextelTransport);
  });`;
const doors = { testing: "vextel/testing", discord: "vextel/discord.js", sentry: "vextel/sentry" };

test("the package runs in ESM and in CommonJS", async () => {
  const imports = Object.entries(doors).map(([name, door]) => `import * as ${name} from "${door}";`);
  const requires = Object.entries(doors).map(([name, door]) => `const ${name} = require("${door}");`);
  writeFileSync(join(consumer, "run.mjs"), `import { createReporter } from "vextel"; ${imports.join("")}${script}`);
  writeFileSync(
    join(consumer, "run.cjs"),
    `const { createReporter } = require("vextel"); ${requires.join("")}${script}`,
  );
  for (const name of ["run.mjs", "run.cjs"]) {
    const { stdout, stderr } = await run(process.execPath, [name], { cwd: consumer });
    expect({ name, stdout, stderr }).toEqual({ name, stdout: "held 1 function function\n", stderr: "" });
  }
});

test("both builds find the sender", async () => {
  const home = join(folder, "home");
  for (const file of ["dist/reporter/sender/vextel-sender.js", "dist/cjs/index.js"])
    expect(existsSync(join(consumer, "node_modules/vextel", file))).toBe(true);
  const esm = `import { createReporter } from "vextel";`;
  const cjs = `const { createReporter } = require("vextel");`;
  const body = `
    const reporter = createReporter({ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "http://k@127.0.0.1:9/1" });
    reporter.start().then(() => reporter.owner.answer("enabled")).then(() => reporter.report(new Error("x"))).then(({ state }) => {
      console.log(state);
      process.exit();
    });`;
  for (const [name, head] of [
    ["sender.mjs", esm],
    ["sender.cjs", cjs],
  ] as const) {
    writeFileSync(join(consumer, name), head + body);
    const { stdout } = await run(process.execPath, [name], {
      cwd: consumer,
      env: { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: join(home, name), DO_NOT_TRACK: "" },
    });
    expect(stdout).toBe("sent\n");
  }
});

test("the library does not access a bot's Sentry or its process", () => {
  const shipped = join(source, "dist/cjs");
  for (const name of ["index.js", "discord/discord.js"]) {
    const text = readFileSync(join(shipped, name), "utf8");
    for (const trace of ["__SENTRY__", "process.on(", "process.once(", "node:inspector"])
      expect(text.includes(trace), `${name}: ${trace}`).toBe(false);
  }
});

test("the package has the licences of everything in its bundles, and no code that reads the machine's id", async () => {
  const { stdout } = await run("tar", ["tzf", tarball]);
  const names = stdout.trim().split("\n");
  expect(names.filter((name) => /machine-?id/i.test(name))).toEqual([]);
  expect(names).toContain("package/dist/THIRD-PARTY-LICENSES");
  const packed = join(consumer, "node_modules/vextel/dist");
  const licences = readFileSync(join(packed, "THIRD-PARTY-LICENSES"), "utf8");
  for (const name of ["@sentry/core", "@opentelemetry/api", "ajv", "chalk", "commander", "conf", "inquirer"])
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\([A-Z].*\\)\n\n[^\n]{8}`, "m"));
  const files = readdirSync(packed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { name, parentPath } of files.filter((file) => /\.c?js$/.test(file.name)))
    expect([name, /etc\/machine-id|getMachineId-/.test(readFileSync(join(parentPath, name), "latin1"))]).toEqual([
      name,
      false,
    ]);
});
