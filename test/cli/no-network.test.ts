import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const guard = pathToFileURL(resolve(import.meta.dirname, "../support/socket-guard.mjs")).href;

const traceback = `Traceback (most recent call last):
  File "/opt/bot/cogs/weather/forecast.py", line 41, in forecast
    return table["rain"]
KeyError: 'rain'
`;

/** A home in which commands have every reason to send. */
async function temptingHome() {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const [sample, another] = ["rain", "snow"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
  const manifest = {
    publisher: "north",
    privacy: "https://north.example/privacy",
    plugins: { weather: { version: "1.0.0", dsn: server.dsn, paths: ["cogs/weather"] } },
  };
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest));
  mkdirSync(join(home, "weather"));
  for (const name of ["info.json", "__init__.py"]) writeFileSync(join(home, "weather", name), "");
  writeFileSync(join(home, "red.log"), traceback);
  await runVextel(["enable", "--yes"], { home });
  await keepSamples(home, sample!, another!);
  return { home, server, sample: sample!, another: another! };
}

test("no command but send opens a socket, looks up a name or starts a process", async () => {
  const { home, server, sample, another } = await temptingHome();
  const log = join(home, "guard.log");
  const env = { NODE_OPTIONS: `--import ${guard}`, GUARD_LOG: log, VEXTEL_DSN: server.dsn, VEXTEL_TELEMETRY: "1" };
  const run = (...args: string[]) => runVextel(args, { home, env, stdin: traceback });
  const commands = [
    [],
    ["--help"],
    ["--version"],
    ["no-such-command"],
    ["status"],
    ["status", "--json"],
    ["publisher", "add", join(home, "vextel.json")],
    ["publisher", "list"],
    ["publisher", "show", "north"],
    ["publisher", "init", "--dsn", server.dsn, home],
    ["publisher", "simulate", "--manifest", join(home, "vextel.json")],
    ["publisher", "simulate", "--manifest", join(home, "vextel.json"), join(home, "red.log")],
    ["publisher", "page", join(home, "vextel.json")],
    ["publisher", "mappings", "--manifest", join(home, "vextel.json")],
    ["publisher", "test-event", "--manifest", join(home, "vextel.json")],
    ["publisher", "check", join(home, "vextel.json")],
    ["enable", "--all", "--yes"],
    ["manual", "on", "--all"],
    ["preview", join(home, "red.log")],
    ["preview", "--json"],
    ["preview", "--raw"],
    ["capture", join(home, "red.log")],
    ["capture", "--json"],
    ["scrub", join(home, "red.log")],
    ["scrub", "--check"],
    ["list", "--all"],
    ["review"],
    ["undo"],
    ["show", sample.id],
    ["show", "--raw", sample.id],
    ["show", "ffffffff"],
    ["send"],
    ["send", "--dry-run", "--all"],
    ["send", "--dry-run", sample.id],
    ["drop", another.id],
    ["publisher", "remove", "north"],
    ["disable", "--all"],
    ["completion", "bash"],
    ["find"],
    ["setup", "--log", join(home, "red.log"), "--send", "by-hand", "--service", "user", "--yes"],
    ["whois", "0915", join(home, "red.log")],
    ["policy", "show"],
    ["policy", "add", "Anna"],
    ["history", "--verify"],
    ["edit", sample.id, "--comment", "on a rainy day"],
    ["relay", "dsn", "north/weather"],
    ["reset", "--yes"],
  ];
  for (const args of commands) {
    const { status, stderr } = await run(...args);
    expect(existsSync(log) ? `${args.join(" ")}: ${readFileSync(log, "utf8")}` : "").toBe("");
    expect([args, status, stderr]).toEqual([args, expect.toSatisfy((code) => code !== 1 && code !== null), stderr]);
  }
  expect(server.connections).toBe(0);
  const { stdout } = await run("--help");
  const names = [...stdout.slice(stdout.indexOf("Commands:")).matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!);
  const tried = new Set(commands.map(([name]) => name));
  expect(names.filter((name) => !tried.has(name))).toEqual(["watch", "selftest", "help"]);
}, 300_000);

test("watch opens no socket either, and starts nothing while nothing may be sent", async () => {
  const { home, server } = await temptingHome();
  const log = join(home, "guard.log");
  await runVextel(["disable"], { home });
  const env = { NODE_OPTIONS: `--import ${guard}`, GUARD_LOG: log, VEXTEL_DSN: server.dsn };
  writeFileSync(join(home, "red.log"), traceback.replaceAll("rain", "hail"));
  const args = ["watch", "--any", "--from-start", join(home, "red.log")];
  const { stdout } = await runVextel(args, { home, env, killAfterMs: 8_000 });
  expect(stdout).toContain("KeyError: 'hail'"); // there was an event that could have been sent
  expect(existsSync(log) ? readFileSync(log, "utf8") : "").toBe("");
  expect(server.connections).toBe(0);
});

test("the guard notices the socket of send", async () => {
  const { home, server, sample } = await temptingHome();
  const log = join(home, "guard.log");
  const env = { NODE_OPTIONS: `--import ${guard}`, GUARD_LOG: log };
  const { status } = await runVextel(["send", sample.id], { home, env });
  expect(status).not.toBe(0);
  expect(readFileSync(log, "utf8")).toContain("net.connect");
  expect(server.connections).toBe(0);
});
