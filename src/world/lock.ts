import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { VextelError } from "../errors.ts";
import { attempt } from "./attempt.ts";
import { whileBusy } from "./busy.ts";
import { describeProcess, judgeProcess, nameOfThisProcess } from "./process-name.ts";

/**
 * One at a time: within this process by a queue, among processes by a file that names its owner and whose time of
 * change is its heartbeat. An owner that can be looked at is known to be dead at once; one that cannot, by silence.
 * Taking over happens under a second lock of the same kind, so that two heirs cannot both succeed.
 *
 * @param timeoutMs - How long another process may keep it; to wait for this one's own queue does not count. With 0
 * nobody is waited for.
 * @param needsRoom - Whether a full disk is refused at once; false for what frees space, or needs none.
 * @throws {VextelError} `LOCK_TIMEOUT`; `FILE_UNWRITABLE` if the folder refuses new files; `STATE_UNTRUSTED` if what
 * stands there is no plain file.
 */
export function withLock<T>(path: string, work: () => Promise<T>, timeoutMs: number, needsRoom = true): Promise<T> {
  const before = tails.get(path);
  if (before && timeoutMs === 0) return Promise.reject(timeout(path, nameOfThisProcess()));
  const turn = (before ?? Promise.resolve()).then(() =>
    hold(path, work, { timeoutMs, needsRoom, isNext: before !== undefined }),
  );
  const tail = turn.then(
    () => {},
    () => {}, // told to who asked for it
  );
  tails.set(path, tail);
  void tail.then(() => {
    if (tails.get(path) === tail) tails.delete(path);
  });
  return turn;
}

/** Whether somebody holds it now. Takes nothing over, and never waits. */
export function isLocked(path: string): boolean {
  const found = attempt(() => inspect(path));
  if (!found) return false;
  const verdict = judgeProcess(found.owner);
  return verdict === "unknown" ? Date.now() - found.mtimeMs < silentMs : verdict === "alive";
}

/** The last in each queue of this process. */
const tails = new Map<string, Promise<void>>();
/** When this process took a lock that it has handed on within its own queue ever since. */
const streaks = new Map<string, number>();
/** Then others get a chance, for longer than they pause between two tries. */
const longestStreakMs = 500;
const chanceMs = 80;

const beatMs = 2_000;
/** An owner that cannot be looked at and shows nothing for so long is gone. */
const silentMs = 10_000;

interface Terms {
  readonly timeoutMs: number;
  readonly needsRoom: boolean;
  /** Whether it follows on another of this process. */
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
    release(path, mine);
  }
}

/** What this process put there. */
interface Held {
  readonly owner: string;
  readonly inode: number;
}

async function acquire(path: string, terms: Terms): Promise<Held> {
  const owner = `${nameOfThisProcess()} ${randomWord()}`;
  const deadlineMs = performance.now() + terms.timeoutMs;
  const pulse = new Pulse();
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    const inode = claim(path, owner, terms.needsRoom);
    if (inode !== undefined) return { owner, inode };
    const found = inspect(path);
    if (!found) continue;
    const verdict = judgeProcess(found.owner);
    const state = verdict === "unknown" ? pulse.feel(found) : verdict;
    if (state === "dead") await takeAway(path, found, terms);
    else if (state === "alive" && performance.now() > deadlineMs) throw timeout(path, found.owner);
    else await wait(pauseMs * (0.5 + Math.random()));
  }
}

/** Looks at a lock again and again: a heartbeat shows that its owner lives, silence that it does not. */
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

/**
 * Puts a lock there unless there is one. One that a full disk leaves empty is a lock all the same.
 *
 * @returns Its inode, or `undefined` if somebody else's stands there.
 */
function claim(path: string, owner: string, needsRoom: boolean): number | undefined {
  const file = create(path);
  if (file === undefined) return undefined;
  try {
    const inode = fstatSync(file).ino;
    const trouble = catchError(() => writeSync(file, owner));
    if (trouble === undefined || !needsRoom) return inode;
    remove(path);
    throw unlockable(path, trouble);
  } finally {
    closeSync(file);
  }
}

function create(path: string): number | undefined {
  try {
    return whileBusy(() => openSync(path, "wx", 0o600)); // on Windows its removal may not be over yet
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return undefined;
    throw unlockable(path, cause);
  }
}

function unlockable(path: string, cause: unknown): VextelError {
  const { code } = cause as NodeJS.ErrnoException;
  const isFull = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
  const hint = isFull
    ? "Free some disk space: `vextel drop` works on a full disk, too."
    : "Check the folder's permissions.";
  return new VextelError("FILE_UNWRITABLE", `Cannot lock ${path} (${code})`, hint, { cause });
}

function release(path: string, mine: Held): void {
  const found = attempt(() => inspect(path));
  if (found?.inode === mine.inode && (found.owner === mine.owner || found.owner === "")) remove(path);
}

/** Removes the lock of a dead owner, unless somebody else has done so by now. */
async function takeAway(path: string, dead: Found, terms: Terms): Promise<void> {
  if (path.endsWith(".heir")) return void remove(path); // held for microseconds only
  const heir = await acquire(`${path}.heir`, terms);
  const now = inspect(path);
  if (now?.owner === dead.owner && now.inode === dead.inode && now.mtimeMs === dead.mtimeMs) remove(path);
  release(`${path}.heir`, heir);
}

/** What stands there. */
interface Found extends Held {
  readonly mtimeMs: number;
}

/** Never waits, whatever stands there: a FIFO or a device is looked at, not opened. */
function inspect(path: string): Found | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!entry.isFile()) throw notPlain(path);
  const file = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK));
  if (file === undefined) return { owner: "", inode: entry.ino, mtimeMs: entry.mtimeMs };
  try {
    const room = Buffer.alloc(512);
    const length = readSync(file, room, 0, room.length, 0);
    const { ino: inode, mtimeMs } = fstatSync(file);
    return { owner: room.toString("utf8", 0, length), inode, mtimeMs };
  } finally {
    closeSync(file);
  }
}

const remove = (path: string) => attempt(() => whileBusy(() => unlinkSync(path)));
function catchError(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tells the names of one process apart; nobody needs to be kept from guessing it. */
export const randomWord = () => Math.random().toString(36).slice(2);

const notPlain = (path: string) =>
  new VextelError(
    "STATE_UNTRUSTED",
    `${path} is not a plain file`,
    `Look at it and move it away: mv ${path} ${path}.old`,
  );

const timeout = (path: string, owner: string) =>
  new VextelError(
    "LOCK_TIMEOUT",
    `${path} is kept by ${describeProcess(owner)} for too long`,
    "Wait until that process has ended, or end it, and try again.",
  );
