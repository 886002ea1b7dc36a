import { spawn } from "node:child_process";
import { appendFileSync, chmodSync, copyFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Follower } from "../../src/world/follow/follow.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const lines = 1200;

/** Writes numbered lines and rotates the log after every fourth, with numbers as most loggers do. */
const writer = `
  const { appendFileSync, renameSync, writeFileSync } = require("node:fs");
  const log = process.argv[1];
  for (let n = 0, files = 0; n < ${lines}; n++) {
    appendFileSync(log, n + "\\n");
    if (n % 4 < 3) continue;
    for (let age = Math.min(files++, 20); age > 0; age--)
      renameSync(log + "." + age, log + "." + (age === 20 ? "20-" + n : age + 1));
    renameSync(log, log + ".1");
    writeFileSync(log, "");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }`;

test("a follower gets every line once and in order, even if the log is rotated between its reads", async () => {
  const log = join(temporaryFolder(), "red.log");
  writeFileSync(log, "");
  let follower = new Follower(log);
  await follower.skipToEnd();
  let text = "";
  const child = spawn(process.execPath, ["-e", writer, log], { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lookOn = async () => {
    for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
  };
  for (let look = 1; child.exitCode === null; look++) {
    await lookOn();
    await new Promise(setImmediate);
    if (look % 50 > 0) continue;
    const { position } = follower; // as after a restart
    await follower.close();
    follower = new Follower(log);
    await follower.resume(position);
  }
  await ended;
  await lookOn();
  await follower.close();
  expect(text).toBe(Array.from({ length: lines }, (_, n) => `${n}\n`).join(""));
});

test.each([
  "red.2026-01-01_10-00-00_000000.log",
  "red__2026-01-01_00-00-00.log",
  "red-20260101.log",
  "red.log-20260101",
])("after a restart, the rest of a log that was renamed to %s is read first", async (name) => {
  const folder = temporaryFolder();
  const log = join(folder, "red.log");
  writeFileSync(log, "1\n");
  const first = new Follower(log);
  first.takeAll();
  for await (const _ of first.look());
  const { position } = first;
  await first.close();
  appendFileSync(log, "2\n");
  renameSync(log, join(folder, name));
  for (const other of ["red-2.log", "redder.2026-01-01.log", "red.2026-01-01.txt"])
    writeFileSync(join(folder, other), "of another log\n");
  writeFileSync(log, "3\n");
  const follower = new Follower(log);
  await follower.resume(position);
  let text = "";
  for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
  await follower.close();
  expect(text).toBe("2\n3\n");
});

test("files with the same times are read in the order of their numbers", async () => {
  const log = join(temporaryFolder(), "red.log");
  writeFileSync(log, "0\n");
  const follower = new Follower(log);
  follower.takeAll();
  let text = "";
  const lookOn = async () => {
    for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
  };
  await lookOn();
  const names = [...Array.from({ length: 12 }, (_, at) => `${log}.${12 - at}`), log];
  renameSync(log, names[0]!);
  for (const [at, name] of names.slice(1).entries()) writeFileSync(name, `${at + 1}\n`);
  const time = new Date(Date.now() + 1000);
  for (const name of names) utimesSync(name, time, time);
  await lookOn();
  await follower.close();
  expect(text).toBe(names.map((_, at) => `${at}\n`).join(""));
});

test.each([false, true])(
  "what was not read of a log before it was copied and truncated is read from the copy (after a restart: %s)",
  async (restarts) => {
    const log = join(temporaryFolder(), "red.log");
    writeFileSync(log, "");
    let follower = new Follower(log);
    await follower.skipToEnd();
    let text = "";
    const lookOn = async () => {
      for await (const followed of follower.look())
        text += followed.kind === "bytes" ? Buffer.from(followed.bytes).toString() : "|";
    };
    for (const turn of ["first", "second", "third"]) {
      appendFileSync(log, `${turn} begins\n`);
      await lookOn();
      appendFileSync(log, `${turn} goes on\n`);
      const { position } = follower;
      if (restarts) await follower.close();
      copyFileSync(log, `${log}.1`);
      truncateSync(log, 0);
      if (!restarts) continue;
      follower = new Follower(log);
      await follower.resume(position);
    }
    appendFileSync(log, "last\n");
    await lookOn();
    await lookOn();
    await follower.close();
    const turns = ["first", "second", "third"].map((turn) => `${turn} begins\n${turn} goes on\n|`);
    expect(text).toBe(`${turns.join("")}last\n`);
  },
);

test.skipIf(process.platform === "win32")(
  "a log that cannot be opened is named and holds nothing up, and is read once it can be",
  async () => {
    const folder = temporaryFolder();
    const log = join(folder, "red.log");
    writeFileSync(log, "first\n");
    const follower = new Follower(log);
    follower.takeAll();
    let text = "";
    const lookOn = async () => {
      for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
    };
    const asNobody = async (work: () => Promise<void>) => {
      const isRoot = process.geteuid?.() === 0;
      chmodSync(folder, 0o755);
      if (isRoot) process.seteuid!(65_534);
      try {
        await work();
      } finally {
        if (isRoot) process.seteuid!(0);
      }
    };
    chmodSync(log, 0o000);
    await asNobody(lookOn);
    expect([text, follower.refused]).toEqual(["", log]);
    chmodSync(log, 0o644);
    await asNobody(lookOn);
    expect([text, follower.refused]).toEqual(["first\n", undefined]);
    renameSync(log, join(folder, "red.log.1")); // a rotation by another account
    writeFileSync(log, "second\n");
    chmodSync(log, 0o000);
    await asNobody(lookOn);
    expect([text, follower.refused]).toEqual(["first\n", log]);
    chmodSync(log, 0o644);
    await asNobody(lookOn);
    expect([text, follower.refused]).toEqual(["first\nsecond\n", undefined]);
    await follower.close();
  },
);
