import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A folder with two logs, an empty folder, and a log that cannot be read. */
function makeLogs() {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  writeFileSync(path("first.log"), sampleLog("rain"));
  writeFileSync(path("last.log"), `${sampleLog("snow")}asked by 133049272517001217\n`);
  writeFileSync(path("picture.log"), Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  mkdirSync(path("empty"));
  return { path, all: ["first.log", "missing.log", "picture.log", "empty", "last.log"].map(path) };
}

const failures = (path: (name: string) => string) => [
  `There is no log in the folder ${path("empty")}`,
  `Cannot read ${path("missing.log")}: there is no such file`,
  `Cannot read ${path("picture.log")}: it is a picture, not text`,
];

test.each(["capture", "preview"])("%s: a log that cannot be read does not affect the others", async (command) => {
  const home = temporaryFolder();
  const { path, all } = makeLogs();
  const { status, stdout, stderr } = await runVextel([command, ...all], { home });
  expect(stdout).toMatch(/rain[\s\S]*snow/);
  expect(stderr.split("\n")).toEqual(expect.arrayContaining(failures(path)));
  expect(stderr).toMatch(command === "capture" ? /2 events kept/ : /2 events shown/);
  expect(status).toBe(3); // of all failures the highest: there is no such log
  const events = await runJson<{ file: string }[]>([command, path("missing.log"), path("last.log")], { home });
  expect(events.map(({ file }) => file)).toEqual([path("last.log")]);
});

test("setup: a log that cannot be read does not affect the others", async () => {
  const home = temporaryFolder();
  const { path } = makeLogs();
  const args = ["--log", path(""), "--send", "by-hand", "--service", "none", "--yes"];
  const { status, stdout, stderr } = await runVextel(["setup", ...args], { home });
  expect(stderr).toContain(`Cannot read ${path("picture.log")}: it is a picture, not text`);
  expect([status, stdout]).toEqual([1, expect.stringMatching(/3 logs, 2 events[\s\S]*2 events kept/)]);
});

test("publisher simulate: a log that cannot be read does not affect the others", async () => {
  const home = temporaryFolder();
  const { path } = makeLogs();
  const plugins = { weather: { version: "1.0.0", dsn: "https://key@north.example/7", paths: ["cogs/weather"] } };
  writeFileSync(path("vextel.json"), JSON.stringify({ publisher: "north", plugins }));
  const logs = ["first.log", "picture.log", "last.log"].map(path);
  const run = await runVextel(["publisher", "simulate", "--manifest", path("vextel.json"), ...logs], { home });
  expect(run.stderr).toContain(`Cannot read ${path("picture.log")}: it is a picture, not text`);
  expect([run.status, run.stdout]).toEqual([1, expect.stringMatching(/rain[\s\S]*snow/)]);
});

test("equal errors in several files are one event, shown as it is kept", async () => {
  const home = temporaryFolder();
  const { path } = makeLogs();
  writeFileSync(path("rotated.log"), sampleLog("hail", "rain", "rain"));
  const logs = ["first.log", "last.log", "rotated.log"].map(path);
  type Shown = { id: string; sha256: string; count: number; file: string };
  const shown = await runJson<Shown[]>(["preview", ...logs], { home });
  const counts = shown.map(({ file, count }) => [file, count]);
  expect(counts).toEqual([
    [path("first.log"), 3],
    [path("last.log"), 1],
    [path("rotated.log"), 1],
  ]);
  await runVextel(["capture", ...logs], { home });
  const kept = await runJson<Shown[]>(["list"], { home });
  const bytesOf = (all: readonly Shown[]) => all.map(({ id, sha256 }) => [id, sha256]).sort();
  expect(bytesOf(kept)).toEqual(bytesOf(shown));
  const again = await runJson<Shown[]>(["preview", ...logs, ...logs], { home });
  expect(bytesOf(again)).toEqual(bytesOf(shown)); // a log that is read twice counts once
  const setup = await runVextel(["setup", "--log", path(""), "--send", "by-hand", "--service", "none", "--yes"], {
    home: temporaryFolder(),
  });
  expect(setup.stdout).toMatch(/4 logs, 3 events[\s\S]*3 events kept/);
});

test("equal errors of one log are one event, shown as it is kept, also if some come late or among many others", async () => {
  const { path } = makeLogs();
  const at = (hour: number, name: string) => sampleLog(name).replaceAll(" 03:", ` ${String(hour).padStart(2, "0")}:`);
  const many = sampleLog(...Array.from({ length: 1100 }, (_, number) => `rain ${inLetters(number)}`));
  const logs = {
    late: at(3, "rain") + at(5, "snow") + at(5, "hail") + at(3, "rain").replaceAll(":04:05", ":05:05"),
    many: sampleLog("rain") + many + sampleLog("rain").replaceAll(":04:05", ":34:05"),
  };
  type Shown = { id: string; sha256: string; count: number };
  for (const [name, log] of Object.entries(logs)) {
    const home = temporaryFolder();
    writeFileSync(path("one.log"), log);
    const shown = await runJson<Shown[]>(["preview", path("one.log")], { home });
    expect([name, new Set(shown.map(({ id }) => id)).size]).toEqual([name, shown.length]);
    if (name === "many") continue; // too many to be held: what comes late is not counted
    expect(shown[0]!.count).toBe(2);
    await runVextel(["capture", path("one.log")], { home });
    const kept = await runJson<Shown[]>(["list"], { home });
    const first = kept.find(({ id }) => id === shown[0]!.id);
    expect(first?.sha256).toBe(shown[0]!.sha256);
  }
});

test("scrub and whois: a file that cannot be read does not affect the others", async () => {
  const home = temporaryFolder();
  const { path, all } = makeLogs();
  const scrubbed = await runVextel(["scrub", ...all], { home });
  expect(scrubbed.stdout).toMatch(/rain[\s\S]*snow[\s\S]*asked by SHORTENED-ID-\d{4}\n$/);
  expect(scrubbed.stderr.split("\n")).toEqual(expect.arrayContaining(failures(path)));
  expect(scrubbed.status).toBe(3);
  const short = /SHORTENED-ID-\d{4}/.exec(scrubbed.stdout)![0];
  const found = await runVextel(["whois", short, path("missing.log"), path("last.log")], { home });
  expect([found.status, found.stdout]).toEqual([1, expect.stringContaining("133049272517001217")]);
});

test("scrub --check of several files: one that cannot be read is not clean", async () => {
  const { path } = makeLogs();
  const check = ["scrub", "--check", path("first.log"), path("missing.log")];
  expect((await runVextel(check, { home: temporaryFolder() })).status).toBe(1);
});

test("what can be read of a damaged gzip is used, the damage is reported, and JSON is complete", async () => {
  const home = temporaryFolder();
  const { path } = makeLogs();
  const gzip = gzipSync(`${sampleLog("rain")}${"a line of a log\n".repeat(9)}${Math.random().toString(36).repeat(99)}`);
  writeFileSync(path("cut.gz"), gzip.subarray(0, -20));
  const says = `Cannot read ${path("cut.gz")}: its gzip is cut off\n`;
  const captured = await runVextel(["capture", path("cut.gz")], { home });
  expect([captured.status, captured.stderr]).toEqual([1, expect.stringContaining(says)]);
  expect(captured.stdout).toContain("rain");
  const scrubbed = await runVextel(["scrub", path("cut.gz")], { home });
  expect([scrubbed.status, scrubbed.stderr]).toEqual([1, expect.stringContaining(says)]);
  expect(scrubbed.stdout).toContain("a line of a log\n");
  for (const name of ["cut.gz", "missing.log"])
    for (const command of [["preview"], ["capture"], ["scrub", "--check"]])
      expect(await runJson([...command, path(name)], { home })).toBeDefined();
});
