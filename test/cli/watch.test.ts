import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { programPath } from "../support/program.ts";
import { environment, runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A number in letters: errors that differ in numbers alone are equal. */
const inLetters = (number: number | string) =>
  String(number).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));

/** What Red writes when a command fails; every one at the same second, so that only the heron tells two apart. */
const block = (heron: number | string) =>
  [
    "[2026-03-04 05:06:07] [INFO] red.herons: looking for herons",
    "[2026-03-04 05:06:07] [ERROR] red: Exception in command 'heron'",
    "Traceback (most recent call last):",
    '  File "/srv/cogs/heron/heron.py", line 12, in heron',
    "    await self.look()",
    `ValueError: no heron number ${inLetters(heron)}`,
    "",
  ].join("\n");
const quietLine = "[2026-03-04 05:06:08] [INFO] red: all is well\n";

interface Listed {
  readonly title: string;
  readonly id: string;
  readonly count: number;
}

class Watcher {
  readonly process: ChildProcess;
  out = "";
  err = "";
  constructor(home: string, ...args: string[]) {
    this.process = spawn(process.execPath, [programPath(), "watch", ...args], {
      cwd: home,
      env: environment({ home }),
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process.stdout!.on("data", (chunk) => (this.out += chunk));
    this.process.stderr!.on("data", (chunk) => (this.err += chunk));
  }
  /** Waits until it has said so, at most half a minute. */
  async says(text: string, stream: "out" | "err" = "out"): Promise<void> {
    for (let look = 0; look < 300 && !this[stream].includes(text) && this.process.exitCode === null; look++)
      await wait(100);
    expect(this[stream]).toContain(text);
  }
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once("close", (status) => resolve(status)));
    this.process.kill(signal);
    return ended;
  }
}

/** For how many errors of each heron the events stand. */
async function countsOf(home: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { title, count } of await runJson<Listed[]>(["list", "--all"], { home })) {
    const heron = title.split(" ").at(-1)!;
    counts[heron] = (counts[heron] ?? 0) + count;
  }
  return counts;
}

const titles = async (home: string) => (await runJson<Listed[]>(["list"], { home })).map(({ title }) => title).sort();

