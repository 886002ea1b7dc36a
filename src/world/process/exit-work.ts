import type { EventEmitter } from "node:events";

/** Work for the end of the process. */
export interface ExitWork {
  /**
   * If the process is ending and no listener of ours is still to come, the work is done at once.
   *
   * @param work - Gets the exit status.
   * @returns A function that cancels it.
   */
  add(work: (status: number) => void): () => void;
}

/** One listener, and only while there is something to do. A failure does not stop the rest. */
export function createExitWork(process: EndingProcess): ExitWork {
  const all = new Set<Work>();
  let state: "to come" | "running" | "over" = "to come";
  const onExit = (status: number) => {
    state = "running";
    for (const work of all) perform(work, status);
    state = "over";
  };
  /** A listener that is added during `exit` is no longer called. */
  const isTooLate = () => process._exiting === true && state !== "running" && (all.size === 0 || state === "over");
  return {
    add(work) {
      if (isTooLate()) {
        perform(work, Number(process.exitCode ?? 0));
        return () => {};
      }
      if (all.size === 0) process.on("exit", onExit);
      const own = (status: number) => work(status);
      all.add(own);
      return () => {
        if (all.delete(own) && all.size === 0) process.off("exit", onExit);
      };
    },
  };
}

/** Node sets `_exiting` before it calls the listeners of `exit`; nothing public tells the same. */
type EndingProcess = EventEmitter & { readonly _exiting?: boolean; readonly exitCode?: unknown };

type Work = (status: number) => void;

function perform(work: Work, status: number): void {
  try {
    work(status);
  } catch {
    // the process ends, so no one can be told
  }
}
