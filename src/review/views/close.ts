import { plural } from "../../preview/summary.ts";
import type { Line, Style } from "../../preview/terminal/line.ts";
import { type Item, type Mode, type Outcome, type State, type Task, tasksOf } from "../state.ts";
import { glyphs, wrap } from "../text.ts";

/** `send 2 · keep 1 · drop 1 · never: forecast` */
export function summarise(state: State): string {
  const tasks = tasksOf(state);
  const count = (kind: Task["kind"]) => tasks.filter((task) => task.kind === kind).length;
  const never = [...new Set(tasks.filter(({ kind }) => kind === "never").map(({ publisher }) => publisher))];
  const kept = state.queue.filter(({ decision }) => decision?.kind === "keep").length;
  const undecided = state.queue.filter(({ decision }) => !decision).length;
  const parts = [
    [`send ${count("send")}`, count("send")],
    [`keep ${kept}`, kept],
    [`drop ${count("drop") + count("never")}`, count("drop") + count("never")],
    [`save ${plural(count("edit"), "change")}`, count("edit")],
    [`never: ${never.join(", ")}`, never.length],
    [`undecided ${undecided}`, undecided],
  ] as const;
  return parts
    .filter(([, number]) => number > 0)
    .map(([text]) => text)
    .join(` ${glyphs[state.charset].dot} `);
}

/** All decisions: the totals, then each event with its digest and destination. */
export function viewClosing(state: State, page: number): Line[] {
  const sum = wrap([["strong", summarise(state)]], state.columns, state.charset);
  const tasks = new Map(tasksOf(state).map((task) => [task.id, task]));
  const rows = state.queue.flatMap((item) => {
    const task = tasks.get(item.entry.id);
    return task ? renderTask(item, task, state) : [];
  });
  const room = Math.max(0, page - sum.length - 1);
  if (rows.length <= room) return [...sum, [], ...rows];
  const { top: wanted } = state.mode as Mode & { readonly kind: "closing" };
  const seen = Math.max(1, room - 1);
  const top = Math.min(wanted, rows.length - seen);
  const place = `lines ${top + 1}-${top + seen} of ${rows.length}; Up and Down scroll`;
  return [...sum, [], ...rows.slice(top, top + seen), [["dim", place]]];
}

/** The whole destination, on any terminal: the end of a host's name shows its owner. */
function renderTask({ entry, event }: Item, task: Task, { columns, charset }: State): Line[] {
  const words: Record<Task["kind"], string> = { send: "send", drop: "drop", never: "never", edit: "save" };
  const style: Style = task.kind === "send" ? "good" : task.kind === "edit" ? "strong" : "bad";
  const line: Line = [[style, words[task.kind].padEnd(6)], `${entry.id.slice(0, 12)}  ${entry.plugin}  ${entry.title}`];
  if (task.kind !== "send") return [line];
  const digest = `${task.sha256.slice(0, 16)}${glyphs[charset].cut}`;
  return [line, ...wrap([["dim", `      to ${event?.destination}, SHA-256 ${digest}`]], columns, charset)];
}

/** The results so far. */
export function viewWorking(state: State, page: number): Line[] {
  const { mode, outcomes } = state;
  const isStopping = mode.kind === "working" && mode.isStopping;
  const head: Line = [
    [
      "strong",
      isStopping ? "Stopping after the current event ..." : "Working ... (Ctrl-C stops after the current event)",
    ],
  ];
  return [head, [], ...outcomes.map(renderOutcome).slice(-Math.max(1, page - 2))];
}

/** The results of all decisions. */
export function viewResults(state: State, page: number): Line[] {
  const left = plural(state.queue.length, "event");
  const head: Line = [
    [
      "strong",
      state.outcomes.some(({ kind }) => kind === "failed" || kind === "gone")
        ? `Some of it failed; those events are kept. Still pending here: ${left}.`
        : `Still pending here: ${left}.`,
    ],
  ];
  const rows = state.outcomes.flatMap((outcome) => wrap(renderOutcome(outcome), state.columns, state.charset));
  const sum = wrap(head, state.columns, state.charset);
  return [...sum, [], ...rows.slice(-Math.max(1, page - sum.length - 1))];
}

/** `1f2e3d4c5b6a  sent  the server answered 200` */
export const renderOutcome = ({ id, kind, text }: Outcome): Line => [
  `${id.slice(0, 12)}  `,
  [
    kind === "failed" || kind === "gone" ? "bad" : kind === "sent" ? "good" : "strong",
    kind === "failed" || kind === "gone" ? "not done" : kind === "changed" ? "saved" : kind,
  ],
  text === "" ? "" : `  ${text}`,
];
