import { toEventId } from "../../seal/ids.ts";
import { draftTransaction } from "../../seal/transaction.ts";
import type { Host } from "../../world/host.ts";
import type { Constant } from "../errors/live-report.ts";
import type { Submitter } from "../submit/submit.ts";
import type { LoopRun } from "./loop.ts";

/** Times a few of the runs of loops. */
export interface Timer {
  /**
   * Decides before a run whether it is to be timed.
   *
   * @returns What to call at its end, or `undefined`.
   */
  choose(name: string): ((run: LoopRun) => void) | undefined;
}

export function createTimer(host: Host, submitter: Submitter, { tags, hosts }: Constant, sampleRate = 0.005): Timer {
  const report = async (name: string, run: LoopRun, begunUnder: ReturnType<Submitter["coverOf"]>) => {
    const [id, traceId, spanId] = [host.uuid(), host.uuid(), host.uuid()].map(toEventId) as [string, string, string];
    const timing = { id, traceId, spanId: spanId.slice(0, 16), name, ...run, sampleRate, tags, hosts };
    const moment = { capturedAtMs: run.startedMs, happenedAtMs: run.startedMs, begunUnder: await begunUnder };
    await submitter.putIfCovered("timings", (subject) => draftTransaction(timing, subject), moment);
  };
  return {
    choose(name) {
      if (drawShare(host.uuid()) >= sampleRate) return undefined;
      const begunUnder = submitter.coverOf("timings"); // as it is before the run
      return (run) => void report(name, run, begunUnder);
    },
  };
}

/** A number from 0 to 1, 1 excluded, out of the last 48 bits of a random UUID. */
const drawShare = (uuid: string) => Number.parseInt(uuid.slice(-12), 16) / 2 ** 48;