test("watch keeps an error as it appears, tells the command that sends it, and ends cleanly on SIGTERM", async () => {
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

/** Of more errors than can be kept in the time that a signal leaves. */
function writeMany(home: string): { log: string; count: number } {
  const [log, count] = [join(home, "red.log"), 450];
  writeFileSync(log, Array.from({ length: count }, (_, number) => block(number)).join("") + quietLine);
  return { log, count };
}

test.each([
  ["a signal ends watch within seconds", false],
  ["a second signal ends watch at once", true],
])(
  "%s, however much is unread; what is left is kept the next time, and nothing twice",
  async (_, isAgain) => {
    const home = temporaryFolder();
    const { log, count } = writeMany(home);
    const watcher = new Watcher(home, "--any", "--from-start", log);
    await watcher.says("no heron number");
    if (isAgain) setTimeout(() => watcher.process.kill("SIGTERM"), 1_300);
    const status = await watcher.stop("SIGTERM");
    const kept = Object.keys(await countsOf(home)).length;
    if (kept < count) {
      expect(isAgain ? [null, 0] : [0]).toContain(status); // 0 where it ended before it was told again
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
  await watcher.says("no heron number slow"); // nothing follows it: the silence ends it
  await watcher.stop("SIGTERM");
  const [event] = await runJson<Listed[]>(["list"], { home });
  const { event: shown } = await runJson<{ event: { exception: { values: { stacktrace: unknown }[] } } }>(
    ["show", event!.id],
    { home },
  );
  expect(shown.exception.values).toHaveLength(1);
});

test("watch reports an error while others continue to write, sooner than after a silence", async () => {
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

test("watch follows logs that appear later, are named by a pattern, truncated and rotated", async () => {
  const home = temporaryFolder();
  const folder = join(home, "logs");
  mkdirSync(folder);
  const watcher = new Watcher(home, join(folder, "*.log"));
  await watcher.says("Watching 0 logs", "err");
  const log = join(folder, "late.log");
  writeFileSync(log, block("late") + quietLine);
  await watcher.says("number late");
  truncateSync(log, 0);
  appendFileSync(log, block("cut") + quietLine);
  await watcher.says("number cut");
  appendFileSync(log, block("old") + quietLine);
  renameSync(log, `${log}.1`);
  writeFileSync(log, block("mid") + quietLine);
  renameSync(`${log}.1`, `${log}.2`);
  renameSync(log, `${log}.1`);
  writeFileSync(log, block("new") + quietLine);
  await watcher.says("number new");
  expect(await watcher.stop("SIGINT")).toBe(130);
  expect((await titles(home)).map((title) => title.split(" ").at(-1))).toEqual(["cut", "late", "mid", "new", "old"]);
});

/** How many errors are written while watching is killed again and again; by hand: 10,000. */
const errors = Number(process.env.VEXTEL_WATCH_ERRORS ?? 60);
const errorsAtOnce = Math.ceil(errors / 1000);
/** One in three is equal to others of the same second; no more differ than the outbox holds. */
const heronOf = (number: number) => (number % 3 === 0 ? "again" : inLetters(number % 500));

/** Writes errors, some in two pieces, and rotates the log every second; calls `written` with how many there are. */
async function writeAndRotate(log: string, count: (written: number) => void): Promise<void> {
  let rotatedAt = Date.now();
  for (let written = 0; written < errors; count(++written)) {
    const text = block(heronOf(written)) + quietLine;
    const cut = written % 7 === 0 ? Math.floor(Math.random() * text.length) : text.length;
    appendFileSync(log, text.slice(0, cut));
    if (cut < text.length || written % errorsAtOnce === 0) await wait(40);
    appendFileSync(log, text.slice(cut));
    if (Date.now() - rotatedAt < 1000) continue;
    rotate(log);
    rotatedAt = Date.now();
  }
}

/** None is deleted, however late a watcher comes. */
function rotate(log: string): void {
  renameSync(log, `${log}-${Date.now()}`);
  writeFileSync(log, "");
}

/** Whether watching remembers that every error of the log is kept. */
function isDone(home: string, log: string): boolean {
  const { position } = JSON.parse(readFileSync(join(home, "watch.json"), "utf8")).files[log];
  const { ino, size } = statSync(log);
  return position.inode === ino && position.offset === size;
}

test("watch misses nothing and doubles nothing through rotation and SIGKILL at random moments", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  await killWhenWatching(home, log);
  let written = 0;
  const writing = writeAndRotate(log, (count) => (written = count));
  while (written < errors) {
    const watcher = new Watcher(home, log);
    await wait(300 + Math.random() * 1200);
    await watcher.stop("SIGKILL");
  }
  await writing;
  const last = new Watcher(home, log);
  while (!isDone(home, log) && last.process.exitCode === null) await wait(200);
  await last.stop("SIGTERM");
  const wanted: Record<string, number> = {};
  for (let n = 0; n < errors; n++) wanted[heronOf(n)] = (wanted[heronOf(n)] ?? 0) + 1;
  expect(await countsOf(home)).toEqual(wanted);
}, 1_800_000);

/** Lets it begin and ends it without warning. */
async function killWhenWatching(home: string, ...args: string[]): Promise<void> {
  const watcher = new Watcher(home, ...args);
  await watcher.says("Watching", "err");
  await watcher.stop("SIGKILL");
}

/** Watches until all of the log is kept. */
async function watchToTheEnd(home: string, log: string): Promise<void> {
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  while (!isDone(home, log) && watcher.process.exitCode === null) await wait(50);
  await watcher.stop("SIGKILL");
}

const numbers = async (home: string) => (await titles(home)).map((title) => title.split(" ").at(-1));

test("watch killed after an error was kept and before its place was marked does not keep it twice", async () => {
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

test("watch finds errors from while it did not run: in the log, in rotated ones and in new ones", async () => {
  const home = temporaryFolder();
  const folder = join(home, "logs");
  mkdirSync(folder);
  const log = join(folder, "red.log");
  writeFileSync(log, block("before") + quietLine);
  const args = [join(folder, "*.log"), join(folder, "named")];
  await killWhenWatching(home, ...args);
  appendFileSync(log, block("old") + quietLine);
  rotate(log);
  writeFileSync(join(folder, "late.log"), block("late") + quietLine);
  writeFileSync(join(folder, "named"), block("named") + quietLine);
  appendFileSync(log, block("new") + quietLine);
  const watcher = new Watcher(home, ...args);
  for (const number of ["old", "late", "named", "new"]) await watcher.says(`number ${number}`);
  await watcher.stop("SIGTERM");
  expect(await numbers(home)).toEqual(["late", "named", "new", "old"]);
});

test("watch finds what is left when its log was deleted meanwhile", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(`${log}.9`, block("ancient") + quietLine);
  await wait(50); // time stamps of files are coarse
  writeFileSync(log, "");
  await killWhenWatching(home, log);
  appendFileSync(log, block("first") + quietLine);
  await watchToTheEnd(home, log);
  renameSync(log, `${log}.2`);
  writeFileSync(`${log}.1`, block("second") + quietLine);
  writeFileSync(log, block("third") + quietLine);
  rmSync(`${log}.2`);
  await watchToTheEnd(home, log);
  expect(await numbers(home)).toEqual(["first", "second", "third"]);
});

/** A folder on a disk of its own of half a MiB; `undefined` where nothing can be mounted. */
function mountSmallDisk(): string | undefined {
  const folder = temporaryFolder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", folder]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", [folder]));
  return folder;
}

test("watch misses nothing and doubles nothing while the disk is full for a while", async ({ skip }) => {
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

test("watch does not mix two logs", async () => {
  const home = temporaryFolder();
  const logs = ["a", "b"].map((name) => join(home, `${name}.log`));
  for (const log of logs) writeFileSync(log, "");
  const watcher = new Watcher(home, ...logs);
  await watcher.says("Watching 2 logs", "err");
  const [a, b] = [block("from-a").split("\n"), block("from-b").split("\n")];
  for (const [index, line] of a.entries()) {
    appendFileSync(logs[0]!, `${line}\n`);
    appendFileSync(logs[1]!, `${b[index]}\n`);
    await wait(50);
  }
  await watcher.says("from-a");
  await watcher.says("from-b");
  await watcher.stop("SIGTERM");
  expect(await titles(home)).toEqual(["ValueError: no heron number from-a", "ValueError: no heron number from-b"]);
});

test("watch with a damaged memory of its places says so and leaves the file alone", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "watch.json"), '{"version":1,"fil');
  const { status, stderr } = await runVextel(["watch", join(home, "red.log")], { home });
  expect(status).toBe(7);
  expect(stderr).toContain("is damaged");
  expect(readFileSync(join(home, "watch.json"), "utf8")).toBe('{"version":1,"fil');
});

test("watch - keeps each error of standard input when it is complete, and ends with its input", async () => {
  const home = temporaryFolder();
  const watcher = new Watcher(home, "-");
  await watcher.says("Watching", "err");
  watcher.process.stdin!.write(block("first") + quietLine);
  await watcher.says("number first");
  watcher.process.stdin!.write(block("open")); // nothing follows it: the silence ends it
  await watcher.says("number open");
  watcher.process.stdin!.write(block("again") + block("again") + block("last"));
  const ended = new Promise((resolve) => watcher.process.once("close", resolve));
  watcher.process.stdin!.end();
  expect(await ended).toBe(0);
  expect(await countsOf(home)).toEqual({ first: 1, open: 1, again: 2, last: 1 });
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

test("watch takes a folder for the logs in it, those that come later too, and Red's parts for one log", async () => {
  const home = temporaryFolder();
  const folder = join(home, "logs");
  mkdirSync(folder);
  const part = (name: string) => join(folder, name);
  writeFileSync(part("latest.log"), block("before") + quietLine);
  const watcher = new Watcher(home, folder);
  await watcher.says("Watching 1 log;", "err");
  appendFileSync(part("latest.log"), block("one") + quietLine);
  await watcher.says("number one");
  renameSync(part("latest.log"), part("latest-part1.log"));
  writeFileSync(part("latest-part2.log"), block("two") + quietLine);
  await watcher.says("number two");
  for (const name of ["latest-part1.log", "latest-part2.log"])
    renameSync(part(name), part(name.replace("latest", "previous")));
  writeFileSync(part("latest.log"), block("three") + quietLine);
  writeFileSync(part("other.log"), block("other") + quietLine);
  await watcher.says("number three");
  await watcher.says("number other");
  await watcher.stop("SIGTERM");
  expect(await countsOf(home)).toEqual({ one: 1, two: 1, three: 1, other: 1 });
});

test("watch reports what is missing: a folder, a log, a pattern that matches nothing", async () => {
  const home = temporaryFolder();
  const watcher = new Watcher(home, join(home, "typo/red.log"), join(home, "red.log"), join(home, "*.nothing"));
  await watcher.says("matches nothing yet", "err");
  expect(watcher.err).toContain(`there is no folder ${join(home, "typo")}`);
  expect(watcher.err).toContain(`${join(home, "red.log")} is not there yet`);
  await watcher.stop("SIGTERM");
});

test("watch says that a log is gone while others beside it grow", async () => {
  const home = temporaryFolder();
  const log = join(home, "bot.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching 1 log", "err");
  await wait(50); // time stamps of files are coarse
  renameSync(log, join(home, "moved.log"));
  writeFileSync(join(home, "bot_2.log"), quietLine);
  await watcher.says("is gone, while", "err");
  expect(watcher.err).toContain("bot_2.log");
  await watcher.stop("SIGTERM");
});

test("the framework that start-up lines named is known after a rotation and a restart, or given", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "[2026-03-04 05:00:00] [INFO] red: Red-DiscordBot version: 3.5.18\n".replace("-DiscordBot", ""));
  await killWhenWatching(home, log);
  rotate(log);
  appendFileSync(log, block("rotated") + quietLine);
  await watchToTheEnd(home, log);
  const given = new Watcher(home, "--host", "discord.py=2.4.0", "-");
  await given.says("Watching", "err");
  given.process.stdin!.write(block("given") + quietLine);
  await given.says("number given");
  await given.stop("SIGTERM");
  const tags = async (heron: string) => {
    const { id } = (await runJson<Listed[]>(["list"], { home })).find(({ title }) => title.endsWith(heron))!;
    return (await runJson<{ event: { tags: Record<string, string> } }>(["show", id], { home })).event.tags;
  };
  expect(await tags("rotated")).toMatchObject({ host: "red", red_version: "3.5.18" });
  expect(await tags("given")).toMatchObject({ host: "discord.py", discord_py_version: "2.4.0" });
});

/** By hand: 10,000. */
const manyErrors = Number(process.env.VEXTEL_WATCH_MANY ?? 200);

test("watch counts errors of 50 kinds exactly, whatever becomes of the log", async () => {
  const home = temporaryFolder();
  const folder = join(home, "logs");
  mkdirSync(folder);
  const log = join(folder, "latest.log");
  writeFileSync(log, "");
  await killWhenWatching(home, folder);
  let part = 0;
  const rollOver = () => {
    if (part === 0) renameSync(log, join(folder, "latest-part1.log"));
    part = Math.max(part, 1) + 1;
    return join(folder, `latest-part${part}.log`);
  };
  let current = log;
  let watcher = new Watcher(home, folder);
  const wanted: Record<string, number> = {};
  for (let n = 0; n < manyErrors; n++) {
    const kind = inLetters(`kind${n % 50}`);
    wanted[kind] = (wanted[kind] ?? 0) + 1;
    appendFileSync(current, block(`kind${n % 50}`) + quietLine);
    if (n % 130 === 129) current = rollOver();
    if (n % 300 === 299) {
      await watcher.stop(n % 600 === 599 ? "SIGKILL" : "SIGTERM");
      watcher = new Watcher(home, folder);
      await wait(500);
    }
  }
  const left = () => {
    const { position } = JSON.parse(readFileSync(join(home, "watch.json"), "utf8")).files[log];
    const { ino, size } = statSync(current);
    return position.inode !== ino || position.offset !== size;
  };
  while (left() && watcher.process.exitCode === null) await wait(100);
  await watcher.stop("SIGTERM");
  expect(await countsOf(home)).toEqual(wanted);
}, 1_800_000);

/** The errors of 50 kinds, one after another, and how many of each. */
const kinds = Array.from({ length: manyErrors }, (_, at) => `kind${at % 50}`);
const wantedKinds = () => {
  const wanted: Record<string, number> = {};
  for (const kind of kinds) wanted[inLetters(kind)] = (wanted[inLetters(kind)] ?? 0) + 1;
  return wanted;
};

test("watch counts errors of 50 kinds exactly while the log is copied away and emptied", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  // each time more than before: only its first line tells that it was emptied
  for (
    let [from, count] = [0, Math.ceil(kinds.length / 20)];
    from < kinds.length;
    [from, count] = [from + count, 2 * count]
  ) {
    appendFileSync(log, quietLine.replace("all", `${from} herons seen, all`));
    for (const kind of kinds.slice(from, from + count)) appendFileSync(log, block(kind) + quietLine);
    for (let look = 0; look < 600 && !isDone(home, log); look++) await wait(100);
    copyFileSync(log, `${log}.${from}`);
    truncateSync(log);
  }
  expect(await watcher.stop("SIGTERM")).toBe(0);
  expect(await countsOf(home)).toEqual(wantedKinds());
}, 1_800_000);

test("watch - counts errors of 50 kinds exactly at the speed of a pipe", async () => {
  const home = temporaryFolder();
  const watcher = new Watcher(home, "-");
  const ended = new Promise((resolve) => watcher.process.once("close", resolve));
  await pipeline(Readable.from(kinds.map((kind) => block(kind) + quietLine)), watcher.process.stdin!);
  expect(await ended).toBe(0);
  expect(await countsOf(home)).toEqual(wantedKinds());
}, 1_800_000);

/** A home whose owner has said yes to the errors of the heron. */
async function enableHerons(): Promise<string> {
  const home = temporaryFolder();
  const manifest = join(home, "vextel.json");
  const plugin = { version: "1.0.0", dsn: "http://public@127.0.0.1:9/1", paths: ["cogs/heron/"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "herons", title: "Herons", plugins: { heron: plugin } }));
  await runVextel(["publisher", "add", manifest], { home });
  expect((await runVextel(["enable", "herons", "--yes"], { home })).status).toBe(0);
  return home;
}

/** Without the time of a logger. */
const undated = (heron: string) => `${block(heron).split("\n").slice(2).join("\n")}all is well\n`;

test("an error without a time is sent automatically only if its bytes came while watch ran", async () => {
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

test("an error of a stream without a time is sent automatically only if the stream had been read to its end", async () => {
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
  await watcher.stop("SIGTERM");
});
