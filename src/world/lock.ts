import { linkSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { VextelError } from "../errors.ts";
import { attempt } from "./attempt.ts";

/**
 * One process at a time, by a file that names its owner: process id, start of the process (ids are used again) and a
 * random word. It appears by link(2), so it is never seen half written. Its owner's death is seen at once, not after
 * some time; taking over happens under a second lock of the same kind, so that two heirs cannot both succeed.
 *
 * @throws {VextelError} `LOCK_TIMEOUT`, or `FILE_UNWRITABLE` if the folder refuses new files.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, timeoutMs: number): Promise<T> {
  const mine = await acquire(path, Date.now() + timeoutMs);
  try {
    return await work();
  } finally {
    if (read(path) === mine) remove(path);
  }
}

async function acquire(path: string, deadlineMs: number): Promise<string> {
  const mine = `${nameOfThisProcess()} ${randomWord()}`;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    if (claim(path, mine)) return mine;
    const owner = read(path);
    if (owner !== undefined && isDead(owner)) await takeAway(path, owner, deadlineMs);
    else if (Date.now() > deadlineMs) throw timeout(path);
    else await wait(pauseMs * (0.5 + Math.random()));
  }
}

function claim(path: string, mine: string): boolean {
  const temporary = `${path}.${mine.replaceAll(" ", "-")}.tmp`;
  try {
    writeFileSync(temporary, mine, { flag: "wx", mode: 0o600 });
    linkSync(temporary, path);
    return true;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EEXIST") return false;
    throw new VextelError("FILE_UNWRITABLE", `Cannot lock ${path} (${code})`, "Check the folder's permissions.", {
      cause,
    });
  } finally {
    remove(temporary);
  }
}

/** Removes the lock of a dead owner, unless somebody else has done so by now. */
async function takeAway(path: string, owner: string, deadlineMs: number): Promise<void> {
  if (path.endsWith(".heir")) return void remove(path); // held for microseconds only
  const heir = await acquire(`${path}.heir`, deadlineMs);
  if (read(path) === owner) remove(path);
  if (read(`${path}.heir`) === heir) remove(`${path}.heir`);
}

const read = (path: string) => attempt(() => readFileSync(path, "utf8"));
const remove = (path: string) => attempt(() => unlinkSync(path));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tells the names of one process apart; nobody needs to be kept from guessing it. */
export const randomWord = () => Math.random().toString(36).slice(2);

/** Process id and start of this process. */
export const nameOfThisProcess = () => `${process.pid} ${startOf(process.pid)}`;

/** Whether the process that an owner's name begins with has ended. */
export function isDead(owner: string): boolean {
  const [pid, start] = owner.split(" ");
  if (!/^\d+$/.test(pid!)) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  return start !== "?" && startOf(Number(pid)) !== start;
}

/** Field 22 of /proc/<pid>/stat: when the process began, in clock ticks; `?` where there is no such file. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
  } catch {
    return "?";
  }
}

const timeout = (path: string) =>
  new VextelError("LOCK_TIMEOUT", `Another vextel process keeps ${path}`, "Wait until it has ended and try again.");
