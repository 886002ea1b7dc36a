import type { Line } from "../../preview/terminal/line.ts";
import type { Mode, State } from "../state.ts";
import { flow } from "../text.ts";
import type { Binding } from "./binding.ts";
import { closingKeys, resultsKeys } from "./close.ts";
import { commentKeys, fieldsKeys } from "./edit.ts";
import { helpKeys, listKeys, takenKeys } from "./look.ts";
import { defaultOf, readKeys } from "./read.ts";

/** The keys of each screen. */
export const bindings: Readonly<Record<Mode["kind"], readonly Binding[]>> = {
  read: readKeys,
  list: listKeys,
  comment: commentKeys,
  fields: fieldsKeys,
  taken: takenKeys,
  help: helpKeys,
  closing: closingKeys,
  results: resultsKeys,
  working: [],
  over: [],
};

/** What a key would do on the screen that is shown. */
export const bindingOf = ({ mode }: State, key: string): Binding | undefined =>
  bindings[mode.kind].find(({ keys }) => keys.includes(key));

/** The keys that can be used now, in as many rows as they take; the default is in capitals. */
export function footerOf(state: State): Line[] {
  const words = bindings[state.mode.kind]
    .filter(({ label, refuse }) => label !== undefined && refuse?.(state) === undefined)
    .map(({ label }): Line => [label!]);
  return flow(state.mode.kind === "read" ? withDefault(words, state) : words, state.columns);
}

function withDefault(words: readonly Line[], state: State): Line[] {
  const choice = defaultOf(state);
  if (choice !== "keep") return [[["strong", choice === "look" ? "[Enter] read on" : "[Enter] go on"]], ...words];
  return words.map((word) => (word[0] === "[k]eep" ? [["strong", "[K]EEP"]] : word));
}
