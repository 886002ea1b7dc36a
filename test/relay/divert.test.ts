import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { openOutbox } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startRelayProcess } from "./start-relay.ts";
import { manifestOf } from "./support.ts";

const python = "/usr/bin/python3";
const hasPythonSdk = spawnSync(python, ["-c", "import sentry_sdk"]).status === 0;

/** Starts a relay and the server of the DSN in the bot's code, and registers a manifest with that DSN. */
async function setUp() {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  const manifest = join(home, "vextel.json");
  writeFileSync(manifest, manifestOf("moth", "lamps", server.dsn, ["lamps"]));
  expect((await runVextel(["publisher", "add", manifest], { home })).status).toBe(0);
  await startRelayProcess(home);
  return { home, server };
}

const pythonBot = (dsn: string) => `
import sentry_sdk
sentry_sdk.init("${dsn}")
print("id", sentry_sdk.capture_message("the lamp is out"))
sentry_sdk.flush(5)
`;

/** Imports `@sentry/node` by its path, so that the file can be in any folder. */
const nodeBot = (dsn: string) => `
import * as Sentry from "${join(repository, "node_modules/@sentry/node/build/esm/index.js")}";
Sentry.init({ dsn: "${dsn}" });
console.log("id", Sentry.captureMessage("the lamp is out"));
await Sentry.close(5000);
`;

/** The transport of Sentry's SDKs for browsers, Deno and edge runtimes. */
const fetchBot = (dsn: string) => `
import * as Sentry from "${join(repository, "node_modules/@sentry/node/build/esm/index.js")}";
import { createTransport } from "${join(repository, "node_modules/@sentry/core/build/esm/index.js")}";
const post = async ({ url, headers }, { body }) => {
  const { status } = await fetch(url, { method: "POST", body, headers });
  return { statusCode: status };
};
Sentry.init({ dsn: "${dsn}", transport: (options) => createTransport(options, (request) => post(options, request)) });
console.log("id", Sentry.captureMessage("the lamp is out"));
await Sentry.close(5000);
`;

/** The programs named by the variables, or else those on the path. */
const deno = process.env.VEXTEL_TEST_DENO ?? "deno";
const bun = process.env.VEXTEL_TEST_BUN ?? "bun";
const [hasDeno, hasBun] = [deno, bun].map((program) => spawnSync(program, ["--version"]).status === 0) as [
  boolean,
  boolean,
];

const bots = [
  ["Python", hasPythonSdk, [python], "bot.py", pythonBot],
  ["Node", true, [process.execPath], "bot.mjs", nodeBot],
  ["Node with fetch", true, [process.execPath], "bot.mjs", fetchBot],
  ["Bun", hasBun, [bun], "bot.ts", nodeBot],
  ["Bun with fetch", hasBun, [bun, "run"], "bot.ts", fetchBot],
  ["Deno", hasDeno, [deno, "run", "-A"], "bot.mjs", nodeBot],
  ["Deno with fetch", hasDeno, [deno, "run", "-A"], "bot.mjs", fetchBot],
] as const;

test.each(bots.filter(([, isThere]) => isThere))(
  "`relay run` diverts what a %s bot would send to the DSN in its code, and holds it for the owner",
  async (_, __, program, name, source) => {
    const { home, server } = await setUp();
    const file = join(temporaryFolder(), name);
    writeFileSync(file, source(server.dsn));
    writeFileSync(join(dirname(file), "package.json"), "{}"); // without one, Deno finds no packages
    const { stdout, stderr, status } = await runVextel(["relay", "run", "--", ...program, file], {
      ...{ home, cwd: dirname(file) },
    });
    const [, id] = /^id (\S+)/.exec(stdout) ?? [stderr];
    expect(status).toBe(0);
    expect((await openOutbox(home).read(id!)).entry).toMatchObject({
      publisher: "moth",
      plugin: "lamps",
      dsn: server.dsn,
    });
    expect(server.requests).toEqual([]);
  },
);

test.skipIf(!hasPythonSdk)(
  "without a relay, `relay run` says so, and reported errors are lost but never sent",
  async () => {
    const [home, server] = [temporaryFolder(), await startRecordingServer()];
    const file = join(home, "bot.py");
    writeFileSync(file, pythonBot(server.dsn));
    const run = await runVextel(["relay", "run", "--", python, file], { home });
    expect(run.stderr).toContain("errors are lost, not sent");
    expect(server.requests).toEqual([]);
  },
);

test("`relay run` exits with the status of its program, and runs the sitecustomize that it hides", async () => {
  const home = temporaryFolder();
  const exits = (code: string) => runVextel(["relay", "run", "--", process.execPath, "-e", code], { home });
  expect((await exits("process.exit(7)")).status).toBe(7);
  expect((await exits("process.kill(process.pid, 'SIGKILL')")).status).toBe(137);
  const missing = await runVextel(["relay", "run", "--", "/nowhere/program"], { home });
  expect(missing.status).toBe(127);
  expect(missing.stderr).toContain("/nowhere/program cannot be started: there is no such program");
  const forbidden = await runVextel(["relay", "run", "--", home], { home });
  expect(forbidden.status).toBe(126);
  expect(forbidden.stderr).toContain("this account may not run it");
  const hidden = join(home, "hidden");
  mkdirSync(hidden);
  writeFileSync(join(hidden, "sitecustomize.py"), "print('hidden one ran')");
  if (spawnSync(python, ["--version"]).status !== 0) return;
  const env = { PYTHONPATH: hidden };
  const { stdout } = await runVextel(["relay", "run", "--", python, "-c", "print('bot')"], { home, env });
  expect(stdout).toBe("hidden one ran\nbot\n");
});

