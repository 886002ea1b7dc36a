import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { inLetters } from "../../support/sample-log.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { block, countsOf, isDone, killWhenWatching, quietLine, rotate, Watcher } from "../../support/watcher.ts";

/** How many errors are written while watch is killed repeatedly. Use 10,000 for a longer test. */
const errors = Number(process.env.VEXTEL_WATCH_ERRORS ?? 60);
const errorsAtOnce = Math.ceil(errors / 1000);
/** A third of the errors are equal; the others have at most 500 names, which the outbox can hold. */
const heronOf = (number: number) => (number % 3 === 0 ? "again" : inLetters(number % 500));

/** Writes errors, some in two pieces, and rotates the log every second; calls `count` with the number written. */
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

test("watch keeps each error exactly once through rotation and SIGKILL at random moments", async () => {
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

/** Use 10,000 for a longer test. */
const manyErrors = Number(process.env.VEXTEL_WATCH_MANY ?? 200);

test("watch counts errors of 50 kinds exactly while the log is rotated and watch restarts", async () => {
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

/** The kind of each error, in order, and the expected count of each kind. */
const kinds = Array.from({ length: manyErrors }, (_, at) => `kind${at % 50}`);
const wantedKinds = () => {
  const wanted: Record<string, number> = {};
  for (const kind of kinds) wanted[inLetters(kind)] = (wanted[inLetters(kind)] ?? 0) + 1;
  return wanted;
};

test("watch counts errors of 50 kinds exactly while the log is copied and truncated", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  // the log grows longer each time, so that only its first line shows that it was truncated
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

test("watch - counts errors of 50 kinds exactly that arrive as fast as a pipe allows", async () => {
  const home = temporaryFolder();
  const watcher = new Watcher(home, "-");
  const ended = new Promise((resolve) => watcher.process.once("close", resolve));
  await pipeline(Readable.from(kinds.map((kind) => block(kind) + quietLine)), watcher.process.stdin!);
  expect(await ended).toBe(0);
  expect(await countsOf(home)).toEqual(wantedKinds());
}, 1_800_000);
