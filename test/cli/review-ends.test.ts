import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { hasTmux, type Screen, startOnScreen } from "../support/screen.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A home with some pending events, and a server of their own. */
async function openHome(home = temporaryFolder(), count = 3) {
  const server = await startRecordingServer();
  const names = Array.from({ length: count }, (_, at) => `rain in ${inLetters(at)}`);
  await runVextel(["capture"], { home, stdin: sampleLog(...names) });
  const list = () => runJson<{ id: string; sha256: string }[]>(["list"], { home });
  const start = () => startOnScreen(["review", "--dsn", server.dsn], home, {}, [80, 24]);
  return { home, server, list, start };
}

async function go(screen: Screen, key: string, pattern: RegExp): Promise<void> {
  screen.press(key);
  await screen.see(pattern);
}

/** The process id of the review in this home. */
function processOf(home: string): number {
  const { stdout } = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
  for (const line of stdout.split("\n").filter((one) => / review --dsn /.test(one) && !/sh -c|tmux/.test(one))) {
    const pid = Number.parseInt(line, 10);
    if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(`VEXTEL_HOME=${home}\0`)) return pid;
  }
  throw new Error("no review runs");
}

test.skipIf(!hasTmux || process.platform !== "linux")("SIGTERM restores the terminal and changes nothing", async () => {
  const { home, start, list, server } = await openHome();
  const before = await list();
  const screen = start();
  await screen.see(/Event 1\/3[\s\S]*scrubbed/);
  await go(screen, "s", /Event 2\/3[\s\S]*scrubbed/);
  process.kill(processOf(home), "SIGTERM");
  expect(await screen.end()).toBe(143);
  expect(screen.read()).not.toContain("scrubbed: what is sent");
  expect([await list(), server.requests.length]).toEqual([before, 0]);
});

const mounts = spawnSync("unshare", ["-m", "true"]).status === 0 && process.getuid?.() === 0;

test.skipIf(!hasTmux || !mounts)(
  "on a full disk, failures are reported, each event stays intact, and sent events are not sent again",
  async () => {
    const disk = temporaryFolder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=600k", "none", disk]).status !== 0) return;
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    const home = join(disk, "home");
    mkdirSync(home);
    const { start, list, server } = await openHome(home);
    const before = await list();
    const screen = start();
    await screen.see(/Event 1\/3[\s\S]*scrubbed/);
    await go(screen, "c", /Comment to the plugin's author/);
    screen.press("too late");
    await go(screen, "Enter", /changed: \d+ bytes/);
    await go(screen, "s", /Event 2\/3[\s\S]*scrubbed/);
    await go(screen, "d", /Event 3\/3[\s\S]*scrubbed/);
    spawnSync("dd", ["if=/dev/zero", `of=${join(disk, "full")}`, "bs=4k"]);
    await go(screen, "q", /Do it\?/);
    await go(screen, "y", /Some of it failed/);
    screen.press("Enter");
    expect(await screen.end()).toBeGreaterThan(0);
    spawnSync("rm", [join(disk, "full")]);
    const after = await list();
    const sent = server.requests.length;
    expect(after.length + sent).toBeGreaterThanOrEqual(before.length - 1);
    await runVextel(["send", "--all", "--dsn", server.dsn], { home });
    const ids = server.requests.map(({ body }) => JSON.parse(body.toString().split("\n")[0]!).event_id);
    expect(new Set(ids).size).toBe(ids.length);
  },
  60_000,
);
