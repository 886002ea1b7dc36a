import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { programPath } from "./program.ts";
import { environment, runJson } from "./run-vextel.ts";
import { inLetters } from "./sample-log.ts";

/** What Red logs when a command fails; always with the same time, so that only the heron's number differs. */
export const block = (heron: number | string) =>
  [
    "[2026-03-04 05:06:07] [INFO] red.herons: looking for herons",
    "[2026-03-04 05:06:07] [ERROR] red: Exception in command 'heron'",
    "Traceback (most recent call last):",
    '  File "/srv/cogs/heron/heron.py", line 12, in heron',
    "    await self.look()",
    `ValueError: no heron number ${inLetters(heron)}`,
    "",
  ].join("\n");
export const quietLine = "[2026-03-04 05:06:08] [INFO] red: all is well\n";

export interface Listed {
  readonly title: string;
  readonly id: string;
  readonly count: number;
}

export class Watcher {
  readonly process: ChildProcess;
  out = "";
  err = "";
  /** @param given - Its arguments; an object names the user to run it as, which only root may do. */
  constructor(home: string, ...given: (string | { readonly uid?: number })[]) {
    const args = given.filter((arg) => typeof arg === "string");
    const [user = {}] = given.filter((arg) => typeof arg === "object");
    this.process = spawn(process.execPath, [programPath(), "watch", ...args], {
      ...("uid" in user && { uid: user.uid, gid: user.uid }),
      cwd: home,
      env: environment({ home }),
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process.stdout!.on("data", (chunk) => (this.out += chunk));
    this.process.stderr!.on("data", (chunk) => (this.err += chunk));
  }
  /** Waits until it has printed this text, for at most half a minute. */
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

/** How many errors the events represent, for each heron. */
export async function countsOf(home: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { title, count } of await runJson<Listed[]>(["list", "--all"], { home })) {
    const heron = title.split(" ").at(-1)!;
    counts[heron] = (counts[heron] ?? 0) + count;
  }
  return counts;
}

export const titles = async (home: string) =>
  (await runJson<Listed[]>(["list"], { home })).map(({ title }) => title).sort();

/** Whether `watch` has recorded the log's end as its position. */
export function isDone(home: string, log: string): boolean {
  const { position } = JSON.parse(readFileSync(join(home, "watch.json"), "utf8")).files[log];
  const { ino, size } = statSync(log);
  return position.inode === ino && position.offset === size;
}

/** Waits until `watch` has started, and kills it. */
export async function killWhenWatching(home: string, ...args: string[]): Promise<void> {
  const watcher = new Watcher(home, ...args);
  await watcher.says("Watching", "err");
  await watcher.stop("SIGKILL");
}

/** Watches until all errors of the log are kept, then kills the watcher. */
export async function watchToTheEnd(home: string, log: string): Promise<void> {
  const watcher = new Watcher(home, log);
  await watcher.says("Watching", "err");
  while (!isDone(home, log) && watcher.process.exitCode === null) await wait(50);
  await watcher.stop("SIGKILL");
}

export const numbers = async (home: string) => (await titles(home)).map((title) => title.split(" ").at(-1));

/** Renames the log; no rotated log is deleted, so that a late watcher still finds it. */
export function rotate(log: string): void {
  renameSync(log, `${log}-${Date.now()}`);
  writeFileSync(log, "");
}
