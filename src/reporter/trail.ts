import { AsyncLocalStorage } from "node:async_hooks";
import { limits } from "../report/limits.ts";
import type { Breadcrumb } from "../report/report.ts";

/** What happened before an error. A run of a handler has a trail of its own: another user's notes do not stand in it. */
export interface Trails {
  add(note: Breadcrumb): void;
  /** Notes of the run that is under way and of those around it, then of the plugin's life outside of runs; oldest first. */
  read(): Breadcrumb[];
  /** Runs `work` with a new trail below the present one. */
  run<T>(work: () => T): T;
  /** Nothing of it stays behind in the process. */
  close(): void;
}

interface Trail {
  readonly notes: { note: Breadcrumb; order: number }[];
  readonly around?: Trail;
}

export function createTrails(): Trails {
  const storage = new AsyncLocalStorage<Trail>();
  const outside: Trail = { notes: [] };
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
      const all: Trail["notes"] = [];
      for (let trail: Trail | undefined = present(); trail; trail = trail.around) all.push(...trail.notes);
      all.sort((a, b) => a.order - b.order);
      return all.slice(-limits.breadcrumbs).map(({ note }) => note);
    },
    run: (work) => (closed ? work() : storage.run({ notes: [], around: present() }, work)),
    close() {
      closed = true;
      storage.disable();
    },
  };
}
