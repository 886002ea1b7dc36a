import { AsyncLocalStorage } from "node:async_hooks";
import { limits } from "../../report/limits.ts";
import type { Breadcrumb } from "../../report/report.ts";

/**
 * The notes before an error. Each run of a handler has its own, so an error includes no notes of another user's run.
 */
export interface Breadcrumbs {
  add(note: Breadcrumb): void;
  /** Notes of the current run and of the runs around it, then those outside of runs; oldest first. */
  read(): Breadcrumb[];
  /** Runs `work` with its own notes, inside the current run. */
  run<T>(work: () => T): T;
  /** The current run, or what is outside of all runs. */
  current(): Run;
  /** Whether a run is the other one, or was started in it. */
  isWithin(inner: Run, outer: Run): boolean;
  /** Removes everything from the process. */
  close(): void;
}

/** One run of a handler, and its notes. */
export interface Run {
  readonly notes: { note: Breadcrumb; order: number }[];
  readonly around?: Run;
}

export function createBreadcrumbs(): Breadcrumbs {
  const storage = new AsyncLocalStorage<Run>();
  const outside: Run = { notes: [] };
  let order = 0;
  let closed = false;
  const present = () => storage.getStore() ?? outside;
  return {
    add(note) {
      const { notes } = present();
      notes.push({ note, order: order++ });
      if (notes.length > limits.breadcrumbs) notes.shift();
    },
    read() {
      const all: Run["notes"] = [];
      for (let run: Run | undefined = present(); run; run = run.around) all.push(...run.notes);
      all.sort((a, b) => a.order - b.order);
      return all.slice(-limits.breadcrumbs).map(({ note }) => note);
    },
    current: present,
    isWithin(inner, outer) {
      let run: Run | undefined = inner;
      while (run && run !== outer) run = run.around;
      return run !== undefined;
    },
    run: (work) => (closed ? work() : storage.run({ notes: [], around: present() }, work)),
    close() {
      closed = true;
      storage.disable();
    },
  };
}
