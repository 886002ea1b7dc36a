/** A background task that runs again and again until it is stopped. */
export interface Loop {
  /** No run begins after this; one that is under way goes on. */
  stop(): void;
}

/** One run, seen from outside. */
export interface LoopRun {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly failed: boolean;
}

export interface LoopDeps {
  nowMs(): number;
  onError(error: unknown): void;
  /** @returns What to call at the end of this run, or `undefined` if it is not to be timed. */
  chooseTimed(): ((run: LoopRun) => void) | undefined;
}

/**
 * Runs `task` at once, and again `everyMs` after each end: runs never overlap. What it throws is reported, and the loop
 * goes on.
 */
export function startLoop(everyMs: number, task: () => unknown, deps: LoopDeps): Loop {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const runOnce = async () => {
    const onTimed = deps.chooseTimed();
    const startedMs = deps.nowMs();
    let failed = false;
    try {
      await task();
    } catch (error) {
      failed = true;
      deps.onError(error);
    }
    onTimed?.({ startedMs, endedMs: deps.nowMs(), failed });
    if (!stopped) timer = setTimeout(runOnce, everyMs);
  };
  void runOnce();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
