import type { State, Step } from "../state.ts";

/** A key and its effect: the footer, the help and the action are all made from it. */
export interface Binding {
  /** As in `Happening`. */
  readonly keys: readonly string[];
  /** In the footer: `[s]end`. If absent, only the help shows it. */
  readonly label?: string;
  /** One sentence, for the help and the man page. */
  readonly help: string;
  /** Why it cannot be used now; the footer then leaves it out. */
  readonly refuse?: (state: State) => string | undefined;
  /** @param page - How many rows of the event are on the screen. */
  readonly run: (state: State, page: number) => Step;
}

/** How the screen names a key. */
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

/** Quits at once; no decision is carried out. */
export const interrupt = (state: State): Step => ({
  state: { ...state, isRaw: false, mode: { kind: "over", how: "interrupted" } },
  effects: [],
});
