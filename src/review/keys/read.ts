import { commentOf } from "../comment.ts";
import { close, goOn, goTo, layoutOf, loadsOf, remember, stay, withItem } from "../queue.ts";
import { currentOf, type Decision, isReady, type State, type Step } from "../state.ts";
import type { Binding } from "./binding.ts";

export const waiting = "wait: the event is being read";

const unread = ({ queue, at }: State) => (queue[at] && isReady(queue[at]) ? undefined : waiting);

/** What Enter does: scroll until the end was shown, then keep. Never send. */
export function defaultOf(state: State): "look" | "keep" | "next" {
  const item = state.queue[state.at];
  if (!item?.event || !item.isSeen) return "look";
  return item.decision ? "next" : "keep";
}

const decide = (state: State, decision: Decision): Step => goOn(withItem(remember(state, decision.kind), { decision }));

function scroll(state: State, rows: number): Step {
  return stay(withItem(state, { top: Math.max(0, currentOf(state).top + rows) }));
}

function move(state: State, by: number): Step {
  return goTo(state, (state.at + by + state.queue.length) % state.queue.length);
}

const alone = ({ queue }: State) => (queue.length > 1 ? undefined : "there is no other event");

function jump(state: State, by: 1 | -1, page: number): Step {
  const findings = layoutOf(state)?.findings ?? [];
  const { finding, top } = currentOf(state);
  const fresh = by > 0 ? 0 : findings.length - 1;
  const next = finding === undefined ? fresh : (finding + by + findings.length) % findings.length;
  const { row } = findings[next]!;
  const isShown = row >= top && row < top + page;
  return stay(withItem(state, { finding: next, top: isShown ? top : Math.max(0, row - Math.floor(page / 2)) }));
}

const nothingTaken = (state: State) =>
  (layoutOf(state)?.findings.length ?? 0) > 0 ? undefined : (unread(state) ?? "nothing was removed from this event");

function toggleRaw(state: State): Step {
  if (state.isRaw) return stay({ ...state, isRaw: false });
  const { entry, event, raw } = currentOf(state);
  const next: State = { ...state, isRaw: true };
  return raw?.kind === "found"
    ? stay(next)
    : { state: next, effects: [{ kind: "readRaw", id: entry.id, event: event! }] };
}

function undo(state: State): Step {
  const { item } = state.undo.at(-1)!;
  const queue = state.queue.map((one) => (one.entry.id === item.entry.id ? item : one));
  const at = queue.indexOf(item);
  const next: State = { ...state, queue, at, undo: state.undo.slice(0, -1), mode: { kind: "read" }, isRaw: false };
  return { state: next, effects: loadsOf(next) };
}

/** The keys while an event is read, in the order of the footer. */
export const readKeys: readonly Binding[] = [
  {
    keys: ["enter"],
    help: "read on; at the end of an event, keep it. The list of keys shows its current effect in capitals.",
    run: (state, page) => {
      const choice = defaultOf(state);
      if (choice === "look") return state.queue[state.at]?.event ? scroll(state, page) : stay(state);
      return choice === "keep" ? decide(state, { kind: "keep" }) : goOn(state);
    },
  },
  {
    keys: ["s"],
    label: "[s]end",
    help: "mark it for sending: exactly the bytes with the SHA-256 that is shown.",
    refuse: (state) =>
      unread(state) ??
      (currentOf(state).event!.destination === undefined
        ? "there is no address to send it to: quit, and give one with --dsn"
        : undefined),
    run: (state) => decide(state, { kind: "send", sha256: currentOf(state).event!.sha256 }),
  },
  {
    keys: ["k"],
    label: "[k]eep",
    help: "leave it pending.",
    refuse: unread,
    run: (state) => decide(state, { kind: "keep" }),
  },
  {
    keys: ["d"],
    label: "[d]rop",
    help: "mark it to be dropped.",
    refuse: unread,
    run: (state) => decide(state, { kind: "drop" }),
  },
  {
    keys: ["v"],
    label: "ne[v]er",
    help: "mark it to be dropped, and disable its publisher: nothing of it is sent automatically.",
    refuse: unread,
    run: (state) => decide(state, { kind: "never" }),
  },
  {
    keys: ["c"],
    label: "[c]omment",
    help: "write a comment for the plugin's author; it becomes part of the event, and is scrubbed like the rest.",
    refuse: (state) =>
      unread(state) ?? (currentOf(state).entry.type === "session" ? "a session has no place for a comment" : undefined),
    run: (state) => {
      const text = commentOf(currentOf(state));
      return stay({ ...state, isRaw: false, mode: { kind: "comment", line: { text, cursor: text.length } } });
    },
  },
  {
    keys: ["f"],
    label: "[f]ields",
    help: "choose fields to leave out.",
    refuse: unread,
    run: (state) =>
      stay({ ...state, isRaw: false, mode: { kind: "fields", at: 0, removed: currentOf(state).edits.remove } }),
  },
  {
    keys: ["t"],
    label: "[t]ext removed",
    help: "list what was removed, and by which rule.",
    refuse: nothingTaken,
    run: (state) => stay({ ...state, mode: { kind: "taken", at: currentOf(state).finding ?? 0 } }),
  },
  {
    keys: ["tab"],
    label: "[Tab] raw",
    help: "show the text before it was scrubbed, and back. It is on the screen only, and is never kept.",
    refuse: (state) =>
      unread(state) ??
      (state.leavesNoTrace ? undefined : "raw text would stay on this terminal, which has no alternate screen"),
    run: toggleRaw,
  },
  {
    keys: ["n"],
    label: "[n]ext finding",
    help: "go to the next place where something was removed; the line below the event names the rule.",
    refuse: nothingTaken,
    run: (state, page) => jump(state, 1, page),
  },
  {
    keys: ["N"],
    help: "go to the one before it.",
    refuse: nothingTaken,
    run: (state, page) => jump(state, -1, page),
  },
  {
    keys: ["l"],
    label: "[l]ist",
    help: "list all events, with the beginning of the selected one below.",
    refuse: alone,
    run: (state) => stay({ ...state, isRaw: false, mode: { kind: "list" } }),
  },
  {
    keys: ["u"],
    label: "[u]ndo",
    help: "undo the last decision or change.",
    refuse: ({ undo: known }) => (known.length > 0 ? undefined : "nothing was decided or changed yet"),
    run: undo,
  },
  {
    keys: ["q"],
    label: "[q]uit",
    help: "quit, and leave undecided events as they are; you confirm your decisions first.",
    run: close,
  },
  {
    keys: ["?"],
    label: "[?]",
    help: "show all keys.",
    run: (state) => stay({ ...state, isRaw: false, mode: { kind: "help", top: 0 } }),
  },
  { keys: ["right", "]"], help: "go to the next event.", refuse: alone, run: (state) => move(state, 1) },
  { keys: ["left", "["], help: "go to the event before.", refuse: alone, run: (state) => move(state, -1) },
  { keys: ["down"], help: "scroll by a line.", run: (state) => scroll(state, 1) },
  { keys: ["up"], help: "scroll back by a line.", run: (state) => scroll(state, -1) },
  { keys: ["space", "pagedown"], help: "scroll by a page.", run: scroll },
  { keys: ["b", "pageup"], help: "scroll back by a page.", run: (state, page) => scroll(state, -page) },
  { keys: ["g", "home"], help: "go to the beginning of the event.", run: (state) => stay(withItem(state, { top: 0 })) },
  {
    keys: ["G", "end"],
    help: "go to its end.",
    run: (state) => stay(withItem(state, { top: layoutOf(state)?.rows.length ?? 0 })),
  },
];
