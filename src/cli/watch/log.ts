import { setTimeout as wait } from "node:timers/promises";
import { VextelError } from "../../errors.ts";
import { renderTime } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import { titleOf } from "../../seal/title.ts";
import { Follower } from "../../world/follow.ts";
import type { CommandDeps } from "../deps.ts";
import { ErrorGroups } from "../pipeline/groups.ts";
import type { Pipeline, Taken, TextPipeline } from "../pipeline/pipeline.ts";
import type { WatchState } from "./state.ts";

/** For so long nothing must have been written before an error at the end of a log counts as complete. */
const quietMs = 3000;
/** For so long others must have written before an error that they interrupted does; who writes one does not pause. */
const interruptedMs = 1000;
/** Pause before a disk that refused is tried again. */
const retryMs = 5000;

/** How many events are kept between two looks at the quota. */
const tidyEvery = 100;

export interface Watching {
  readonly pipeline: Pipeline;
  readonly state: WatchState;
  readonly deps: CommandDeps;
  /** Ends the waiting for a disk that refuses. */
  readonly signal: AbortSignal;
  /** Called when something waits that consent lets go. */
  readonly onSendable: () => void;
}

/** One log that is followed: what appears in it is captured, kept and told. */
export class WatchedLog {
  readonly #follower: Follower;
  readonly #watching: Watching;
  #text: TextPipeline;
  /** Where in the file the bytes began that `#text` was given. */
  #begin = 0;
  #lastBytesAtMs: number | undefined;
  /** How many lines there were at an earlier look. */
  #earlier = { atMs: 0, lines: 0 };
  #kept = 0;

  private constructor(follower: Follower, text: TextPipeline, watching: Watching) {
    this.#follower = follower;
    this.#text = text;
    this.#begin = follower.position.offset;
    this.#watching = watching;
  }

  /**
   * What is written after this returns is found, however the program ends.
   *
   * @param skip - Whether what stands in it is left alone if it was never watched before.
   */
  static async open(path: string, skip: boolean, watching: Watching): Promise<WatchedLog> {
    const mark = watching.state.get(path);
    const follower = new Follower(path);
    if (mark) await follower.resume(mark.position);
    else if (skip) await follower.skipToEnd();
    const groups = new ErrorGroups(mark?.seen);
    const log = new WatchedLog(follower, await watching.pipeline.open(path, groups), watching);
    if (!mark) await log.#mark();
    return log;
  }

  /** Takes what was written since the last look. Answers whether there was anything. */
  async look(): Promise<boolean> {
    let isNews = false;
    for await (const followed of this.#follower.look()) {
      isNews = true;
      if (followed.kind === "begin") await this.#beginAnew();
      else {
        this.#lastBytesAtMs = this.#watching.deps.world.nowMs();
        await this.#text.push(followed.bytes);
        await this.#keepChanged();
        await this.#mark();
      }
    }
    const now = this.#watching.deps.world.nowMs();
    if (this.#lastBytesAtMs === undefined) return isNews;
    if (now - this.#lastBytesAtMs >= quietMs) await this.finish();
    else if (now - this.#earlier.atMs >= interruptedMs) {
      await this.#text.settle(this.#earlier.lines);
      if ((await this.#keepChanged()) > 0) await this.#mark();
      this.#earlier = { atMs: now, lines: this.#text.lines };
    }
    return isNews;
  }

  /** Takes what is open at the end of the log for complete. */
  async finish(): Promise<void> {
    this.#lastBytesAtMs = undefined;
    await this.#text.flush();
    await this.#keepChanged();
    await this.#mark();
  }

  /** Whether an error may stand at its end that only silence shows to be complete. */
  get isOpen(): boolean {
    return this.#lastBytesAtMs !== undefined;
  }

  close = (): Promise<void> => this.#follower.close();

  async #beginAnew(): Promise<void> {
    await this.#text.flush();
    await this.#keepChanged();
    this.#text = await this.#watching.pipeline.open(this.#follower.path, this.#text.groups);
    this.#begin = 0;
    this.#earlier = { atMs: 0, lines: 0 };
    await this.#mark();
  }

  /** An error is kept before its place is marked: a crash in between meets it again, under the same id. */
  async #mark(): Promise<void> {
    const { position } = this.#follower;
    const offset = this.#begin + this.#text.resumeOffset;
    this.#watching.state.set(this.#follower.path, {
      position: { ...position, offset },
      seen: this.#text.groups.recent,
    });
    await this.#untilWritten(() => this.#watching.state.save());
  }

  /** Answers how many events are new or have grown. */
  async #keepChanged(): Promise<number> {
    const changed = this.#text.takeChanged();
    for (const taken of changed) await this.#keep(taken);
    return changed.length;
  }

  async #keep(taken: Taken): Promise<void> {
    const { sealed, decision } = taken;
    const { deps, onSendable } = this.#watching;
    const { verdict, stamp, why, sinceMs } = decision!;
    const title = titleOf(sealed.bytes);
    const { id, state } = await this.#untilWritten(() => deps.outbox.keepGroup(taken, title, { ...stamp, sinceMs }));
    if (state !== "kept" && state !== "raised") return;
    this.#kept += 1;
    if (this.#kept % tidyEvery === 0) await this.#untilWritten(() => deps.outbox.tidy());
    if (verdict === "send") onSendable();
    if (state === "raised") return; // its first error was told
    const reason = why === "not enabled" ? "" : ` (${why})`;
    const next = verdict === "send" ? "sent automatically" : `vextel send ${id.slice(0, 12)}${reason}`;
    await deps.terminal.print([
      [
        `${renderTime(sealed.timeMs)}  ${sealed.publisher}/${sealed.plugin}  ${title}${renderTally(taken.tally)}  `,
        ["dim", `-> ${next}`],
      ],
    ]);
  }

  /** A disk that is full for a while must lose nothing: the log is not read on until it takes the event. */
  async #untilWritten<T>(work: () => Promise<T>): Promise<T> {
    for (let told = false; ; told = true) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof VextelError) || error.code !== "FILE_UNWRITABLE" || this.#watching.signal.aborted)
          throw error;
        if (!told) await this.#watching.deps.terminal.note([["warn", `${error.message}; trying again until it works`]]);
        await wait(retryMs, undefined, { signal: this.#watching.signal }).catch(() => {});
      }
    }
  }
}
