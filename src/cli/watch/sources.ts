import { dirname } from "node:path";
import { plural } from "../../preview/summary.ts";
import { Follower } from "../../world/follow/follow.ts";
import { hasForeignName } from "../../world/outside/input.ts";
import { findSendingProblem, renderProblem } from "../status/sending-problem.ts";
import type { Watched, Watching } from "./keeper.ts";
import { WatchedLog } from "./log.ts";
import { WatchedStream } from "./stream.ts";
import { isOfLogs, isPattern, logsOf, problemOf, type Target } from "./targets.ts";

/** How often everything is checked without a notification: not every file system reports changes. */
const lookAnywayMs = 60_000;
/** The same if a pattern matches folders: logs in a new folder are not reported. */
const lookForFoldersMs = 10_000;

/** All that is watched: the logs that match the targets, of which more may appear, and the streams. */
export class Sources {
  readonly #targets: readonly Target[];
  readonly #watching: Watching;
  readonly #watched = new Map<string, Watched>();

  constructor(targets: readonly Target[], watching: Watching) {
    this.#targets = targets;
    this.#watching = watching;
  }

  get size(): number {
    return this.#watched.size;
  }

  /** Whether there may be an error at an end that counts as complete only after a pause. */
  get isOpen(): boolean {
    return [...this.#watched.values()].some(({ isOpen }) => isOpen);
  }

  /** Whether nothing more can come. */
  get hasEnded(): boolean {
    return this.size > 0 && this.#logTargets.length === 0 && [...this.#watched.values()].every((one) => one.hasEnded);
  }

  /** The longest pause between two looks, in milliseconds. */
  get longestPauseMs(): number {
    return this.#logTargets.some(({ pattern }) => isPattern(dirname(pattern))) ? lookForFoldersMs : lookAnywayMs;
  }

  /** Where something happens when a log is written to, appears or is rotated. */
  get folders(): Set<string> {
    const logs = [...this.#watched].filter(([, one]) => one instanceof WatchedLog).map(([path]) => path);
    const paths = [...this.#logTargets.map(({ pattern }) => pattern), ...logs];
    return new Set(paths.map((path) => dirname(path)).filter((folder) => !isPattern(folder)));
  }

  /** Opens what is there at the start, and says what is watched and what is missing. */
  async open(fromStart: boolean): Promise<void> {
    const { state, deps } = this.#watching;
    for (const { pattern } of this.#logTargets) {
      await this.#openLogs(pattern, !fromStart && !state.get(pattern));
      if (!state.get(pattern)) state.set(pattern, { position: new Follower(pattern).position, seen: [] });
    }
    await state.save();
    for (const target of this.#targets)
      if (target.kind === "stream")
        this.#watched.set(target.name, await WatchedStream.open(target.name, target.open(), this.#watching));
    await deps.terminal.note([`Watching ${plural(this.size, "log")}; Ctrl-C ends it.`]);
    const unsendable = await findSendingProblem(deps);
    if (unsendable) await deps.terminal.note(...renderProblem(unsendable));
    for (const target of this.#logTargets) {
      const problem = await problemOf(target);
      if (problem) await deps.terminal.note([["warn", `${problem}; it is read from its beginning when it appears.`]]);
    }
  }

  /** Reads what came. Returns whether something was written to a log that was followed already. */
  async look(): Promise<boolean> {
    const known = new Set(this.#watched.values());
    for (const { pattern } of this.#logTargets) await this.#openLogs(pattern, false);
    let isNews = false;
    for (const one of this.#watched.values()) isNews = ((await one.look()) && known.has(one)) || isNews;
    return isNews;
  }

  /** Treats what is open at the ends as complete. */
  async finish(): Promise<void> {
    for (const one of this.#watched.values()) await one.finish();
  }

  async close(): Promise<void> {
    for (const one of this.#watched.values()) await one.close();
  }

  get #logTargets() {
    return this.#targets.filter(isOfLogs);
  }

  /** A log that appears later is read from its beginning, even if it appeared while `watch` did not run. */
  async #openLogs(pattern: string, skip: boolean): Promise<void> {
    for (const path of await logsOf(pattern)) {
      if (this.#watched.has(path)) continue;
      this.#watched.set(path, await WatchedLog.open(path, skip, this.#watching));
      if (!hasForeignName(path)) continue;
      await this.#watching.deps.terminal.note([["warn", `${path} cannot be read: its name is not UTF-8.`]]);
    }
  }
}
