import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isLocked, withLock } from "../../src/world/files/lock/lock.ts";
import { judgeProcess, nameOfThisProcess } from "../../src/world/files/lock/process-name.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const noPost = () => Promise.reject(new Error("no network here"));
const openDisk = (home: string) => createNodeWorld(noPost, { VEXTEL_HOME: home }).files;
const [, , boot, namespace] = nameOfThisProcess().split(" ");
const hasProc = existsSync("/proc/self/stat");

/** Starts an idle process; returns its name for lock files. */
function startIdle(): string {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const stat = readFileSync(`/proc/${child.pid}/stat`, "latin1");
  return `${child.pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]} ${boot} ${namespace}`;
}

const endedPid = () =>
  spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]).stdout.toString();

test("the lock of a dead process is taken over immediately, by one process", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  const path = join(home, "the.lock");
  const owners = [
    `${endedPid()} 12345 ${boot} ${namespace} abcd`,
    ...(hasProc ? [`${process.pid} 1 ${boot} ${namespace} abcd`] : []),
  ];
  for (const owner of owners) {
    writeFileSync(path, owner);
    let running = 0;
    const work = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => files.withLock(path, work, 5_000)));
    expect(readdirSync(home)).toEqual([]);
  }
});

const unknowable = {
  "another container": `1 12345 ${boot} 4026999999 abcd`,
  "an earlier boot, or another machine": `${process.pid} 12345 00000000-0000-4000-8000-000000000000 ${namespace} abcd`,
  "an id without a start": `${process.pid} - ${boot} ${namespace} abcd`,
  "a process that was killed before it wrote its name": "",
  unknown: "not an owner",
};

test("an owner that cannot be inspected keeps its lock with heartbeats, and loses it without them", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  const beating = join(home, "beating.lock");
  writeFileSync(beating, unknowable["another container"]);
  const heart = setInterval(() => utimesSync(beating, new Date(), new Date()), 200);
  onTestFinished(() => clearInterval(heart));
  await expect(files.withLock(beating, async () => 0, 0)).rejects.toMatchObject({ code: "LOCK_TIMEOUT" });
  expect(await files.isLocked(beating)).toBe(true);
  const taken = Object.entries(unknowable).map(async ([name, owner]) => {
    const path = join(home, `${name}.lock`);
    writeFileSync(path, owner);
    return files.withLock(path, async () => name, 0);
  });
  expect(await Promise.all(taken)).toEqual(Object.keys(unknowable));
  expect(existsSync(beating)).toBe(true);
}, 40_000);

test.skipIf(!hasProc)(
  "waiting for the lock of a running process ends with a message that names the process",
  async () => {
    const home = temporaryFolder();
    const files = openDisk(home);
    const path = join(home, "the.lock");
    const owner = startIdle();
    writeFileSync(path, `${owner} abcd`);
    expect(judgeProcess(owner)).toBe("alive");
    expect(await files.isLocked(path)).toBe(true);
    await expect(files.withLock(path, async () => 0, 50)).rejects.toMatchObject({
      code: "LOCK_TIMEOUT",
      message: expect.stringContaining(`process ${owner.split(" ")[0]}`),
    });
  },
);

test("only a plain file is a lock; anything else is not opened, and does not block", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  mkdirSync(join(home, "folder.lock"));
  symlinkSync("/dev/zero", join(home, "link.lock"));
  symlinkSync("nowhere", join(home, "dangling.lock"));
  execFileSync("mkfifo", [join(home, "fifo.lock")]);
  for (const name of readdirSync(home)) {
    const path = join(home, name);
    await expect(files.withLock(path, async () => 0)).rejects.toMatchObject({
      ...{ code: "STATE_UNTRUSTED", message: `${path} is not a plain file`, hint: expect.stringContaining(path) },
    });
    expect(await files.isLocked(path)).toBe(false);
  }
});

/** Runs `work` while files in the folder can be neither created nor removed, even if the tests run as root. */
async function whileClosed(folder: string, work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(folder, 0o555);
  if (isRoot) process.seteuid!(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid!(0);
    chmodSync(folder, 0o755);
  }
}

const hasModes = process.platform !== "win32";

test.skipIf(!hasModes)("a dead process's lock that cannot be removed is refused, without further tries", async () => {
  const home = temporaryFolder();
  chmodSync(home, 0o755);
  const path = join(home, "the.lock");
  for (const name of ["the.lock", "the.lock.heir"])
    writeFileSync(join(home, name), `${endedPid()} 12345 ${boot} ${namespace} abcd`, { mode: 0o644 });
  const refused = { code: "FILE_UNWRITABLE" };
  await whileClosed(home, () => expect(withLock(path, async () => 0, 20_000)).rejects.toMatchObject(refused));
  expect(await withLock(path, async () => 1, 20_000)).toBe(1);
});

test.skipIf(!hasModes)("a lock that could not be released is refused until it can be, and is then free", async () => {
  const home = temporaryFolder();
  chmodSync(home, 0o755);
  const path = join(home, "the.lock");
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const held = withLock(path, () => closed, 20_000);
  while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
  chmodSync(path, 0o644);
  await whileClosed(home, async () => {
    close();
    await held;
    await expect(withLock(path, async () => 0, 20_000)).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  });
  expect(isLocked(path)).toBe(true);
  for (let look = 0; look < 200 && existsSync(path); look++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(existsSync(path)).toBe(false);
  expect(await withLock(path, async () => 1, 20_000)).toBe(1);
});

test("a long queue in this process does not keep the lock for long, and leaves no files", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  const path = join(home, "the.lock");
  const order: number[] = [];
  const work = Array.from({ length: 300 }, (_, turn) =>
    files.withLock(
      path,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        order.push(turn);
        if (turn % 50 === 7) throw new Error("this one fails");
      },
      100, // less than the whole queue takes
    ),
  );
  const results = await Promise.allSettled(work);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(6);
  expect(order).toEqual(Array.from({ length: 300 }, (_, turn) => turn));
  expect(readdirSync(home)).toEqual([]);
});

test("another process gets its turn although this one's queue never ends", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  let isOver = false;
  const turns = async () => {
    while (!isOver)
      await files.withLock(join(home, "consent.json.lock"), () => new Promise((resolve) => setTimeout(resolve, 5)));
  };
  const own = [turns(), turns(), turns()];
  const { status, stderr } = await runVextel(["manual", "off"], { home });
  isOver = true;
  await Promise.all(own);
  expect([status, stderr]).toEqual([0, ""]);
});
