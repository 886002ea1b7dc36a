import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Watcher } from "../support/watcher.ts";

/** A folder of rotated logs; the oldest contains the error `frost`. */
function logFolder(home: string): string {
  const folder = join(home, "logs");
  mkdirSync(join(folder, "archive"), { recursive: true });
  writeFileSync(join(folder, "bot.log"), sampleLog("rain"));
  writeFileSync(join(folder, "bot.log.1"), sampleLog("snow"));
  writeFileSync(join(folder, "bot.log.2.gz"), gzipSync(sampleLog("frost")));
  writeFileSync(join(folder, "settings.json"), "{}");
  return folder;
}

test("a folder means the logs in it, oldest first, and other files are listed", async () => {
  const home = temporaryFolder();
  const folder = logFolder(home);
  const events = await runJson<{ file: string }[]>(["preview", folder], { home });
  expect(events.map(({ file }) => file)).toEqual(
    ["bot.log.2.gz", "bot.log.1", "bot.log"].map((name) => join(folder, name)),
  );
  const captured = await runVextel(["capture", folder], { home });
  expect(captured.stdout.match(/^[0-9a-f]{32}/gm)).toHaveLength(3);
  expect(captured.stderr).toContain("Reading 3 logs");
  expect(captured.stderr).toContain("not logs: settings.json");
  const scrubbed = await runVextel(["scrub", folder], { home });
  expect([...scrubbed.stdout.matchAll(/KeyError: '(\w+)'/g)].map(([, name]) => name)).toEqual([
    "frost",
    "snow",
    "rain",
  ]);
  const { stdout } = await runVextel(["whois", "0915", folder], { home });
  expect(stdout).toBe("");
});

test("a folder without logs is refused, with a hint where logs may be", async () => {
  const home = temporaryFolder();
  logFolder(home);
  const { status, stderr } = await runVextel(["preview", home], { home });
  expect(status).toBe(3);
  expect(stderr).toContain(`There is no log in the folder ${home}`);
  expect(stderr).toContain(join(home, "logs"));
});

test("a folder that cannot be read is named, with the next step", async (context) => {
  if (process.getuid?.() !== 0) context.skip("only root can run it as another user");
  const home = temporaryFolder();
  const folder = logFolder(home);
  chmodSync(home, 0o755);
  chmodSync(folder, 0o700);
  const env = { VEXTEL_HOME: join(home, "own") };
  const { status, stderr } = await runVextel(["preview", folder], { home, uid: 65_534, env });
  expect(status).toBe(1);
  expect(stderr).toContain("its permissions do not allow you to read it");
  expect(stderr).toContain("as the account that the bot runs as");
});

test("pipes and devices in a folder are no logs, and are not read", async ({ skip }) => {
  const home = temporaryFolder();
  const folder = logFolder(home);
  if (spawnSync("mkfifo", [join(folder, "pipe.log")]).status !== 0) return skip("there are no named pipes here");
  symlinkSync("/dev/zero", join(folder, "zero.log"));
  const { status, stderr } = await runVextel(["preview", folder], { home });
  expect([status, stderr]).toEqual([0, expect.stringContaining("not logs: pipe.log, zero.log, settings.json")]);
  expect(stderr).toContain("Reading 3 logs");
  mkdirSync(join(folder, "folder.log"));
  const watcher = new Watcher(home, folder);
  await watcher.says("Watching 1 log;", "err");
  expect(await watcher.stop("SIGTERM")).toBe(0);
});
