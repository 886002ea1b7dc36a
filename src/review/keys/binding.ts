import type { State, Step } from "../state.ts";

/** What a key does: the footer, the help and what happens all come from here. */
export interface Binding {
  /** As in `Happening`. */
  readonly keys: readonly string[];
  /** In the footer: `[s]end`. Absent: it is told by the help alone. */
  readonly label?: string;
  /** One sentence, for the help and the man page. */
  readonly help: string;
  /** Why it cannot be used now; it is left out of the footer then. */
  readonly refuse?: (state: State) => string | undefined;
  /** @param page - How many rows of the event are on the screen. */
  readonly run: (state: State, page: number) => Step;
}

/** How a key is called on the screen. */
export function nameOfKey(key: string): string {
  return names[key] ?? key;
}

const names: Readonly<Record<string, string>> = {
  ...{
    enter: "Enter",
    tab: "Tab",
    space: "Space",
    escape: "Esc",
    up: "Up",
    down: "Down",
    left: "Left",
    right: "Right",
  },
  ...{ pageup: "PgUp", pagedown: "PgDn", home: "Home", end: "End", "ctrl-c": "Ctrl-C", "ctrl-z": "Ctrl-Z" },
};

/** Leaves at once; nothing that was decided is done. */
export const interrupt = (state: State): Step => ({
  state: { ...state, isRaw: false, mode: { kind: "over", how: "interrupted" } },
  effects: [],
});
