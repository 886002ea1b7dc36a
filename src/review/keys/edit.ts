import type { Edits } from "../../seal/edit/edit.ts";
import { commentOf } from "../comment.ts";
import { editLine } from "../edit-line.ts";
import { type Field, isRemoved, listFields } from "../fields.ts";
import { remember, stay } from "../queue.ts";
import { currentOf, type Mode, type State, type Step } from "../state.ts";
import type { Binding } from "./binding.ts";

type ModeOf<Kind extends Mode["kind"]> = Mode & { readonly kind: Kind };

const back = (state: State): Step => stay({ ...state, mode: { kind: "read" } });

/** An earlier decision was about other bytes, so it is withdrawn. */
function change(state: State, edits: Edits, what: string): Step {
  const { entry, decision, ...rest } = currentOf(state);
  const remembered = remember({ ...state, mode: { kind: "read" } }, what);
  const queue = remembered.queue.map((item) => (item.entry.id === entry.id ? { ...rest, entry, edits } : item));
  return { state: { ...remembered, queue }, effects: [{ kind: "load", id: entry.id, edits }] };
}

/** The keys while a comment is typed; all others are typed. */
export const commentKeys: readonly Binding[] = [
  {
    keys: ["enter"],
    label: "[Enter] take it",
    help: "save the comment in the event; an empty comment removes it.",
    run: (state) => {
      const { text } = (state.mode as ModeOf<"comment">).line;
      const item = currentOf(state);
      if (text === commentOf(item)) return back(state);
      const wasThere = commentOf({ ...item, edits: { remove: [] } }) !== "";
      const comment = text.trim() === "" && !wasThere ? {} : { comment: text };
      return change(state, { remove: item.edits.remove, ...comment }, "comment");
    },
  },
  { keys: ["escape"], label: "[Esc] leave it", help: "leave the comment as it was.", run: back },
];

/** Any other key while a comment is typed. */
export const typeComment = (state: State, key: string): State => ({
  ...state,
  mode: { kind: "comment", line: editLine((state.mode as ModeOf<"comment">).line, key) },
});

/** What can be chosen from; none until the event is read. */
export function fieldsOf(state: State): readonly Field[] {
  const { event, entry } = currentOf(state);
  if (!event) return [];
  const known = listed.get(event.basePayload) ?? listFields(entry.type, event.basePayload);
  listed.set(event.basePayload, known);
  return known;
}

const listed = new WeakMap<object, readonly Field[]>();

function moveTo(state: State, at: number): Step {
  const most = Math.max(0, fieldsOf(state).length - 1);
  return stay({ ...state, mode: { ...(state.mode as ModeOf<"fields">), at: Math.max(0, Math.min(at, most)) } });
}

const chosen = (state: State): Field | undefined => fieldsOf(state)[(state.mode as ModeOf<"fields">).at];

function refuseToggle(state: State): string | undefined {
  const field = chosen(state);
  const { removed } = state.mode as ModeOf<"fields">;
  if (!field) return "there is no field";
  if (field.required !== undefined) return `it stays: ${field.required}`;
  const holder = removed.find((gone) => gone !== field.pointer && isRemoved(field.pointer, [gone]));
  return holder === undefined ? undefined : `left out with ${holder}`;
}

function toggle(state: State): Step {
  const mode = state.mode as ModeOf<"fields">;
  const { pointer } = chosen(state)!;
  const removed = mode.removed.includes(pointer)
    ? mode.removed.filter((gone) => gone !== pointer)
    : [...mode.removed.filter((gone) => !isRemoved(gone, [pointer])), pointer];
  return stay({ ...state, mode: { ...mode, removed } });
}

/** The keys while fields are chosen. */
export const fieldsKeys: readonly Binding[] = [
  {
    keys: ["space", "x"],
    label: "[Space] leave out or keep",
    help: "leave out the field, or keep it; required fields are locked, and say why.",
    refuse: refuseToggle,
    run: toggle,
  },
  {
    keys: ["enter"],
    label: "[Enter] take it",
    help: "apply the changes; the event's new size and SHA-256 are shown.",
    run: (state) => {
      const { removed } = state.mode as ModeOf<"fields">;
      const { edits } = currentOf(state);
      const isSame = removed.length === edits.remove.length && removed.every((gone) => edits.remove.includes(gone));
      return isSame ? back(state) : change(state, { ...edits, remove: removed }, "fields");
    },
  },
  { keys: ["escape", "q"], label: "[Esc] leave it", help: "leave the fields as they were.", run: back },
  {
    keys: ["down"],
    label: "[Up] [Down]",
    help: "choose another field.",
    run: (state) => moveTo(state, (state.mode as ModeOf<"fields">).at + 1),
  },
  {
    keys: ["up"],
    help: "choose the field before.",
    run: (state) => moveTo(state, (state.mode as ModeOf<"fields">).at - 1),
  },
  {
    keys: ["pagedown"],
    help: "go a page down.",
    run: (state, page) => moveTo(state, (state.mode as ModeOf<"fields">).at + page),
  },
  {
    keys: ["pageup"],
    help: "go a page up.",
    run: (state, page) => moveTo(state, (state.mode as ModeOf<"fields">).at - page),
  },
];
