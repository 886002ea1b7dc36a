import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { inLetters } from "../../support/sample-log.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  block,
  countsOf,
  killWhenWatching,
  type Listed,
  quietLine,
  titles,
  Watcher,
  watchToTheEnd,
} from "../../support/watcher.ts";

test("watch keeps an error when it appears, prints the command that sends it, and ends cleanly on SIGTERM", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, block("before"));
  const watcher = new Watcher(home, log);
  await watcher.says("Watching 1 log", "err");
  appendFileSync(log, block(1) + quietLine);
  await watcher.says("ValueError: no heron number b  -> vextel send ");
  expect(await watcher.stop("SIGTERM")).toBe(0);
  expect(await titles(home)).toEqual(["ValueError: no heron number b"]);
});

/** Writes a log with more errors than can be kept in the time after a signal. */
function writeMany(home: string): { log: string; count: number } {
  const [log, count] = [join(home, "red.log"), 450];
  writeFileSync(log, Array.from({ length: count }, (_, number) => block(number)).join("") + quietLine);
  return { log, count };
}

test.each([
  ["a signal ends watch within seconds", false],
  ["a second signal ends watch at once", true],
])(
  "%s, however much is unread; the rest is kept in the next run, and nothing twice",
  async (_, isAgain) => {
    const home = temporaryFolder();
    const { log, count } = writeMany(home);
    const watcher = new Watcher(home, "--any", "--from-start", log);
    await watcher.says("no heron number");
    if (isAgain) setTimeout(() => watcher.process.kill("SIGTERM"), 1_300);
    const status = await watcher.stop("SIGTERM");
    const kept = Object.keys(await countsOf(home)).length;
    if (kept < count) {
      expect(isAgain ? [null, 0] : [0]).toContain(status); // 0 if it ended before the second signal
      const next = new Watcher(home, "--any", log);
      await next.says(`no heron number ${inLetters(count - 1)}`);
      await next.stop("SIGTERM");
    }
    const counts = await countsOf(home);
    expect(Object.keys(counts)).toHaveLength(count);
    expect(new Set(Object.values(counts))).toEqual(new Set([1]));
  },
  120_000,
);

test("watch waits for a traceback to be complete, however slowly it is written", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  for (const piece of block("slow").match(/[\s\S]{1,60}/g)!) {
    appendFileSync(log, piece);
    await wait(300);
  }
  await watcher.says("no heron number slow"); // nothing follows, so that only the silence ends it
  await watcher.stop("SIGTERM");
  const [event] = await runJson<Listed[]>(["list"], { home });
  const { event: shown } = await runJson<{ event: { exception: { values: { stacktrace: unknown }[] } } }>(
    ["show", event!.id],
    { home },
  );
  expect(shown.exception.values).toHaveLength(1);
});

test("watch reports an error while other programs keep writing, without waiting for a silence", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  appendFileSync(log, block("soon"));
  for (let line = 0; line < 15 && !watcher.out; line++) {
    appendFileSync(log, quietLine);
    await wait(700);
  }
  expect(watcher.out).toContain("no heron number soon");
  await watcher.stop("SIGTERM");
});

test("if watch is killed after an error was kept and before the position was saved, the error is not kept twice", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  await killWhenWatching(home, log);
  const before = readFileSync(join(home, "watch.json"));
  appendFileSync(log, block("again") + block("again") + quietLine);
  await watchToTheEnd(home, log);
  writeFileSync(join(home, "watch.json"), before);
  appendFileSync(log, block("again") + quietLine);
  await watchToTheEnd(home, log);
  expect(await countsOf(home)).toEqual({ again: 3 });
});

test("if watch ends because an error cannot be kept, it captures it at the next start", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  await killWhenWatching(home, log);
  appendFileSync(log, block("again") + quietLine);
  await watchToTheEnd(home, log);
  renameSync(join(home, "outbox"), join(home, "outbox.away"));
  writeFileSync(join(home, "outbox"), "no folder");
  appendFileSync(log, block("again") + quietLine);
  const { status } = await runVextel(["watch", log], { home });
  expect(status).toBe(7);
  rmSync(join(home, "outbox"));
  renameSync(join(home, "outbox.away"), join(home, "outbox"));
  await watchToTheEnd(home, log);
  expect(await countsOf(home)).toEqual({ again: 2 });
});

/** A folder on its own disk of half a MiB; `undefined` if nothing can be mounted. */
function mountSmallDisk(): string | undefined {
  const folder = temporaryFolder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", folder]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", [folder]));
  return folder;
}

test("watch keeps each error exactly once while the disk is temporarily full", async ({ skip }) => {
  const home = mountSmallDisk();
  if (!home) return skip("nothing can be mounted here");
  const log = join(temporaryFolder(), "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  appendFileSync(log, block("before") + quietLine);
  await watcher.says("number before");
  const ballast = join(home, "ballast");
  expect(() => writeFileSync(ballast, Buffer.alloc(1024 * 1024))).toThrow("ENOSPC");
  for (let number = 0; number < 20; number++) appendFileSync(log, block(number) + quietLine);
  await watcher.says("trying again until it works", "err");
  rmSync(ballast);
  await watcher.says("number bj");
  await watcher.stop("SIGTERM");
  const wanted = ["before", ...Array.from({ length: 20 }, (_, number) => `${number}`)];
  expect(await titles(home)).toEqual(wanted.map((number) => `ValueError: no heron number ${inLetters(number)}`).sort());
}, 60_000);

test("if its saved positions are damaged, watch says so and does not change the file", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "watch.json"), '{"version":1,"fil');
  const { status, stderr } = await runVextel(["watch", join(home, "red.log")], { home });
  expect(status).toBe(7);
  expect(stderr).toContain("is damaged");
  expect(readFileSync(join(home, "watch.json"), "utf8")).toBe('{"version":1,"fil');
});
