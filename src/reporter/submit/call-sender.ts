import { waitMsUntil } from "../../deliver/limits/wait.ts";
import { noteUnsent } from "../../deliver/outlook/note-unsent.ts";
import type { Host } from "../../world/host.ts";
import { senderLock } from "../../world/paths.ts";
import type { Stores } from "./stores.ts";

/** Starts the sender when there is something to send, and again while something remains. */
export interface Waker {
  /**
   * Reports that these events are pending, and that consent covers them.
   *
   * @returns Why no sender sends them now, in words; `undefined` if one does.
   */
  wake(ids: readonly string[]): Promise<string | undefined>;
  /** Checks whether something is pending while no sender runs. Only while consent allows sending. */
  tick(): Promise<void>;
}

/** Ids remembered; the sender finds others anyway when it runs. */
export const rememberedMost = 200;
const firstPauseMs = 4_000;
const longestPauseMs = 10 * 60_000;

/** @param onFailure - Gets the reason whenever a sender cannot be started, or fails. */
export function createWaker(
  host: Host,
  { paths, outbox }: Stores,
  onFailure: (reason: string) => unknown = () => {},
): Waker {
  const open = new Set<string>();
  let mine = false;
  let failure: string | undefined;
  let pauseMs = firstPauseMs;
  let nextMs = 0;

  const onEnd = async (reason: string | undefined) => {
    mine = false;
    failure = reason;
    if (reason === undefined) return;
    onFailure(reason);
    await noteUnsent([...open], reason, outbox);
  };
  /** One sender per machine is enough: it reads the outbox again before it ends. */
  const call = async (): Promise<string | undefined> => {
    if (await host.files.isLocked(senderLock(paths))) failure = undefined;
    else if (!mine) {
      const { started, ended } = host.startSender([]);
      mine = true;
      const noted = ended.then(onEnd);
      host.onWork?.(noted);
      if ((await started) !== undefined) await noted;
    }
    return failure;
  };
  /** Whether the sender could send it. */
  const isDue = async (id: string) => {
    const waiting = await outbox.read(id).catch(() => undefined);
    if (!waiting || waiting.entry.state === "rejected") open.delete(id);
    else return waitMsUntil(waiting.entry.retryAtMs, host.nowMs()) === 0;
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
      const isTooEarly = waitMsUntil(nextMs, host.nowMs()) > 0;
      if (open.size === 0 || isTooEarly || mine || (await host.files.isLocked(senderLock(paths)))) return;
      const due = await Promise.all([...open].map(isDue));
      if (!due.includes(true)) return;
      nextMs = host.nowMs() + pauseMs;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      await call();
    },
  };
}
