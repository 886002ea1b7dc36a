/** A background task that runs repeatedly until it is stopped. */
export interface Loop {
  /** No run begins after this; one that is in progress continues. */
  stop(): void;
}

/** What a loop does around each run. */
export interface LoopRun {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly failed: boolean;
}

export interface LoopDeps {
  nowMs(): number;
  /** As `Host.after`. */
  after(ms: number, work: () => void): () => void;
  onError(error: unknown): void;
  /** Runs everything that belongs to one run, including the handling of its error. */
  around<T>(work: () => T): T;
  /** @returns What to call at the end of this run, or `undefined` if it is not timed. */
  chooseTimed(): ((run: LoopRun) => void) | undefined;
}

/**
 * Runs `task` at once, and again `everyMs` after each end: runs never overlap. What it throws is reported, and the loop
 * continues.
 *
 * @throws {RangeError} if the interval is not a finite number of milliseconds, at least 1.
 */
export function startLoop(everyMs: number, task: () => unknown, deps: LoopDeps): Loop {
  if (typeof everyMs !== "number" || !Number.isFinite(everyMs) || everyMs < 1)
    throw new RangeError("the interval of a loop must be a finite number of milliseconds, at least 1");
  if (typeof task !== "function") throw new TypeError("the task of a loop must be a function");
  let stopped = false;
  let cancel = () => {};
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
    if (!stopped) cancel = deps.after(everyMs, () => void runOnce());
  };
  void runOnce();
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
