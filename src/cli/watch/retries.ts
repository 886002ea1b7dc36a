import { findLeftPending } from "../../deliver/outlook/left-pending.ts";
import type { CommandDeps } from "../deps.ts";
import { createInterval } from "./interval.ts";

/** How often the sender is started again after an error that consent covers: the network may have been unavailable. */
const retryEveryMs = 120_000;
const retries = 30;

export interface Retries {
  /** Something is pending that consent covers: starts the sender now, and again later. */
  readonly onSendable: () => void;
  /** Looks for events that an earlier run or a long outage left. At the start they are retried as new ones are. */
  lookForLeft(): Promise<void>;
  retryIfDue(): Promise<void>;
  /** Waits until the sender that was started last runs or has failed. */
  settle(): Promise<void>;
}

export function createRetries(deps: CommandDeps, startSender: () => Promise<void>): Retries {
  const isDue = createInterval(deps.world.nowMs, retryEveryMs);
  let left = 0;
  let wasLooked = false;
  let sending = Promise.resolve();
  return {
    onSendable: () => {
      left = retries;
      sending = startSender();
    },
    // later than the start, a server that is gone for days is tried each time that somebody looks
    async lookForLeft() {
      if (await isLeftPending(deps).catch(() => false)) left = Math.max(left, wasLooked ? 1 : retries);
      wasLooked = true;
    },
    async retryIfDue() {
      if (left === 0 || !isDue()) return;
      left--;
      await startSender();
    },
    settle: () => sending,
  };
}

/** Whether consent covers events that no sender has sent yet. */
const isLeftPending = async ({ outbox, consent, world }: CommandDeps) =>
  (await findLeftPending(outbox, await consent.read(), world, 1)).length > 0;