test("`relay run` starts nothing that would report past the relay", async () => {
  const home = temporaryFolder();
  const script = join(home, "redbot");
  writeFileSync(script, `#!${python} -sE\nprint("started")\n`, { mode: 0o700 });
  for (const command of [
    [script, "tavern"],
    [python, "-I", script],
  ]) {
    const { status, stdout, stderr } = await runVextel(["relay", "run", "--", ...command], { home });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /runs Python with -[EI], which would let its SDKs report past the relay; nothing was started/,
    );
  }
  const { status, stdout, stderr } = await runVextel(["relay", "run", "--", "env", "-i", python, script], { home });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("The command uses `env -i`, which would let its SDKs report past the relay");
});

/** Stands for a Bun: loads the file named in the variable, if it reads it, then evaluates code or runs a file. */
function writeBun(folder: string, readsOptions: boolean): string {
  const [bun, source] = [join(folder, "bun"), join(folder, "bun.cjs")];
  writeFileSync(bun, `#!/bin/sh\nNODE_OPTIONS= exec "${process.execPath}" "${source}" "$@"\n`, { mode: 0o700 });
  const load = 'require(JSON.parse(process.env.BUN_OPTIONS).replace("--preload=", ""));';
  const run =
    'const [first, code] = process.argv.slice(2); first === "-e" ? eval(`(async () => {${code}})()`) : console.log(first, fetch.name);';
  writeFileSync(source, readsOptions ? load + run : run);
  return bun;
}

test("`relay run` starts a Bun only if it loads the file that diverts events", async () => {
  const home = join(temporaryFolder(), "the bot's");
  mkdirSync(home);
  const start = (readsOptions: boolean) =>
    runVextel(["relay", "run", "--", writeBun(home, readsOptions), "bot.ts"], { home });
  expect((await start(true)).stdout).toBe("bot.ts divertFetch\n");
  const { status, stdout, stderr } = await start(false);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(
    "runs a Bun that ignores BUN_OPTIONS, which would let its SDKs report past the relay; nothing was started",
  );
  expect((await runVextel(["relay", "run", "--", "/nowhere/bun"], { home })).status).toBe(127);
});

test.skipIf(!hasDeno)("a Deno that may not read the relay's address does not start a program", async () => {
  const home = temporaryFolder();
  const file = join(home, "bot.mjs");
  writeFileSync(file, "console.log('started')");
  const start = (...options: string[]) => runVextel(["relay", "run", "--", deno, "run", ...options, file], { home });
  const { status, stdout, stderr } = await start();
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("Deno may not read VEXTEL_RELAY; start it with --allow-env=VEXTEL_RELAY");
  const permitted = await start("--allow-env=VEXTEL_RELAY");
  expect(permitted.stdout).toBe("started\n");
  expect(permitted.stderr).toContain("errors are lost: start Deno with --allow-net=127.0.0.1:8398");
  expect((await start("--allow-env", "--allow-net")).stderr).not.toContain("--allow-net");
});

test("a `relay run` inside another adds nothing twice", async () => {
  const home = temporaryFolder();
  const print = "console.log(JSON.stringify(process.env))";
  const once = ["relay", "run", "--", process.execPath, join(repository, "bin/vextel.js")];
  const outer = await runVextel([...once, "relay", "run", "--", process.execPath, "-e", print], { home });
  const inner = await runVextel(["relay", "run", "--", process.execPath, "-e", print], { home });
  for (const name of ["PYTHONPATH", "NODE_OPTIONS", "BUN_OPTIONS", "no_proxy", "NO_PROXY"])
    expect(JSON.parse(outer.stdout)[name]).toBe(JSON.parse(inner.stdout)[name]);
});

test("`relay run --systemd` prints the lines for a unit", async () => {
  const home = temporaryFolder();
  const { stdout } = await runVextel(["relay", "run", "--systemd"], { home });
  expect(stdout).toMatch(
    /^Environment="VEXTEL_RELAY=http:\/\/[0-9a-f]{32}@127\.0\.0\.1:8398"\nEnvironment="PYTHONPATH=/,
  );
});

test("`relay run --systemd` escapes what has a meaning in a unit", async () => {
  const home = join(temporaryFolder(), "the bot's 100%");
  mkdirSync(home);
  const { stdout } = await runVextel(["relay", "run", "--systemd"], { home });
  const line = stdout.split("\n").find((one) => one.includes("NODE_OPTIONS"));
  const folder = join(home, "divert").replaceAll("%", "%%");
  expect(line).toBe(String.raw`Environment="NODE_OPTIONS=--require \"${folder}/divert.cjs\""`);
});
