import type { VextelError } from "../../errors.ts";
import { exit } from "../exit.ts";
import { isUnreadable } from "../pipeline/input.ts";
import { TextKeeper, type Watched, type Watching } from "./keeper.ts";

/** Bytes as they arrive. */
export interface ByteStream {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Ends them. */
  close(): void;
}

/** A stream counts as empty only after this time without data: its writer may start slowly. */
const pauseMs = 250;

/** A text that can be read only once: standard input, or a named pipe. */
export class WatchedStream implements Watched {
  hasEnded = false;
  readonly #stream: ByteStream;
  readonly #keeper: TextKeeper;
  readonly #watching: Watching;
  /** One piece of work at a time. */
  #work: Promise<unknown> = Promise.resolve();
  #hasNews = false;
  #isClosed = false;

  private constructor(stream: ByteStream, keeper: TextKeeper, watching: Watching) {
    this.#stream = stream;
    this.#keeper = keeper;
    this.#watching = watching;
    void this.#pump();
  }

  /** @param name - As the user named it; `-` for standard input. */
  static async open(name: string, stream: ByteStream, watching: Watching): Promise<WatchedStream> {
    return new WatchedStream(stream, new TextKeeper(await watching.pipeline.open(name), watching), watching);
  }

  /** @throws What went wrong since the last look. */
  async look(): Promise<boolean> {
    const isNews = this.#hasNews;
    this.#hasNews = false;
    await this.#inTurn(() => this.#keeper.tick());
    return isNews;
  }

  finish = (): Promise<void> => this.#inTurn(() => this.#keeper.flush());

  get isOpen(): boolean {
    return this.#keeper.isOpen;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stream.close();
  }

  async #pump(): Promise<void> {
    const nowMs = this.#watching.deps.world.nowMs;
    let emptyAtMs = 0; // the next bytes were written after it: there were none then
    let readyAtMs = nowMs();
    try {
      for await (const bytes of this.#stream.bytes) {
        if (nowMs() - readyAtMs >= pauseMs) emptyAtMs = readyAtMs;
        await this.#inTurn(() => this.#keeper.push(bytes, emptyAtMs));
        readyAtMs = nowMs();
        this.#hasNews = true;
        this.#watching.wake();
      }
    } catch (error) {
      if (!this.#isClosed && isUnreadable(error)) await this.#report(error); // errors of keeping are thrown by `look`
    }
    this.hasEnded = true;
    this.#watching.wake();
  }

  async #report({ message }: VextelError): Promise<void> {
    const { terminal, setStatus } = this.#watching.deps;
    setStatus(exit.failed);
    await terminal.note([["warn", message]]);
  }

  /** A failure is thrown to the next caller. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done;
    done.catch(() => {});
    return done;
  }
}
