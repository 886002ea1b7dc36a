import type { Host } from "../../world/host.ts";
import { senderLock } from "../../world/paths.ts";
import type { Stores } from "./stores.ts";

/** Starts the sender when there is something to send, and again while something remains. */
export interface Waker {
  /**
   * Reports that these events are pending, and that consent covers them.
   *
   * @returns False if there is no sender to call.
   */
  wake(ids: readonly string[]): Promise<boolean>;
  /** Checks whether something is pending while no sender runs. Only while consent allows sending. */
  tick(): Promise<void>;
}

/** Ids remembered; the sender finds others anyway when it runs. */
export const rememberedMost = 200;
const firstPauseMs = 4_000;
const longestPauseMs = 10 * 60_000;

export function createWaker(host: Host, { paths, outbox }: Stores): Waker {
  const open = new Set<string>();
  let mine = false;
  let pauseMs = firstPauseMs;
  let nextMs = 0;

  /** One sender per machine is enough: it reads the outbox again before it ends. */
  const isOnTheWay = async () => mine || (await host.files.isLocked(senderLock(paths)));
  const call = async () => {
    if (await isOnTheWay()) return true;
    const sender = host.startSender([]);
    mine = sender !== undefined;
    void sender?.ended.then(() => {
      mine = false;
    });
    return mine;
  };
  /** Whether the sender could send it. */
  const isDue = async (id: string) => {
    const waiting = await outbox.read(id).catch(() => undefined);
    if (!waiting || waiting.entry.state === "rejected") open.delete(id);
    else return (waiting.entry.retryAtMs ?? 0) <= host.nowMs();
    return false;
  };
  return {
    wake(ids) {
      for (const id of ids) if (open.size < rememberedMost) open.add(id);
      nextMs = host.nowMs() + firstPauseMs;
      pauseMs = firstPauseMs;
      return call();
    },
    async tick() {
      if (open.size === 0 || host.nowMs() < nextMs || (await isOnTheWay())) return;
      const due = await Promise.all([...open].map(isDue));
      if (!due.includes(true)) return;
      nextMs = host.nowMs() + pauseMs;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      await call();
    },
  };
}
