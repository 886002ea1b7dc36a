import { noEdits } from "./event.ts";
import { type Layout, layOut } from "./layout.ts";
import { currentOf, type Effect, type Item, isReady, type State, type Step, tasksOf } from "./state.ts";

/** A step that needs nothing from the world. */
export const stay = (state: State): Step => ({ state, effects: [] });

/** The current event with a change. */
export const withItem = (state: State, change: Partial<Item>): State =>
  withItemOf(state, currentOf(state)?.entry.id, change);

export const withItemOf = (state: State, id: string | undefined, change: Partial<Item>): State => ({
  ...state,
  queue: state.queue.map((item) => (item.entry.id === id ? { ...item, ...change } : item)),
});

/** Saves the state of the current event for `undo`. */
export const remember = (state: State, what: string): State => ({
  ...state,
  undo: [...state.undo, { item: currentOf(state), what }],
});

/** What must be read to show the current event. */
export function loadsOf(state: State): Effect[] {
  const item = state.queue[state.at];
  return item && !isReady(item) ? [{ kind: "load", id: item.entry.id, edits: item.edits }] : [];
}

/** Shows another event, scrubbed. Raw text is shown only on request. */
export function goTo(state: State, at: number): Step {
  const next: State = { ...state, at, isRaw: false, mode: state.mode.kind === "list" ? state.mode : { kind: "read" } };
  return { state: next, effects: loadsOf(next) };
}

/** The next undecided event, continuing from the beginning after the last; if there is none, the final question. */
export function goOn(state: State): Step {
  const { queue, at } = state;
  const order = [...queue.keys()].map((step) => (at + 1 + step) % queue.length);
  const next = order.find((index) => queue[index]!.decision === undefined);
  return next === undefined ? close(state) : goTo({ ...state, mode: { kind: "read" } }, next);
}

/** The final question, or the end if there is nothing to do. */
export function close(state: State): Step {
  const mode =
    tasksOf(state).length > 0 ? ({ kind: "closing", top: 0 } as const) : ({ kind: "over", how: "done" } as const);
  return stay({ ...state, mode, isRaw: false });
}

/** An event that is no longer pending leaves the queue. */
export function without(state: State, id: string): State {
  const gone = state.queue.findIndex(({ entry }) => entry.id === id);
  if (gone < 0) return state;
  const queue = state.queue.filter((_, index) => index !== gone);
  const at = Math.max(0, Math.min(state.at > gone ? state.at - 1 : state.at, queue.length - 1));
  return { ...state, queue, at, undo: state.undo.filter(({ item }) => item.entry.id !== id) };
}

/** An event as it was first read: later decisions and changes are withdrawn. */
export const forgotten = ({ entry }: Item): Item => ({ entry, edits: noEdits, top: 0, isSeen: false });

/** The current event in rows; none until it is read. */
export function layoutOf({ queue, at, isRaw, columns, charset }: State): Layout | undefined {
  const item = queue[at];
  return item?.event && layOut(item.event, isRaw ? item.raw : undefined, columns, charset);
}
