import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { giveToNobody, nobody } from "../../support/nobody.ts";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  block,
  countsOf,
  killWhenWatching,
  type Listed,
  numbers,
  quietLine,
  rotate,
  titles,
  Watcher,
  watchToTheEnd,
} from "../../support/watcher.ts";

test("an empty name, as of a variable that is not set, is refused", async () => {
  const home = temporaryFolder();
  const watch = await runVextel(["watch", ""], { home });
  expect([watch.status, watch.stderr]).toEqual([2, expect.stringContaining("The name of a log is empty")]);
  for (const command of ["preview", "capture", "scrub"]) {
    const { status, stderr } = await runVextel([command, ""], { home });
    expect([status, stderr]).toEqual([1, expect.stringContaining("Cannot read a file whose name is empty")]);
  }
});

test("watch follows logs that appear later, match a pattern, are truncated or rotated", async () => {
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

test("watch finds errors that were written while it did not run: in the log, in rotated ones and in new ones", async () => {
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

test("watch reads the rest of a log that was deleted", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(`${log}.9`, block("ancient") + quietLine);
  await wait(50); // file times are coarse
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

test("watch reads a folder as the logs in it, including later ones, and Red's parts as one log", async () => {
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

test("watch says that a log is gone while others next to it grow", async () => {
  const home = temporaryFolder();
  const log = join(home, "bot.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching 1 log", "err");
  await wait(50); // file times are coarse
  renameSync(log, join(home, "moved.log"));
  writeFileSync(join(home, "bot_2.log"), quietLine);
  await watcher.says("is gone, while", "err");
  expect(watcher.err).toContain("bot_2.log");
  await watcher.stop("SIGTERM");
});

test("the framework named by start-up lines is remembered after a rotation and a restart, and can be given as an option", async () => {
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

test("the form of the log's own lines is remembered after a rotation and a restart", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  const chat = "wren: hello there\nlark: hi\n";
  const plain = (name: string) => `${chat}ERROR:red:oh\n${block(name).split("\n").slice(2).join("\n")}`;
  writeFileSync(log, `INFO:discord.client:logging in\n${chat}`);
  await killWhenWatching(home, log);
  appendFileSync(log, `${plain("first")}INFO:red:fine\n`);
  rotate(log);
  appendFileSync(log, `${plain("second")}INFO:red:fine\n[ERROR] red: no`);
  appendFileSync(log, `\n${block("forged").split("\n").slice(2).join("\n")}INFO:red:fine\n`);
  await watchToTheEnd(home, log);
  const notesOf = async (heron: string) => {
    const { id } = (await runJson<Listed[]>(["list"], { home })).find(({ title }) => title.endsWith(heron))!;
    const { event } = await runJson<{ event: { contexts?: { vextel?: { notes: string[] } } } }>(["show", id], { home });
    return event.contexts?.vextel?.notes;
  };
  expect([await notesOf("first"), await notesOf("second")]).toEqual([undefined, undefined]);
  expect(await notesOf("forged")).toEqual([expect.stringContaining("perhaps written by a user")]);
});

test("that chat may be open in a log without forms is remembered after a restart", async () => {
  const home = temporaryFolder();
  const log = join(home, "bot.log");
  const printed = block("forged").split("\n").slice(2).join("\n");
  writeFileSync(log, "");
  await watchToTheEnd(home, log);
  appendFileSync(log, "wren: hello there\nlark: hi\n");
  await watchToTheEnd(home, log);
  appendFileSync(log, printed);
  await watchToTheEnd(home, log);
  const [{ id }] = (await runJson<Listed[]>(["list"], { home })) as [Listed];
  const { event } = await runJson<{ event: { contexts?: { vextel?: { notes: string[] } } } }>(["show", id], { home });
  expect(event.contexts?.vextel?.notes).toEqual([expect.stringContaining("perhaps written by a user")]);
});

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

test.skipIf(process.platform === "win32")(
  "watch says which log or folder it may not read, reads the others, and ends on a signal",
  async () => {
    const home = temporaryFolder();
    const [logs, closed] = [join(home, "logs"), join(home, "closed")];
    for (const folder of [logs, closed]) mkdirSync(folder);
    const [mine, theirs] = [join(logs, "mine.log"), join(logs, "theirs.log")];
    for (const log of [mine, theirs]) writeFileSync(log, "");
    giveToNobody(home);
    if ("uid" in nobody) for (const path of [theirs, closed]) chownSync(path, 0, 0);
    for (const path of [theirs, closed]) chmodSync(path, 0o000);
    const watcher = new Watcher(home, nobody, logs, closed);
    await watcher.says(`${theirs} cannot be read, so its errors are not captured`, "err");
    await watcher.says(`you may not read the folder ${closed}`, "err");
    appendFileSync(mine, block("mine") + quietLine);
    await watcher.says("number mine");
    expect(await watcher.stop("SIGTERM")).toBe(0);
    chmodSync(closed, 0o700);
  },
);
