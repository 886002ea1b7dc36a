import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Watcher } from "../support/watcher.ts";

const damaged = (home: string) => writeFileSync(join(home, "rate-limits.json"), "{", { mode: 0o600 });
const limitsProblem = /The rate-limit file .* is damaged; nothing was sent\nMove it away: mv /;

/** A home with an enabled publisher, and a log that `watch` follows while one error is written. */
async function watchOneError(home: string, dsn: string) {
  const manifest = { publisher: "moth", plugins: { heron: { version: "1.0.0", dsn, paths: ["cogs/heron"] } } };
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest));
  await runVextel(["publisher", "add", join(home, "vextel.json")], { home });
  await runVextel(["enable", "moth", "--yes"], { home });
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  const time = new Date(Date.now() + 1000).toISOString().slice(0, 19).replace("T", " ");
  appendFileSync(
    log,
    [
      `[${time}] [ERROR] red: Exception in command 'heron'`,
      "Traceback (most recent call last):",
      '  File "/srv/cogs/heron/heron.py", line 12, in heron',
      "    await self.look()",
      "ValueError: no heron",
      `[${time}] [INFO] red: all is well`,
      "",
    ].join("\n"),
  );
  await watcher.says("sent automatically");
  await watcher.stop("SIGTERM");
  return log;
}

/** As a sender that fails leaves it. */
function addReason(home: string, reason: string): void {
  const folder = join(home, "outbox/waiting");
  const path = join(folder, readdirSync(folder).find((name) => /^[0-9a-f]{32}\.json$/.test(name))!);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), reason }));
}

test("files without which nothing is sent are reported by status, list and watch; then watch sends what is pending", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  damaged(home);
  const log = await watchOneError(home, server.dsn);
  const status = await runVextel(["status"], { home });
  expect([status.status, status.stderr]).toEqual([7, expect.stringMatching(limitsProblem)]);
  expect(status.stdout).not.toMatch(/^next/m);
  expect((await runVextel(["list"], { home })).stderr).toMatch(limitsProblem);
  const json = await runJson<{ rateLimits?: { error: string } }>(["status"], { home });
  expect(json.rateLimits?.error).toContain("is damaged");
  const second = new Watcher(home, log);
  await second.says("is damaged", "err");
  await second.stop("SIGTERM");
  expect(server.requests).toEqual([]);
  rmSync(join(home, "rate-limits.json"));
  const third = new Watcher(home, log);
  for (let look = 0; look < 300 && server.requests.length === 0; look++) await wait(100);
  await third.stop("SIGTERM");
  expect(server.requests).toHaveLength(1);
}, 60_000);

test("status counts what could not be sent yet, and says where the reason is", async () => {
  const home = temporaryFolder();
  damaged(home);
  await watchOneError(home, "http://public@127.0.0.1:9/1");
  rmSync(join(home, "rate-limits.json"));
  let stdout = "";
  for (let look = 0; look < 20 && !stdout.includes("which failed"); look++) {
    addReason(home, "no server answers at this address"); // the sender that `watch` started may still be at work
    stdout = (await runVextel(["status"], { home })).stdout;
  }
  expect(stdout).toContain("1 event pending (1 sent automatically, which failed until now), 0 sent");
  expect(stdout).toMatch(/^next +see why 1 event could not be sent yet: vextel list$/m);
});
