import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CommandDeps } from "../../src/cli/deps.ts";
import { createProgram } from "../../src/cli/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { botSecrets, writeRedInstallation } from "../support/red-installation.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const openedFiles = pathToFileURL(resolve(import.meta.dirname, "../support/opened-files.mjs")).href;

/** Each secret of the bot's settings, plain and in usual encodings. */
const secrets = Object.values(botSecrets).flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64").replaceAll("=", ""),
  Buffer.from(secret).toString("hex"),
]);

const secretsIn = (text: string) => secrets.filter((secret) => text.includes(secret));

/** The names and contents of all files below a folder, as one text. */
const allOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), "latin1")}`)
    .join("\n");

function redHome() {
  const home = temporaryFolder();
  const [logs] = writeRedInstallation(home);
  return { home, logs: logs!, own: join(home, "own"), env: { VEXTEL_HOME: join(home, "own") } };
}

/** A log line and an error that contain all secrets. */
const errorWithAll = (
  folder: string,
) => `[2026-11-26 10:00:00] [WARNING] red.larder.forecast: ${Object.values(botSecrets).join(" and ")}
[2026-11-26 10:00:00] [ERROR] red.larder.forecast: failed with ${botSecrets.weather}
Traceback (most recent call last):
  File "${folder}/cogs/CogManager/cogs/forecast/forecast.py", line 9, in today
    fetch("${botSecrets.music}", "${encodeURIComponent(botSecrets.database)}")
