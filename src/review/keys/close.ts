import { goTo, stay } from "../queue.ts";
import { type State, type Step, tasksOf } from "../state.ts";
import type { Binding } from "./binding.ts";

const back = (state: State): Step => goTo(state, state.at);

/** The keys of the closing question: only a `y` does anything. */
export const closingKeys: readonly Binding[] = [
  {
    keys: ["y"],
    label: "[y]es, do it",
    help: "do all of it.",
    run: (state) => ({
      state: { ...state, mode: { kind: "working", isStopping: false }, undo: [], outcomes: [] },
      effects: [{ kind: "carryOut", tasks: tasksOf(state) }],
    }),
  },
  { keys: ["n", "enter", "escape"], label: "[N]o, go back", help: "go back; all stays as it was decided.", run: back },
  {
    keys: ["q"],
    label: "[q]uit, do nothing",
    help: "end; nothing of it is done.",
    run: (state) => stay({ ...state, mode: { kind: "over", how: "left" } }),
  },
];

/** The keys when something did not work. */
export const resultsKeys: readonly Binding[] = [
  {
    keys: ["b"],
    label: "[b]ack to what is left",
    help: "look again at the events that are still pending.",
    refuse: ({ queue }) => (queue.length > 0 ? undefined : "no event is left"),
    run: (state) =>
      goTo(
        state,
        Math.max(
          0,
          state.queue.findIndex(({ decision }) => decision === undefined),
        ),
      ),
  },
  {
    keys: ["enter", "q", "escape"],
    label: "[Enter] end",
    help: "end.",
    run: (state) => stay({ ...state, mode: { kind: "over", how: "done" } }),
  },
];
