import { goTo, layoutOf, stay, withItem } from "../queue.ts";
import type { Mode, State, Step } from "../state.ts";
import type { Binding } from "./binding.ts";

type ModeOf<Kind extends Mode["kind"]> = Mode & { readonly kind: Kind };

const back = (state: State): Step => stay({ ...state, mode: { kind: "read" } });

const clamp = (at: number, count: number) => Math.max(0, Math.min(at, count - 1));

const goBy = (state: State, by: number): Step => goTo(state, clamp(state.at + by, state.queue.length));

/** The keys of the list of events. */
export const listKeys: readonly Binding[] = [
  { keys: ["enter"], label: "[Enter] read it", help: "read the event that is chosen.", run: back },
  { keys: ["down"], label: "[Up] [Down]", help: "choose another event.", run: (state) => goBy(state, 1) },
  { keys: ["up"], help: "choose the event before.", run: (state) => goBy(state, -1) },
  { keys: ["space", "pagedown"], help: "go a page down.", run: (state, page) => goBy(state, page) },
  { keys: ["b", "pageup"], help: "go a page up.", run: (state, page) => goBy(state, -page) },
  { keys: ["escape", "l", "q"], label: "[Esc] back", help: "go back.", run: back },
];

const takenBy = (state: State, by: number): Step => {
  const count = layoutOf(state)?.findings.length ?? 0;
  return stay({ ...state, mode: { kind: "taken", at: clamp((state.mode as ModeOf<"taken">).at + by, count) } });
};

/** The keys of the list of removals. */
export const takenKeys: readonly Binding[] = [
  {
    keys: ["enter"],
    label: "[Enter] go there",
    help: "go to the place in the event.",
    run: (state, page) => {
      const { at } = state.mode as ModeOf<"taken">;
      const found = layoutOf(state)?.findings[at];
      const place = found && { finding: at, top: Math.max(0, found.row - Math.floor(page / 2)) };
      return back(place ? withItem(state, place) : state);
    },
  },
  { keys: ["down", "n"], label: "[Up] [Down]", help: "choose another one.", run: (state) => takenBy(state, 1) },
  { keys: ["up", "N"], help: "choose the one before.", run: (state) => takenBy(state, -1) },
  { keys: ["space", "pagedown"], help: "go a page down.", run: takenBy },
  { keys: ["b", "pageup"], help: "go a page up.", run: (state, page) => takenBy(state, -page) },
  { keys: ["escape", "t", "q"], label: "[Esc] back", help: "go back.", run: back },
];

const helpBy = (state: State, by: number): Step =>
  stay({ ...state, mode: { kind: "help", top: Math.max(0, (state.mode as ModeOf<"help">).top + by) } });

/** The keys of the help. */
export const helpKeys: readonly Binding[] = [
  { keys: ["escape", "enter", "?", "q"], label: "[Esc] back", help: "go back.", run: back },
  { keys: ["down"], label: "[Up] [Down]", help: "scroll.", run: (state) => helpBy(state, 1) },
  { keys: ["up"], help: "scroll back.", run: (state) => helpBy(state, -1) },
  { keys: ["space", "pagedown"], help: "scroll by a page.", run: helpBy },
  { keys: ["b", "pageup"], help: "scroll back by a page.", run: (state, page) => helpBy(state, -page) },
];
