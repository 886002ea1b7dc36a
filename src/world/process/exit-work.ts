import type { EventEmitter } from "node:events";

/** Work for the end of the process. */
export interface ExitWork {
  /**
   * @param work - Gets the exit status.
   * @returns A function that cancels it.
   */
  add(work: (status: number) => void): () => void;
}

/** One listener, and only while there is something to do. A failure does not stop the rest. */
export function createExitWork(process: EventEmitter): ExitWork {
  const all = new Set<(status: number) => void>();
  const onExit = (status: number) => {
    for (const work of all) {
      try {
        work(status);
      } catch {
        // the process ends, so no one can be told
      }
    }
  };
  return {
    add(work) {
      if (all.size === 0) process.on("exit", onExit);
      const own = (status: number) => work(status);
      all.add(own);
      return () => {
        if (all.delete(own) && all.size === 0) process.off("exit", onExit);
      };
    },
  };
}
