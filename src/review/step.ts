import { interrupt } from "./keys/binding.ts";
import { typeComment } from "./keys/edit.ts";
import { bindingOf } from "./keys/keys.ts";
import { waiting } from "./keys/read.ts";
import { forgotten, layoutOf, loadsOf, stay, withItem, withItemOf, without } from "./queue.ts";
import type { Happening, Message, State, Step } from "./state.ts";
import { pageOf } from "./view.ts";

/** The review's next state, and the requests to the world. Pure. */
export function step(state: State, happening: Happening): Step {
  if (state.mode.kind === "over") return stay(state);
  const { state: next, effects } = take(state, happening);
  return { state: settle(next), effects };
}

function take(state: State, happening: Happening): Step {
  switch (happening.kind) {
    case "key":
      return press(state, happening.key);
    case "resized":
      return stay(resize(state, happening.columns, happening.rows));
    case "loaded":
      return loaded(state, happening);
    case "refused":
      return refused(state, happening);
    case "gone":
      return gone(state, happening.id, {
        style: "warn",
        text: `${short(happening.id)} is no longer pending: ${happening.reason}`,
      });
    case "rawRead":
      return rawRead(state, happening);
    case "carriedOut":
      return stay(carriedOut(state, happening));
    case "ended":
      return ended(state);
  }
}

const short = (id: string) => id.slice(0, 12);

const withoutMessage = ({ message: _, ...state }: State): State => state;

function press(before: State, key: string): Step {
  const state = withoutMessage(before);
  if (key === "paste-start" || key === "paste-end") return stay({ ...state, isPasting: key === "paste-start" });
  if (state.mode.kind === "working")
    return key === "ctrl-c" && !state.mode.isStopping
      ? { state: { ...state, mode: { kind: "working", isStopping: true } }, effects: [{ kind: "stop" }] }
      : stay(state);
  const isTyping = state.mode.kind === "comment";
  if (state.isPasting) return stay(isTyping ? typeComment(state, key === "enter" ? "space" : key) : state);
  if (key === "ctrl-c") return interrupt(state);
  if (key === "ctrl-z") return stay({ ...state, isRaw: false }); // another program uses the terminal for a while
  const binding = bindingOf(state, key);
  if (!binding) return stay(isTyping ? typeComment(state, key) : withMessage(state, unknownKey(key)));
  const reason = binding.refuse?.(state);
  return reason === undefined
    ? binding.run(state, pageOf(state))
    : stay(withMessage(state, { style: "warn", text: reason }));
}

const withMessage = (state: State, message: Message | undefined): State => (message ? { ...state, message } : state);

const unknownKey = (key: string): Message | undefined =>
  /^[\p{L}\p{N}]$/u.test(key) ? { style: "dim", text: `"${key}" does nothing here` } : undefined;

/** Keeps about the same part of the event on the screen. */
function resize(state: State, columns: number, rows: number): State {
  const before = layoutOf(state)?.rows.length ?? 0;
  const next = { ...state, columns: Math.max(1, columns), rows: Math.max(1, rows) };
  const item = next.queue[next.at];
  const after = layoutOf(next)?.rows.length ?? 0;
  return item && before > 0 ? withItem(next, { top: Math.round((item.top * after) / before) }) : next;
}

/** An answer to an outdated request is ignored. */
function loaded(state: State, { id, edits, event }: Happening & { kind: "loaded" }): Step {
  const item = state.queue.find(({ entry }) => entry.id === id);
  if (item?.edits !== edits) return stay(state);
  const { raw: _, decision, ...rest } = item;
  const isSame = decision?.kind !== "send" || decision.sha256 === event.sha256;
  const fresh = { ...rest, event, ...(decision && isSame && { decision }) };
  const queue = state.queue.map((one) => (one === item ? fresh : one));
  const next = { ...(state.message?.text === waiting ? withoutMessage(state) : state), queue };
  return stay(event.sha256 === event.baseSha256 ? next : withMessage(next, describeChange(fresh.event)));
}

const describeChange = ({ bytes, sha256 }: { bytes: number; sha256: string }): Message => ({
  style: "good",
  text: `changed: ${bytes} bytes, SHA-256 ${sha256}`,
});

/** A change that fails is reverted; an event that cannot be read at all leaves the queue. */
function refused(state: State, { id, edits, reason }: Happening & { kind: "refused" }): Step {
  const item = state.queue.find(({ entry }) => entry.id === id);
  if (item?.edits !== edits) return stay(state);
  const message: Message = { style: "bad", text: reason };
  const before = state.undo.findLast((one) => one.item.entry.id === id);
  if (!before?.item.event || before.item.edits === edits) return gone(state, id, message);
  const undo = state.undo.filter((one) => one !== before);
  const queue = state.queue.map((one) => (one === item ? before.item : one));
  return stay({ ...state, queue, undo, message });
}

function gone(state: State, id: string, message: Message): Step {
  const next = { ...without(state, id), message };
  if (next.queue.length === 0) return stay({ ...next, mode: { kind: "results" }, isRaw: false });
  const isCurrent = state.queue[state.at]?.entry.id === id;
  const mode = isCurrent && state.mode.kind !== "list" ? ({ kind: "read" } as const) : state.mode;
  return { state: { ...next, mode, isRaw: isCurrent ? false : next.isRaw }, effects: loadsOf(next) };
}

function rawRead(state: State, { id, raw }: Happening & { kind: "rawRead" }): Step {
  const next = withItemOf(state, id, { raw });
  if (raw.kind === "found" || !state.isRaw) return stay(next);
  return stay({ ...next, isRaw: false, message: { style: "warn", text: raw.reason } });
}

/** Completed events leave the queue; failed ones stay as they were, to be looked at again. */
function carriedOut(state: State, { outcome }: Happening & { kind: "carriedOut" }): State {
  const next = { ...state, outcomes: [...state.outcomes, outcome] };
  if (outcome.kind !== "failed" && outcome.kind !== "changed") return without(next, outcome.id);
  return { ...next, queue: next.queue.map((item) => (item.entry.id === outcome.id ? forgotten(item) : item)) };
}

function ended(state: State): Step {
  if (state.mode.kind !== "working") return stay(state);
  const isStopped = state.mode.isStopping;
  const hasFailed = state.outcomes.some(({ kind }) => kind === "failed" || kind === "gone");
  if (isStopped) return stay({ ...state, mode: { kind: "over", how: "interrupted" } });
  if (hasFailed) return { state: { ...state, mode: { kind: "results" } }, effects: loadsOf(state) };
  return stay({ ...state, mode: { kind: "over", how: "done" } });
}

/** Keeps the position within the event, and records when its end was shown. */
function settle(state: State): State {
  const layout = layoutOf(state);
  const item = state.queue[state.at];
  if (!layout || !item) return state;
  const page = pageOf(state);
  const top = Math.max(0, Math.min(item.top, layout.rows.length - page));
  const isSeen = item.isSeen || (state.mode.kind === "read" && !state.isRaw && top + page >= layout.rows.length);
  return top === item.top && isSeen === item.isSeen ? state : withItem(state, { top, isSeen });
}
