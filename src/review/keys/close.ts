import { goTo, stay } from "../queue.ts";
import { type Mode, type State, type Step, tasksOf } from "../state.ts";
import type { Binding } from "./binding.ts";

const back = (state: State): Step => goTo(state, state.at);

/** Scrolls the list of decisions: two lines for each event that is sent, one for each other. */
function scrollBy(state: State, by: number): Step {
  const { top } = state.mode as Mode & { readonly kind: "closing" };
  const count = tasksOf(state).reduce((sum, { kind }) => sum + (kind === "send" ? 2 : 1), 0);
  return stay({ ...state, mode: { kind: "closing", top: Math.max(0, Math.min(top + by, count - 1)) } });
}

/** The keys of the final question: only `y` does anything. */
export const closingKeys: readonly Binding[] = [
  {
    keys: ["y"],
    label: "[y]es, do it",
    help: "carry out all decisions.",
    run: (state) => ({
      state: { ...state, mode: { kind: "working", isStopping: false }, undo: [], outcomes: [] },
      effects: [{ kind: "carryOut", tasks: tasksOf(state) }],
    }),
  },
  { keys: ["n", "enter", "escape"], label: "[N]o, go back", help: "go back; your decisions are kept.", run: back },
  { keys: ["down"], help: "scroll through it.", run: (state) => scrollBy(state, 1) },
  { keys: ["up"], help: "scroll back.", run: (state) => scrollBy(state, -1) },
  { keys: ["space", "pagedown"], help: "scroll by a page.", run: (state, page) => scrollBy(state, page - 3) },
  { keys: ["b", "pageup"], help: "scroll back by a page.", run: (state, page) => scrollBy(state, 3 - page) },
  {
    keys: ["q"],
    label: "[q]uit, do nothing",
    help: "quit; nothing is done.",
    run: (state) => stay({ ...state, mode: { kind: "over", how: "left" } }),
  },
];

/** The keys when something did not work. */
export const resultsKeys: readonly Binding[] = [
  {
    keys: ["b"],
    label: "[b]ack to what is left",
    help: "go back to the events that are still pending.",
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
