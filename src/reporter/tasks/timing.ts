import { draftTransaction } from "../../seal/drafts/transaction.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Host } from "../../world/host.ts";
import type { Constant } from "../errors/live-report.ts";
import type { Submitter } from "../submit/submit.ts";
import type { LoopRun } from "./loop.ts";

/** Share of runs that are timed: loops run often, tasks once. */
const usualRates = { loops: 0.005, tasks: 1 };

export type Timed = keyof typeof usualRates;

/** Times runs of loops and tasks. */
export interface Timer {
  /**
   * Decides before a run whether it is to be timed.
   *
   * @returns What to call at its end, or `undefined`.
   */
  choose(kind: Timed, name: string): ((run: LoopRun) => void) | undefined;
  /** Resolves when nothing remains to be written to disk. */
  settle(): Promise<void>;
}

export function createTimer(
  host: Host,
  submitter: Submitter,
  { tags, hosts }: Constant,
  rates: { readonly [kind in Timed]?: number | undefined } = {},
): Timer {
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    underWay.add(work);
    host.onWork?.(work);
    void work.finally(() => underWay.delete(work));
  };
  const report = async (
    [name, sampleRate]: [string, number],
    run: LoopRun,
    begunUnder: ReturnType<Submitter["coverOf"]>,
  ) => {
    const [id, traceId, spanId] = [host.uuid(), host.uuid(), host.uuid()].map(toEventId) as [string, string, string];
    const timing = { id, traceId, spanId: spanId.slice(0, 16), name, ...run, sampleRate, tags, hosts };
    const moment = { capturedAtMs: run.startedMs, happenedAtMs: run.startedMs, begunUnder: await begunUnder };
    await submitter.putIfCovered("timings", (subject) => draftTransaction(timing, subject), moment);
  };
  return {
    choose(kind, name) {
      const sampleRate = rates[kind] ?? usualRates[kind];
      if (drawShare(host.uuid()) >= sampleRate) return undefined;
      const begunUnder = submitter.coverOf("timings"); // as it is before the run
      return (run) => track(report([name, sampleRate], run, begunUnder).catch(() => {}));
    },
    async settle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** A number from 0 to 1, 1 excluded, out of the last 48 bits of a random UUID. */
const drawShare = (uuid: string) => Number.parseInt(uuid.slice(-12), 16) / 2 ** 48;
