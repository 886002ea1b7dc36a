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
  /** Runs what belongs to one run, the handling of its error too. */
  around<T>(work: () => T): T;
  /** @returns What to call at the end of this run, or `undefined` if it is not to be timed. */
  chooseTimed(): ((run: LoopRun) => void) | undefined;
}

/** What Node's timers can wait at most: beyond it they run at once, again and again. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs `task` at once, and again `everyMs` after each end: runs never overlap. What it throws is reported, and the loop
 * goes on.
 *
 * @throws {RangeError} if the interval is no finite number of milliseconds, at least 1.
 */
export function startLoop(everyMs: number, task: () => unknown, deps: LoopDeps): Loop {
  if (typeof everyMs !== "number" || !Number.isFinite(everyMs) || everyMs < 1)
    throw new RangeError("the interval of a loop must be a finite number of milliseconds, at least 1");
  if (typeof task !== "function") throw new TypeError("the task of a loop must be a function");
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const runOnce = async () => {
    const onTimed = deps.chooseTimed();
    const startedMs = deps.nowMs();
    let failed = false;
    await deps.around(async () => {
      try {
        await task();
      } catch (error) {
        failed = true;
        deps.onError(error);
      }
    });
    onTimed?.({ startedMs, endedMs: deps.nowMs(), failed });
    if (!stopped) waitFor(everyMs);
  };
  const waitFor = (ms: number) => {
    const step = Math.min(ms, longestTimerMs);
    timer = setTimeout(() => (ms > step ? waitFor(ms - step) : void runOnce()), step);
  };
  void runOnce();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
