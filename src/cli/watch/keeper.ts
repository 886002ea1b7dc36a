import { setTimeout as wait } from "node:timers/promises";
import { VextelError, type VextelErrorCode } from "../../errors.ts";
import { renderTime } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import { shortenTitle, titleOf } from "../../seal/title.ts";
import { whenHeldAsChat } from "../consent/held-as-chat.ts";
import type { CommandDeps } from "../deps.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { TextPipeline } from "../pipeline/text.ts";
import { describeZone } from "./clock-skew.ts";
import type { WatchState } from "./state.ts";

/** After this time without new text, an error at the end counts as complete. */
const quietMs = 3000;
/**
 * After this time, an error that was interrupted by others counts as complete: its writer does not pause for so long.
 */
const interruptedMs = 1000;
/** Pause before a failed write is tried again. */
const retryMs = 5000;

/** A full disk, and a lock that another process keeps for too long: both may end soon. */
const passing: readonly VextelErrorCode[] = ["FILE_UNWRITABLE", "LOCK_TIMEOUT"];

/** How many events are kept between two checks of the quota. */
const tidyEvery = 100;

export interface Watching {
  readonly pipeline: Pipeline;
  readonly state: WatchState;
  readonly deps: CommandDeps;
  /** Stops waiting for a disk that refuses writes. */
  readonly signal: AbortSignal;
  /** Stops reading: the rest of a log is read the next time. */
  readonly late: AbortSignal;
  /** Called when something is pending that consent covers. */
  readonly onSendable: () => void;
  /** Called when a source has news that no folder reports. */
  readonly wake: () => void;
}

/** What is watched: a log or a stream. */
export interface Watched {
  /** Reads what came since the last check. Returns whether there was anything. */
  look(): Promise<boolean>;
  /** Treats what is open at the end as complete. */
  finish(): Promise<void>;
  close(): Promise<void>;
  /** Whether there may be an error at its end that counts as complete only after a pause. */
  readonly isOpen: boolean;
  /** Whether nothing more can come. */
  readonly hasEnded: boolean;
}

/** Keeps the errors of a text that is read in pieces, each when it is complete. */
export class TextKeeper {
  readonly #watching: Watching;
  readonly #late: AbortSignal | undefined;
  text: TextPipeline;
  #lastBytesAtMs: number | undefined;
  /** The number of lines at an earlier check. */
  #earlier = { atMs: 0, lines: 0 };
  #kept = 0;
  /** The newest text was written after this moment, epoch milliseconds; 0 if unknown. */
  #afterMs = 0;
  #hasToldOfZone = false;
  #hasToldOfChat = false;

  /** @param late - Stops keeping events; those that are not kept are read again the next time. */
  constructor(text: TextPipeline, watching: Watching, late?: AbortSignal) {
    this.text = text;
    this.#watching = watching;
    this.#late = late;
  }

  get isOpen(): boolean {
    return this.#lastBytesAtMs !== undefined;
  }

  /** @param afterMs - It was written after this moment, epoch milliseconds; 0 if unknown. */
  async push(bytes: Uint8Array, afterMs: number): Promise<void> {
    const now = this.#watching.deps.world.nowMs;
    this.#lastBytesAtMs = now();
    this.#afterMs = afterMs;
    await this.text.push(bytes, afterMs);
    await this.#keepChanged();
    this.#lastBytesAtMs = now(); // keeping may take long, and more text may have come meanwhile
  }

  /** Keeps errors that count as complete after a pause, or after lines of others. Returns whether there were any. */
  async tick(): Promise<boolean> {
    const now = this.#watching.deps.world.nowMs();
    if (this.#lastBytesAtMs === undefined) return false;
    if (now - this.#lastBytesAtMs >= quietMs) {
      await this.flush();
      return true;
    }
    if (now - this.#earlier.atMs < interruptedMs) return false;
    await this.text.settle(this.#earlier.lines);
    this.#earlier = { atMs: now, lines: this.text.lines };
    return (await this.#keepChanged()) > 0;
  }

  /** Treats what is open as complete. */
  async flush(): Promise<void> {
    this.#lastBytesAtMs = undefined;
    await this.text.flush();
    await this.#keepChanged();
  }

  /** Another text continues where this one ended. */
  begin(text: TextPipeline): void {
    this.text = text;
    this.#earlier = { atMs: 0, lines: 0 };
  }

  /** Returns how many events are new or count more errors. */
  async #keepChanged(): Promise<number> {
    const changed = this.text.takeChanged();
    for (const taken of changed) if (!this.#late?.aborted) await this.#keep(taken);
    return changed.length;
  }

  async #keep(taken: Taken): Promise<void> {
    const { sealed, decision, isUnchanged } = taken;
    const { deps, onSendable } = this.#watching;
    const { verdict, stamp, why, sinceMs } = decision!;
    const title = titleOf(sealed.bytes);
    const { id, state } = await this.untilWritten(() =>
      deps.outbox.keepGroup(taken, title, { ...stamp, sinceMs, isUnchanged }),
    );
    if (state !== "kept" && state !== "raised") return;
    this.#kept += 1;
    if (this.#kept % tidyEvery === 0) await this.untilWritten(() => deps.outbox.tidy());
    if (verdict === "send") onSendable();
    if (state === "raised") return; // its first error was reported
    await this.#tellOfZone(taken);
    if (why === "perhaps written by a user") await this.#tellOfChat(taken);
    const reason = why === "not enabled" ? "" : ` (${why})`;
    const next = verdict === "send" ? "sent automatically" : `vextel send ${id.slice(0, 12)}${reason}`;
    const shown = deps.terminal.width === undefined ? title : shortenTitle(title);
    await deps.terminal.print([
      [
        `${renderTime(sealed.timeMs)}  ${sealed.publisher}/${sealed.plugin}  ${shown}${renderTally(taken.tally)}  `,
        ["dim", `-> ${next}`],
      ],
    ]);
  }

  /** Says once that the log is from another time zone: its errors may seem to be older than the owner's answer. */
  async #tellOfZone({ sealed, log = "standard input" }: Taken): Promise<void> {
    const { terminal, world } = this.#watching.deps;
    const zone = this.#hasToldOfZone ? undefined : describeZone(sealed.timeMs, this.#afterMs, world.nowMs());
    if (zone === undefined) return;
    this.#hasToldOfZone = true;
    await terminal.note([
      ["warn", `${log}: its times are ${zone} this machine's clock. `],
      "If the bot has another time zone, such as UTC in a container, watch its log with that zone: TZ=UTC vextel watch. ",
      "Otherwise its errors are dated wrongly, and may count as older than your answer.",
    ]);
  }

  /** Says once why errors are held although consent covers them. */
  async #tellOfChat({ log = "standard input" }: Taken): Promise<void> {
    if (this.#hasToldOfChat) return;
    this.#hasToldOfChat = true;
    await this.#watching.deps.terminal.note([
      ["warn", `${log}: an error that may be chat which the bot printed is held. `],
      whenHeldAsChat,
    ]);
  }

  /** A temporary failure must lose nothing: reading continues only when the event is written. */
  async untilWritten<T>(work: () => Promise<T>): Promise<T> {
    for (let told = false; ; told = true) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof VextelError) || !passing.includes(error.code) || this.#watching.signal.aborted)
          throw error;
        if (!told) await this.#watching.deps.terminal.note([["warn", `${error.message}; trying again until it works`]]);
        await wait(retryMs, undefined, { signal: this.#watching.signal }).catch(() => {});
      }
    }
  }
}
