import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../src/seal/ids/digest.ts";
import { repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startRelayProcess } from "./start-relay.ts";
import { manifestOf } from "./support.ts";

const python = "/usr/bin/python3";
const pythonEnv = { PYTHONPATH: process.env.VEXTEL_TEST_SENTRY_SDK ?? "", PYTHONDONTWRITEBYTECODE: "1" };
const hasPythonSdk = spawnSync(python, ["-c", "import sentry_sdk"], { env: pythonEnv }).status === 0;
const page = readFileSync(join(repository, "docs/red-cogs.md"), "utf8");
const [reporter, cog] = [...page.matchAll(/^```python\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

/** Installs the cog of the documentation where Red installs cogs. */
function installCog(): string {
  const data = join(temporaryFolder(), "Red-DiscordBot/data/tavern");
  const folder = join(data, "cogs/CogManager/cogs/lamps");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "__init__.py"), "");
  writeFileSync(join(folder, "reporter.py"), reporter!);
  writeFileSync(join(folder, "lamps.py"), cog!);
  return data;
}

function runBot(data: string, lines: readonly string[], env: Record<string, string>): Promise<string> {
  const child = spawn(python, [join(import.meta.dirname, "red-bot/bot.py")], {
    env: { PATH: process.env.PATH, HOME: data, DATA_PATH: data, ...pythonEnv, ...env },
  });
  child.stdin.end(lines.join("\n"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  return new Promise((resolve) => child.on("close", () => resolve(said)));
}

async function setUp() {
  const [home, data, server] = [temporaryFolder(), installCog(), await startRecordingServer()];
  const manifest = join(home, "vextel.json");
  writeFileSync(manifest, manifestOf("moth", "lamps", server.dsn, ["cogs/lamps"]));
  expect((await runVextel(["publisher", "add", manifest], { home })).status).toBe(0);
  await startRelayProcess(home);
  const { dsn } = await runJson<{ dsn: string }>(["relay", "dsn", "moth/lamps"], { home });
  return { home, data, server, env: { DSN: dsn, http_proxy: "http://127.0.0.1:9" } };
}

test.skipIf(!hasPythonSdk)(
  "a cog's error is held, the owner is shown how to send it, and the author gets those bytes",
  async () => {
    const { home, data, server, env } = await setUp();
    const said = await runBot(data, ["light desk", "light attic"], env);
    expect(said).toContain("[reply] desk is lit with 40 W\n");
    const [, id] = /\[owner\] .*`vextel send ([0-9a-f]{32})`\n/.exec(said)!;
    expect(said).not.toMatch(/warn|urllib3|Traceback/i);
    const shown = await runVextel(["show", "--raw", id!], { home });
    expect([shown.status, server.requests]).toEqual([0, []]);
    const event = JSON.parse(shown.bytes.toString().split("\n")[2]!);
    expect(event).toMatchObject({
      ...{ platform: "python", release: "lamps@2.0.0", tags: { command: "light", plugin: "lamps", cog: "lamps" } },
      breadcrumbs: { values: [{ message: "asked for a lamp" }, { message: "asked for a lamp", data: { length: 5 } }] },
    });
    const raised = event.exception.values.at(-1);
    expect(raised).toMatchObject({ type: "KeyError", value: "'attic'" });
    const own = raised.stacktrace.frames.filter((frame: { in_app: boolean }) => frame.in_app);
    expect(own).toMatchObject([
      { filename: "lamps/lamps.py", function: "light", context_line: expect.stringContaining("watts = ") },
    ]);
    expect(JSON.stringify(event)).not.toMatch(/tavern|server_name|"vars"|argv/);

    expect((await runVextel(["send", id!], { home })).status).toBe(0);
    expect(server.requests.map(({ body }) => digest(body))).toEqual([digest(shown.bytes)]);
  },
);

test.skipIf(!hasPythonSdk)(
  "with consent a cog's errors, timings and sessions are sent automatically",
  async () => {
    const { home, data, server, env } = await setUp();
    expect((await runVextel(["enable", "moth", "--yes"], { home })).status).toBe(0);
    await runBot(data, ["light attic"], env);
    const types = () => server.requests.map(({ body }) => JSON.parse(body.toString().split("\n")[1]!).type).sort();
    await expect.poll(types, { timeout: 30_000 }).toEqual(["event", "session", "transaction"]);
    for (const { body } of server.requests) expect(body.toString()).not.toMatch(/tavern|server_name/);
  },
  60_000,
);

test.skipIf(!hasPythonSdk)("without a relay, and without a DSN, the bot runs as usual", async () => {
  const data = installCog();
  for (const env of [{}, { DSN: `http://${"ab".repeat(16)}@127.0.0.1:9/moth/lamps/1` }]) {
    const said = await runBot(data, ["light attic", "light hall"], env as Record<string, string>);
    expect(said).toMatch(/Error in command 'light'[\s\S]*hall is lit/);
    expect(said).not.toMatch(/warn|urllib3|Traceback/i);
  }
});