KeyError: "${botSecrets.database} ${botSecrets.token}"
[2026-11-26 10:00:01] [INFO] red: on
`;

test("the log of the test holds every secret of the settings that a log can be expected to hold", () => {
  const { logs } = redHome();
  const text = allOf(logs);
  for (const name of ["token", "weather", "database"] as const) expect(text).toContain(botSecrets[name]);
});

test("no secret of the bot's settings is in vextel's files, or in the output or messages of any command", async () => {
  const { home, logs, own, env } = redHome();
  const server = await startRecordingServer();
  const log = join(logs, "latest-part3.log");
  appendFileSync(log, errorWithAll(join(logs, "../..")));
  const [event, another] = await capturedEvents(home, env);
  const runs: string[][] = [
    ["find"],
    ["find", "--json"],
    ["setup"],
    ["setup", "--send", "by-hand", "--service", "user", "--yes"],
    ["setup", "--send", "by-hand", "--service", "system", "--yes"],
    ...[
      "--bot tavern",
      "--bot tavern --json",
      "--bot tavern --html",
      "--bot tavern --raw --event 4",
      "--bot nobody",
    ].map((words) => ["preview", ...words.split(" ")]),
    ...[[], ["--json"], ["--html"], ["--raw", "--event", "2"]].map((words) => ["preview", ...words, log]),
    ["capture", "--bot", "tavern"],
    ["capture", logs, "--json"],
    ...[[], ["--diff"], ["--json"], ["--report"]].flatMap((words) => [
      ["scrub", ...words, "--bot", "tavern"],
      ["scrub", ...words, log],
      ["scrub", ...words],
    ]),
    ["whois", "0915", "--bot", "tavern"],
    ["list"],
    ["list", "--json"],
    ...[[], ["--json"], ["--raw"], ["--html"], ["--format", "markdown"]].map((words) => ["show", event, ...words]),
    ["edit", event, "--comment", Object.values(botSecrets).join(" and ")],
    ["show", event, "--raw"],
    ["review"],
    ["send", event, "--dry-run"],
    ["send", event, "--dsn", server.dsn],
    ["drop", another],
    ["undo", "--yes"],
    ["enable", "--yes"],
    ["disable"],
    ["manual", "off"],
    ["policy", "add", "meadow"],
    ["policy"],
    ["publisher", "list"],
    ["relay", "status"],
    ["relay", "dsn"],
    ["selftest"],
    ["history", "--json"],
    ["completion", "bash"],
    ["complete", "--", "show", ""],
    ["status"],
    ["status", "--json"],
    ["reset", "--yes"],
  ];
  expect([...new Set(runs.map(([verb]) => verb!)), "watch"].sort()).toEqual(await verbs());
  const stdin = readFileSync(log, "utf8");
  for (const words of runs) {
    const { stdout, stderr, status } = await runVextel(words, { home, env: { ...env, VEXTEL_DEBUG: "1" }, stdin });
    const isMeant = status === (words[0] === "review" ? 2 : status) && status !== 1 && status !== null;
    expect([words, isMeant || stderr, secretsIn(stdout + stderr)]).toEqual([words, true, []]);
    expect([words, secretsIn(allOf(own))]).toEqual([words, []]);
  }
  expect(server.requests.length).toBe(1);
  expect(secretsIn(server.requests.map(({ body }) => body.toString("latin1")).join("\n"))).toEqual([]);
  expect(secretsIn(allOf(join(home, ".config/systemd")))).toEqual([]);
}, 240_000);

/** Two events of the bot's logs; the first one is from a text that contains all secrets. */
async function capturedEvents(home: string, env: Record<string, string>): Promise<[string, string]> {
  await runVextel(["capture", "--bot", "tavern"], { home, env });
  const events = await runJson<{ id: string; title: string }[]>(["list"], { home, env });
  const withAll = events.find(({ title }) => title.startsWith("KeyError"));
  return [withAll!.id, events.find((one) => one !== withAll)!.id];
}

/** All commands, including `complete`, which shells call. */
async function verbs(): Promise<string[]> {
  const program = await createProgram({ terminal: { columns: 80 } } as CommandDeps);
  return program.commands.map((command) => command.name()).sort();
}

test("a command that needs no secrets opens no file with secrets, so that none can be in its memory or in a dump", async () => {
  const { home, env, logs } = redHome();
  const opened = async (...words: string[]) => {
    const file = join(temporaryFolder(), "opened");
    const more = { NODE_OPTIONS: `--import ${openedFiles}`, OPENED_FILES: file };
    await runVextel(words, { home, env: { ...env, ...more } });
    const paths = readFileSync(file, "utf8").trim().split("\n");
    return paths.filter((path) => path.startsWith(home) && !path.startsWith(env.VEXTEL_HOME));
  };
  const read = await opened("scrub", "--check", join(logs, "latest-part3.log"));
  expect(read.map((path) => basename(path))).toEqual(expect.arrayContaining(["config.json", "settings.json"]));
  for (const words of [["status"], ["status", "--json"], ["list"], ["show", "1234"], ["enable", "--yes"], ["history"]])
    expect([words, await opened(...words)]).toEqual([words, []]);
}, 120_000);

/** The command line and environment of each process with this home, by process id. */
function processesOf(own: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      const environment = readFileSync(`/proc/${id}/environ`, "latin1");
      if (environment.includes(`VEXTEL_HOME=${own}`))
        found.set(id, `${readFileSync(`/proc/${id}/cmdline`, "latin1")}\n${environment}`);
    } catch {
      // the process has ended, or belongs to another account
    }
  return found;
}

test.skipIf(!existsSync("/proc/self/environ"))(
  "neither watch --bot nor its sender has a secret in its command line or environment, and none is sent",
  async () => {
    const { home, logs, own, env } = redHome();
    const server = await startRecordingServer("hang");
    const plugins = {
      forecast: { version: "2.5.6", dsn: server.dsn, paths: ["cogs/forecast"], loggers: ["red.larder"] },
    };
    writeFileSync(join(home, "vextel.json"), JSON.stringify({ publisher: "larder", plugins }));
    await runVextel(["publisher", "add", join(home, "vextel.json")], { home, env });
    await runVextel(["enable", "larder", "--yes"], { home, env });
    const processes = new Map<string, string>();
    const now = new Date(Date.now() + 5000).toISOString().slice(0, 19).replace("T", " ");
    const text = errorWithAll(join(logs, "../..")).replaceAll(/2026-11-26 10:00:0\d/g, now);
    const { stdout, stderr } = await runVextel(["watch", "--bot", "tavern"], {
      home,
      env: { ...env, TZ: "UTC" },
      async onStart(child: ChildProcess) {
        let said = "";
        child.stderr!.on("data", (chunk) => (said += chunk));
        while (!said.includes("Watching")) await once(child.stderr!, "data");
        appendFileSync(join(logs, "latest-part3.log"), text);
        for (let look = 0; look < 300 && server.requests.length === 0; look++)
          await new Promise((resolve) => setTimeout(resolve, 100));
        for (const [id, told] of processesOf(own)) processes.set(id, told);
        server.play = { status: 200 };
        child.kill("SIGTERM");
      },
    });
    expect(server.requests.length).toBeGreaterThan(0);
    expect(processes.size).toBeGreaterThanOrEqual(2); // watch and the sender
    expect(secretsIn([...processes.values()].join("\n"))).toEqual([]);
    expect(secretsIn(server.requests.map(({ body }) => body.toString("latin1")).join("\n"))).toEqual([]);
    expect(secretsIn(stdout + stderr + allOf(own))).toEqual([]);
    for (const id of processes.keys()) if (existsSync(`/proc/${id}`)) process.kill(Number(id), "SIGTERM");
  },
  120_000,
);
