import { basename, dirname } from "node:path";
import { Follower } from "../../world/follow/follow.ts";
import { logsWrittenSince } from "../../world/outside/expand.ts";
import { ErrorGroups } from "../pipeline/groups.ts";
import type { TextPipeline } from "../pipeline/text.ts";
import { TextKeeper, type Watched, type Watching } from "./keeper.ts";
import { encodingOf, type LogEncoding } from "./log-encoding.ts";

/** A log that is followed: its errors are captured, kept and reported. */
export class WatchedLog implements Watched {
  readonly hasEnded = false;
  readonly #follower: Follower;
  readonly #watching: Watching;
  readonly #keeper: TextKeeper;
  /** The position in the file at which the current text began. */
  #begin = 0;
  /** Known as soon as something was read of it. */
  #encoding: LogEncoding | undefined;
  #hasToldOfOthers = false;
  #toldOfRefused: string | undefined;
  /** The time at which everything so far had been read: the next text was written after it. 0 if unknown. */
  #readAllAtMs: number;

  private constructor(follower: Follower, text: TextPipeline, watching: Watching, readAllAtMs: number) {
    this.#readAllAtMs = readAllAtMs;
    this.#follower = follower;
    this.#keeper = new TextKeeper(text, watching, watching.late);
    this.#begin = follower.position.offset;
    this.#watching = watching;
  }

  /**
   * Errors written after this returns are found, however the program ends.
   *
   * @param skip - Whether to skip its present content if it was never watched before.
   */
  static async open(path: string, skip: boolean, watching: Watching): Promise<WatchedLog> {
    const mark = watching.state.get(path);
    const follower = new Follower(path);
    const openedAtMs = watching.deps.world.nowMs();
    if (mark) await follower.resume(mark.position);
    else if (skip) await follower.skipToEnd();
    else follower.takeAll();
    const groups = new ErrorGroups(mark?.seen);
    const isBeginning = mark ? mark.position.offset === 0 : !skip;
    const { hosts, forms } = mark ?? {};
    const known =
      hosts && forms ? { hosts, forms } : isBeginning ? undefined : await watching.pipeline.startUpOf(follower.paths);
    const text = await watching.pipeline.open(path, groups, {
      ...(known && { known: { ...known, ...(hosts && { hosts }) } }),
      ...{ isBeginning, isTorn: mark?.isTorn ?? false, isWithinText: mark?.isWithinText ?? false },
    });
    const log = new WatchedLog(follower, text, watching, mark || !skip ? 0 : openedAtMs);
    if (!mark) await log.#mark();
    return log;
  }

  /** The existing files of the log. */
  get paths(): readonly string[] {
    return this.#follower.paths;
  }

  async look(): Promise<boolean> {
    const { late } = this.#watching;
    let isNews = false;
    const lookedAtMs = this.#watching.deps.world.nowMs();
    if (late.aborted) return false;
    for await (const followed of this.#follower.look()) {
      isNews = true;
      if (followed.kind === "begin") await this.#beginAnew();
      else {
        this.#encoding ??= encodingOf(this.#follower.head, this.#begin);
        await this.#keeper.push(this.#encoding.decode(followed.bytes), this.#readAllAtMs);
        await this.#mark();
      }
      if (late.aborted) return isNews;
    }
    this.#readAllAtMs = lookedAtMs;
    if (await this.#keeper.tick()) await this.#mark();
    await this.#tellOfRefused();
    if (isNews) this.#hasToldOfOthers = false;
    else await this.#tellOfOthers();
    return isNews;
  }

  /** Says once that a file of the log cannot be read: a rotation may have given it to another account. */
  async #tellOfRefused(): Promise<void> {
    const { refused } = this.#follower;
    if (refused !== undefined && refused !== this.#toldOfRefused)
      await this.#watching.deps.terminal.note([
        ["warn", `${refused} cannot be read, so its errors are not captured. `],
        "Check its permissions; vextel keeps trying.",
      ]);
    this.#toldOfRefused = refused;
  }

  /** Says once that the log is gone while others beside it are written to: it may have been renamed. */
  async #tellOfOthers(): Promise<void> {
    const { path, position, isGone } = this.#follower;
    if (!isGone || this.#hasToldOfOthers) return;
    const others = await logsWrittenSince(path, position.mtimeMs);
    if (others.length === 0) return;
    this.#hasToldOfOthers = true;
    const names = others.slice(0, 3).map((other) => basename(other));
    await this.#watching.deps.terminal.note([
      ["warn", `${path} is gone, while ${names.join(", ")} beside it ${names.length > 1 ? "are" : "is"} written to. `],
      `Watch these too: vextel watch '${dirname(path)}/*.log'`,
    ]);
  }

  async finish(): Promise<void> {
    if (this.#watching.late.aborted) return; // an open error may continue in text that was not read
    await this.#keeper.flush();
    await this.#mark();
  }

  get isOpen(): boolean {
    return this.#keeper.isOpen;
  }

  close = (): Promise<void> => this.#follower.close();

  async #beginAnew(): Promise<void> {
    await this.#keeper.flush();
    const { groups, startUp } = this.#keeper.text;
    this.#keeper.begin(await this.#watching.pipeline.open(this.#follower.path, groups, { known: startUp }));
    this.#begin = 0;
    this.#encoding = undefined;
    await this.#mark();
  }

  /**
   * An error is kept before the position is saved: after a crash in between, it is read again, and gets the same id.
   */
  async #mark(): Promise<void> {
    if (this.#watching.late.aborted) return;
    const { path, position } = this.#follower;
    const { resumeOffset, groups, startUp, isTorn, isWithinText } = this.#keeper.text;
    const offset = this.#begin + (this.#encoding?.fileBytesOf(resumeOffset) ?? 0);
    this.#watching.state.set(path, {
      ...{ position: { ...position, offset }, seen: groups.recent, ...startUp },
      ...(isTorn && { isTorn }),
      ...(isWithinText && { isWithinText }),
    });
    await this.#watching.state.saveNowAndThen();
  }
}
