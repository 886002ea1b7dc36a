import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Status {
  readonly publishers: readonly { name: string; answer: string; standing: string; kinds: readonly string[] }[];
}

const manifestOf = (publisher: string, dsn: string, path: string) =>
  JSON.stringify({ publisher, title: publisher, plugins: { weather: { version: "1.0.0", dsn, paths: [path] } } });

async function add(home: string, publisher: string, dsn: string, path = `${publisher}/weather`) {
  const file = join(home, `${publisher}.json`);
  writeFileSync(file, manifestOf(publisher, dsn, path));
  return runVextel(["publisher", "add", file], { home });
}

const statusOf = async (home: string) => (await runJson<Status>(["status"], { home })).publishers[0]!;

test("enable without --yes and without a terminal shows what consent would cover, changes nothing and exits with 2", async () => {
  const home = temporaryFolder();
  await add(home, "north", "https://key@sentry.example/42");
  const { status, stdout, stderr } = await runVextel(["enable", "north"], { home });
  expect(status).toBe(2);
  expect(stdout).toContain("sentry.example, project 42");
  expect(stdout).toContain("north/weather");
  expect(stderr).toContain("vextel enable north --yes");
  expect((await statusOf(home)).answer).toBe("unset");
});

test("the example that enable shows is the error itself, behind margins, and an address is named once", async () => {
  const home = temporaryFolder();
  await add(home, "north", "https://key@sentry.example/42");
  const stdin = [
    "[2026-03-04 05:06:07] [ERROR] red: Exception in command 'rain'",
    "Traceback (most recent call last):",
    '  File "/srv/north/weather/rain.py", line 4, in fall',
    "    raise ValueError(city)",
    "ValueError: no rain in 10.9.8.7",
    "",
  ].join("\n");
  await runVextel(["capture"], { home, stdin });
  const { stdout } = await runVextel(["enable", "north", "--yes"], { home });
  expect(stdout).toMatch(
    /as it would be sent \(in full: vextel show [0-9a-f]{12}\):\n {4}\| {3}File "weather\/rain.py", line 4, in fall\n {4}\| {5}raise ValueError\(city\)\n {4}\| \| ValueError: no rain in IP_V4\n/,
  );

  const path = join(home, "consent.json");
  const saved = JSON.parse(readFileSync(path, "utf8"));
  const own = { plugin: "weather", destination: "https://sentry.example/42", paths: [], loggers: [] };
  saved.publishers.north.declared = [own]; // what the plugin itself reports
  writeFileSync(path, JSON.stringify(saved));
  const status = await runVextel(["status"], { home });
  expect(status.stdout.match(/goes to/g)).toHaveLength(1);
  const asked = await runVextel(["enable", "north"], { home });
  expect(asked.stdout.match(/goes to/g)).toHaveLength(1);
  expect(asked.stdout).toContain("  errors   also those that the plugin itself reports\n");
});

test("a kind that is refused is not agreed to, and an unknown kind is wrong usage", async () => {
  const home = temporaryFolder();
  await add(home, "north", "https://key@sentry.example/42");
  const { status } = await runVextel(["enable", "north", "--without", "sessions,timings", "--yes"], { home });
  expect(status).toBe(0);
  const { publishers } = JSON.parse((await runVextel(["status", "--json"], { home })).stdout) as Status;
  expect(JSON.stringify(publishers[0]!.kinds)).toContain("errors");
  expect(JSON.stringify(publishers[0]!.kinds)).not.toMatch(/sessions|timings/);
  expect((await runVextel(["enable", "north", "--without", "moods", "--yes"], { home })).status).toBe(2);
});

test("events for an address that consent does not cover are held until the owner enables again; removal ends consent", async () => {
  const home = temporaryFolder();
  await add(home, "north", "https://key@sentry.example/42");
  await runVextel(["enable", "north", "--yes"], { home });
  const moved = await add(home, "north", "https://key@elsewhere.example/7");
  expect(moved.status).toBe(0);
  expect(moved.stdout + moved.stderr).toContain("vextel enable north");
  expect(await statusOf(home)).toMatchObject({ answer: "enabled", standing: "held" });
  const { stdout } = await runVextel(["status"], { home });
  expect(stdout).toContain("sentry.example");
  expect(stdout).toContain("elsewhere.example");
  await runVextel(["enable", "north", "--yes"], { home });
  expect((await statusOf(home)).standing).toBe("enabled");
  expect((await runVextel(["publisher", "remove", "north"], { home })).status).toBe(0);
  await add(home, "north", "https://key@elsewhere.example/7");
  expect((await statusOf(home)).answer).toBe("unset");
});

test("list --all shows the address that was used, and what allowed sending", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const sample = sealSample({ subject: { dsn: server.dsn } });
  await keepSamples(home, sample);
  expect((await runVextel(["send", sample.id], { home })).status).toBe(0);
  const { stdout } = await runVextel(["list", "--all"], { home });
  expect(stdout).toContain(`127.0.0.1:${new URL(server.dsn).port}`);
  expect(stdout).toContain("its owner named it");
});

test("while manifests cannot be read, status says what was decided, and consent can be withdrawn", async () => {
  for (const withdraw of [
    ["disable", "north"],
    ["disable", "--all"],
    ["reset", "--yes"],
  ]) {
    const home = temporaryFolder();
    await add(home, "north", "https://key@sentry.example/42");
    await runVextel(["enable", "north", "--yes"], { home });
    rmSync(join(home, "publishers"), { recursive: true });
    writeFileSync(join(home, "publishers"), "");

    const before = await runVextel(["status"], { home });
    expect([before.status, before.stderr]).toEqual([7, expect.stringContaining("publishers is not a folder")]);
    expect(before.stdout).toContain("north: enabled");
    const { status, stderr } = await runVextel(withdraw, { home });
    expect([status, stderr]).toEqual([0, expect.stringContaining("publishers is not a folder")]);
    expect((await runVextel(["status"], { home })).stdout).toContain("north: disabled");
  }
});
