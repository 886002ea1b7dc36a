import { spawnSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { block, countsOf, quietLine, Watcher } from "../../support/watcher.ts";

test("watch - keeps each error of standard input when it is complete, and ends with its input", async () => {
  const home = temporaryFolder();
  const watcher = new Watcher(home, "-");
  await watcher.says("Watching", "err");
  watcher.process.stdin!.write(block("first") + quietLine);
  await watcher.says("number first");
  watcher.process.stdin!.write(block("open")); // nothing follows, so that only the silence ends it
  await watcher.says("number open");
  watcher.process.stdin!.write(block("again") + block("again") + block("last"));
  const ended = new Promise((resolve) => watcher.process.once("close", resolve));
  watcher.process.stdin!.end();
  expect(await ended).toBe(0);
  expect(await countsOf(home)).toEqual({ first: 1, open: 1, again: 2, last: 1 });
});

test("watch says at its end how many errors belonged to no registered plugin", async () => {
  const home = temporaryFolder();
  const manifest = join(home, "vextel.json");
  const lamp = { version: "1.0.0", dsn: "https://public@sentry.example/42", loggers: ["red.moth.lamp"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", plugins: { lamp } }));
  await runVextel(["publisher", "add", manifest], { home });
  const { status, stderr } = await runVextel(["watch", "-"], {
    home,
    stdin: block("grey") + block("white") + quietLine,
  });
  expect([status, stderr]).toEqual([
    0,
    expect.stringContaining("2 errors of unregistered plugins: ignored. --any includes them.\n"),
  ]);
  expect(await countsOf(home)).toEqual({});
});

test("watch - reports input that it cannot read, and keeps what came before", async () => {
  const home = temporaryFolder();
  const cut = gzipSync(`${block("grey")}${quietLine.repeat(9)}${Math.random().toString(36).repeat(99)}`).subarray(
    0,
    -20,
  );
  for (const [stdin, reason] of [
    [cut, "its gzip is cut off"],
    [Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), "it is compressed with xz, not text"],
  ] as const) {
    const { status, stderr } = await runVextel(["watch", "-"], { home, stdin });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`Cannot read standard input: ${reason}\n`)]);
  }
  expect(await countsOf(home)).toEqual({ grey: 1 });
});

test("watch reads a named pipe through writers that come and go", async ({ skip }) => {
  const home = temporaryFolder();
  const pipe = join(home, "pipe");
  if (spawnSync("mkfifo", [pipe]).status !== 0) return skip("there are no named pipes here");
  const watcher = new Watcher(home, pipe);
  await watcher.says("Watching", "err");
  for (const heron of ["grey", "white"]) {
    writeFileSync(pipe, block(heron) + quietLine);
    await watcher.says(`number ${heron}`);
  }
  expect(await watcher.stop("SIGTERM")).toBe(0);
  expect(await countsOf(home)).toEqual({ grey: 1, white: 1 });
});

/** A home whose owner has agreed to send the heron plugin's errors. */
async function enableHerons(): Promise<string> {
  const home = temporaryFolder();
  const manifest = join(home, "vextel.json");
  const plugin = { version: "1.0.0", dsn: "http://public@127.0.0.1:9/1", paths: ["cogs/heron/"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "herons", title: "Herons", plugins: { heron: plugin } }));
  await runVextel(["publisher", "add", manifest], { home });
  expect((await runVextel(["enable", "herons", "--yes"], { home })).status).toBe(0);
  return home;
}

/** An error without the logger's time. */
const undated = (heron: string) => `${block(heron).split("\n").slice(2).join("\n")}all is well\n`;

test("an error without a time is sent automatically only if it was written while watch ran", async () => {
  const home = await enableHerons();
  const log = join(home, "bot.err");
  writeFileSync(log, undated("old"));
  const watcher = new Watcher(home, "--from-start", log);
  await watcher.says("number old  -> vextel send ");
  await wait(1000);
  appendFileSync(log, undated("new"));
  await watcher.says("number new  -> sent automatically");
  expect(watcher.out).toMatch(/number old {2}-> vextel send \w+ \(before the answer\)/);
  await watcher.stop("SIGTERM");
  appendFileSync(log, undated("between"));
  const again = new Watcher(home, log);
  await again.says("number between  -> vextel send ");
  await again.stop("SIGTERM");
});

test("an error without a time in a stream is sent automatically only if the stream had been read completely before", async () => {
  const home = await enableHerons();
  const watcher = new Watcher(home, "-");
  watcher.process.stdin!.write(undated("old"));
  await watcher.says("number old  -> vextel send ");
  await wait(1000);
  watcher.process.stdin!.write(undated("new"));
  await watcher.says("number new  -> sent automatically");
  await watcher.stop("SIGTERM");
});

test("watch never sends automatically what a user may have written", async () => {
  const home = await enableHerons();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching 1 log", "err");
  const now = (text: string) =>
    text.replaceAll("2026-03-04 05:06:07", new Date(Date.now() + 5000).toISOString().slice(0, 19));
  const [, ...error] = block("true").split("\n");
  const chat = [`[2026-03-04 05:06:07] [INFO] red.chat: wren: hello`, ...block("false").split("\n").slice(2)];
  appendFileSync(log, now([...error, ...chat, quietLine].join("\n")));
  await watcher.says("number true  -> sent automatically");
  await watcher.says("(perhaps written by a user)");
  expect(watcher.out).toMatch(/number false {2}-> vextel send \w+ \(perhaps/);
  await watcher.says(
    `${log}: an error that may be chat which the bot printed is held. If a log contains nothing`,
    "err",
  );
  await watcher.stop("SIGTERM");
  const { stdout } = await runVextel(["status"], { home });
  expect(stdout).toContain("Events that may be chat are held. If a log contains nothing that users write, watch it");
  const whatToDo = /chat.* with --no-chat\. .*send by its id what no user wrote \(vextel send <event-id>\)/;
  expect(stdout.replace(/\s+/g, " ")).toMatch(whatToDo);
  const listed = await runVextel(["list"], { home });
  expect(listed.stderr).toMatch(whatToDo);
  const [id] = /^\w+(?=.*perhaps written by a user)/m.exec(listed.stdout)!;
  const shown = await runVextel(["show", id], { home });
  expect(shown.stdout).toContain(
    `held: perhaps written by a user\nIt may be chat that the bot printed; its notes say why.`,
  );
  expect(shown.stdout).toContain(`send it: vextel send ${id}.`);
  expect((await runVextel(["preview", log], { home })).stderr).toMatch(/^1 event may be chat/m);
  expect((await runVextel(["preview", "--no-chat", log], { home })).stderr).not.toContain("chat");
  expect((await runVextel(["preview", log], { home })).stderr).toMatch(whatToDo);
});

test("watch --no-chat sends automatically what a user would have had to write", async () => {
  const home = await enableHerons();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, "--no-chat", log);
  await watcher.says("Watching 1 log", "err");
  const now = (text: string) =>
    text.replaceAll("2026-03-04 05:06:07", new Date(Date.now() + 5000).toISOString().slice(0, 19));
  const said = [`[2026-03-04 05:06:07] [INFO] red.chat: wren: hello`, ...block("true").split("\n").slice(2)];
  appendFileSync(log, now([...said, quietLine].join("\n")));
  await watcher.says("number true  -> sent automatically");
  await watcher.stop("SIGTERM");
});
