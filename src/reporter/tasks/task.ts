import type { LoopRun } from "./loop.ts";

export interface TaskDeps {
  nowMs(): number;
  /** @returns What to call at the end, or `undefined` if it is not timed. */
  chooseTimed(): ((run: LoopRun) => void) | undefined;
}

/** Runs a task once, and reports how long it took; its result and its errors go to the caller. */
export async function runTimed<Result>(task: () => Result, { nowMs, chooseTimed }: TaskDeps): Promise<Awaited<Result>> {
  const onTimed = chooseTimed();
  const startedMs = nowMs();
  let failed = true;
  try {
    const result = await task();
    failed = false;
    return result;
  } finally {
    onTimed?.({ startedMs, endedMs: nowMs(), failed });
  }
}
