import { countOf } from "../../group/tally.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { nameOfKey } from "../keys/binding.ts";
import { bindings } from "../keys/keys.ts";
import { layoutOf } from "../queue.ts";
import type { Mode, State } from "../state.ts";
import { glyphs, wrap } from "../text.ts";
import { renderDecision } from "./header.ts";
import { viewBody } from "./read.ts";
import { windowOf } from "./window.ts";

type ModeOf<Kind extends Mode["kind"]> = Mode & { readonly kind: Kind };

/** All events above, the beginning of the one that is chosen below. */
export function viewList(state: State, page: number): Line[] {
  const above = page < 6 ? page : Math.max(2, Math.floor(page * 0.4));
  const { rows, top } = windowOf(state.queue, state.at, above);
  const lines = rows.map((item, index): Line => {
    const { entry } = item;
    const isChosen = top + index === state.at;
    const count = countOf(tallyOf(entry));
    const times = count > 1 ? `  ${glyphs[state.charset].times}${count}` : "";
    const title = `${entry.title}${times}`;
    return [
      isChosen ? ["strong", "> "] : "  ",
      entry.id.slice(0, 8),
      ...renderDecision(item),
      `  ${entry.plugin}  `,
      isChosen ? ["strong", title] : title,
    ];
  });
  if (above === page) return lines;
  const rest = Array.from({ length: above - lines.length }, (): Line => []);
  const rule: Line = [["dim", glyphs[state.charset].rule.repeat(state.columns)]];
  return [...lines, ...rest, rule, ...viewBody(withTop(state), page - above - 1)];
}

/** The preview shows the event from its beginning. */
const withTop = (state: State): State => ({
  ...state,
  queue: state.queue.map((item, at) => (at === state.at ? { ...item, top: 0 } : item)),
});

/** What was removed, in reading order: the rule and the placeholder. */
export function viewTaken(state: State, page: number): Line[] {
  const { at } = state.mode as ModeOf<"taken">;
  const { rows, top } = windowOf(layoutOf(state)?.findings ?? [], at, page);
  return rows.map(({ rule, placeholder, row }, index): Line => {
    const isChosen = top + index === at;
    const name = (rule || "(rule not known)").padEnd(18);
    const line = `line ${row + 1}`.padEnd(10);
    return [
      isChosen ? ["strong", "> "] : "  ",
      isChosen ? ["strong", name] : name,
      "  ",
      ["dim", line],
      ["mark", placeholder],
    ];
  });
}

/** All keys, a sentence for each. */
export function viewHelp(state: State, page: number): Line[] {
  const lines = helpLines.flatMap((line) => wrap(line, state.columns, state.charset));
  const top = Math.max(0, Math.min((state.mode as ModeOf<"help">).top, lines.length - page));
  return lines.slice(top, top + page);
}

const keyColumns = 12;

const helpLines: readonly Line[] = [
  [["strong", "Nothing is sent or changed until you answer the last question with y."]],
  [],
  ...bindings.read.map(
    ({ keys, help }): Line => [["strong", keys.map(nameOfKey).join(" ").padEnd(keyColumns)], ` ${help}`],
  ),
  [["strong", "Ctrl-C".padEnd(keyColumns)], " quit at once; nothing is done."],
];
