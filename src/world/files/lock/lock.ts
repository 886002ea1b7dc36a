import { utimesSync } from "node:fs";
import { VextelError } from "../../../errors.ts";
import { attempt } from "../attempt.ts";
import { claim, type Found, type Held, inspect, randomWord, release, remove } from "./lock-file.ts";
import { describeProcess, judgeProcess, nameOfThisProcess } from "./process-name.ts";

/**
 * Runs work one at a time: within this process by a queue, among processes by a file that names its owner, whose time
 * of change is the owner's heartbeat. If the owner's process can be inspected, its death is noticed at once; otherwise
 * by its silence. A lock is taken over under a second lock of the same kind, so that two processes cannot both succeed.
 *
 * @param timeoutMs - How long another process may keep it, without the time in this process's own queue. With 0, it
 * does not wait.
 * @param needsRoom - Whether to fail at once on a full disk; false for work that frees space, or needs none.
 * @throws {VextelError} `LOCK_TIMEOUT`; `FILE_UNWRITABLE` if the folder refuses new files; `STATE_UNTRUSTED` if the
 * lock is not a plain file.
 */
export function withLock<T>(path: string, work: () => Promise<T>, timeoutMs: number, needsRoom = true): Promise<T> {
  const before = tails.get(path);
  if (before && timeoutMs === 0) return Promise.reject(timeout(path, nameOfThisProcess()));
  const turn = (before ?? Promise.resolve()).then(() =>
    hold(path, work, { timeoutMs, needsRoom, isNext: before !== undefined }),
  );
  const tail = turn.then(
    () => {},
    () => {}, // reported to the caller
  );
  tails.set(path, tail);
  void tail.then(() => {
    if (tails.get(path) === tail) tails.delete(path);
  });
  return turn;
}

/** Whether it is held now. Takes nothing over, and never waits. */
export function isLocked(path: string): boolean {
  const found = attempt(() => inspect(path));
  if (!found) return false;
  const verdict = judgeProcess(found.owner);
  return verdict === "unknown" ? Date.now() - found.mtimeMs < silentMs : verdict === "alive";
}

/** The last in each queue of this process. */
const tails = new Map<string, Promise<void>>();
/** When this process took a lock that it has kept for its own queue since. */
const streaks = new Map<string, number>();
/** Afterwards, other processes get a chance, for longer than they pause between two tries. */
const longestStreakMs = 500;
const chanceMs = 80;

const beatMs = 2_000;
/** An owner that cannot be inspected counts as gone after this time without a heartbeat. */
const silentMs = 10_000;

interface Terms {
  readonly timeoutMs: number;
  readonly needsRoom: boolean;
  /** Whether it follows another one in this process's queue. */
  readonly isNext: boolean;
}

async function hold<T>(path: string, work: () => Promise<T>, terms: Terms): Promise<T> {
  if (!terms.isNext) streaks.delete(path);
  else if (performance.now() - (streaks.get(path) ?? 0) > longestStreakMs) {
    await wait(chanceMs);
    streaks.delete(path);
  }
  const mine = await acquire(path, terms);
  if (!streaks.has(path)) streaks.set(path, performance.now());
  const heart = setInterval(() => attempt(() => utimesSync(path, new Date(), new Date())), beatMs);
  heart.unref();
  try {
    return await work();
  } finally {
    clearInterval(heart);
    letGo(path, mine);
  }
}

/** Locks that this process no longer holds, in folders from which they could not be deleted. */
const left = new Map<string, Held>();

/**
 * Otherwise others would wait for the lock as long as this process lives: it is deleted as soon as the folder allows
 * it.
 */
function letGo(path: string, mine: Held): void {
  if (release(path, mine)) return;
  left.set(path, mine);
  const again = setInterval(() => {
    if (left.get(path) === mine && !release(path, mine)) return;
    if (left.get(path) === mine) left.delete(path);
    clearInterval(again);
  }, beatMs);
  again.unref();
}

/** @throws {VextelError} `FILE_UNWRITABLE` if it still cannot be deleted. */
function takeBack(path: string): void {
  remove(path);
  left.delete(path);
}

async function acquire(path: string, terms: Terms): Promise<Held> {
  const owner = `${nameOfThisProcess()} ${randomWord()}`;
  const deadlineMs = performance.now() + terms.timeoutMs;
  const pulse = new Pulse();
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    const inode = claim(path, owner, terms.needsRoom);
    if (inode !== undefined) return { owner, inode };
    const found = inspect(path);
    if (!found) continue; // it has just been removed
    if (found.owner === left.get(path)?.owner) {
      takeBack(path);
      continue;
    }
    const verdict = judgeProcess(found.owner);
    const state = verdict === "unknown" ? pulse.feel(found) : verdict;
    if (state === "dead") await takeAway(path, found, terms);
    else if (state === "alive" && performance.now() > deadlineMs) throw timeout(path, found.owner);
    else await wait(pauseMs * (0.5 + Math.random()));
  }
}

/** Checks a lock repeatedly: a heartbeat shows that its owner is alive, silence that it is not. */
class Pulse {
  #last = "";
  #sinceMs = 0;

  feel({ owner, inode, mtimeMs }: Found): "alive" | "dead" | "unknown" {
    const [now, of] = [`${owner} ${inode} ${mtimeMs}`, `${owner} ${inode} `];
    const hasBeaten = now !== this.#last && this.#last.startsWith(of);
    if (now !== this.#last) this.#sinceMs = performance.now();
    this.#last = now;
    if (hasBeaten) return "alive";
    return performance.now() - this.#sinceMs > silentMs ? "dead" : "unknown";
  }
}

/** Removes the lock of a dead owner, unless somebody else has done so by now. */
async function takeAway(path: string, dead: Found, terms: Terms): Promise<void> {
  if (path.endsWith(".heir")) return remove(path); // held for microseconds only
  const heir = await acquire(`${path}.heir`, terms);
  try {
    const now = inspect(path);
    if (now?.owner === dead.owner && now.inode === dead.inode && now.mtimeMs === dead.mtimeMs) remove(path);
  } finally {
    letGo(`${path}.heir`, heir);
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const timeout = (path: string, owner: string) =>
  new VextelError(
    "LOCK_TIMEOUT",
    `${path} has been locked by ${describeProcess(owner)} for too long`,
    "Wait until that process has ended, or end it, and try again.",
  );
