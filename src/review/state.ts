import type { Entry } from "../outbox/entry.ts";
import type { Style } from "../preview/terminal/line.ts";
import type { Edits } from "../seal/edit/edit.ts";
import type { EditedLine } from "./edit-line.ts";
import { noEdits, type RawEvent, type ReviewedEvent } from "./event.ts";
import type { Charset } from "./text.ts";

/** The owner's decision about an event. `never`: drop it, and disable its publisher. */
export type Decision =
  | {
      readonly kind: "send";
      /** SHA-256 of the bytes on the screen: no others are sent. */
      readonly sha256: string;
    }
  | { readonly kind: "keep" | "drop" | "never" };

/** One event of the queue. */
export interface Item {
  readonly entry: Entry;
  /** Absent until it is read. */
  readonly event?: ReviewedEvent;
  readonly raw?: RawEvent;
  readonly edits: Edits;
  readonly decision?: Decision;
  /** The first row on the screen. */
  readonly top: number;
  /** Whether its end was shown. */
  readonly isSeen: boolean;
  /** The finding that was last jumped to. */
  readonly finding?: number;
}

/** What is on the screen. */
export type Mode =
  | { readonly kind: "read" }
  | { readonly kind: "list" }
  | { readonly kind: "comment"; readonly line: EditedLine }
  | { readonly kind: "fields"; readonly at: number; readonly removed: readonly string[] }
  | { readonly kind: "taken"; readonly at: number }
  | { readonly kind: "help"; readonly top: number }
  /** The final question; `top` is the first visible line of the decisions. */
  | { readonly kind: "closing"; readonly top: number }
  /** Decisions are being carried out; `isStopping` after Ctrl-C: no other begins. */
  | { readonly kind: "working"; readonly isStopping: boolean }
  /** Done, but not everything worked. */
  | { readonly kind: "results" }
  /** `left`: nothing was done. */
  | { readonly kind: "over"; readonly how: "left" | "interrupted" | "done" };

/** The result for one event; `gone`: another process sent or dropped it before. */
export interface Outcome {
  readonly id: string;
  readonly kind: "sent" | "dropped" | "changed" | "gone" | "failed";
  /** For a person, after the id. */
  readonly text: string;
  /** Exit status of the command line. */
  readonly status: number;
}

export interface Message {
  readonly style: Style;
  readonly text: string;
}

export interface State {
  readonly columns: number;
  readonly rows: number;
  readonly charset: Charset;
  /** Whether the terminal keeps no trace of the screen: raw text is shown only then. */
  readonly leavesNoTrace: boolean;
  readonly queue: readonly Item[];
  readonly at: number;
  readonly mode: Mode;
  /** Whether raw text is on the screen. */
  readonly isRaw: boolean;
  /** Whether text is being pasted, which is not a command. */
  readonly isPasting: boolean;
  readonly message?: Message;
  /** Earlier states of items, the newest last. */
  readonly undo: readonly { readonly item: Item; readonly what: string }[];
  readonly outcomes: readonly Outcome[];
}

/** What to do with one event once the owner has confirmed. */
export interface Task {
  readonly id: string;
  readonly kind: "send" | "drop" | "never" | "edit";
  readonly publisher: string;
  /** Of the bytes on disk when they were shown. */
  readonly baseSha256: string;
  /** Of the bytes that were shown. */
  readonly sha256: string;
  readonly edits: Edits;
}

/** A request to the world, which answers with an event of the same name. */
export type Effect =
  | { readonly kind: "load"; readonly id: string; readonly edits: Edits }
  | { readonly kind: "readRaw"; readonly id: string; readonly event: ReviewedEvent }
  | { readonly kind: "carryOut"; readonly tasks: readonly Task[] }
  /** Starts no further work. */
  | { readonly kind: "stop" };

/** An event: a key, or an answer of the world. */
export type Happening =
  | {
      readonly kind: "key";
      /** A name such as `enter`, `left`, `ctrl-c`, or the character itself. */
      readonly key: string;
    }
  | { readonly kind: "resized"; readonly columns: number; readonly rows: number }
  | { readonly kind: "loaded"; readonly id: string; readonly edits: Edits; readonly event: ReviewedEvent }
  /** It could not be read, or not be changed in this way. */
  | { readonly kind: "refused"; readonly id: string; readonly edits: Edits; readonly reason: string }
  /** It is no longer pending. */
  | { readonly kind: "gone"; readonly id: string; readonly reason: string }
  | { readonly kind: "rawRead"; readonly id: string; readonly raw: RawEvent }
  | { readonly kind: "carriedOut"; readonly outcome: Outcome }
  | { readonly kind: "ended" };

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** The initial state: the first event is read. */
export function createState(
  entries: readonly Entry[],
  facts: Pick<State, "columns" | "rows" | "charset" | "leavesNoTrace">,
): Step {
  const queue = entries.map((entry): Item => ({ entry, edits: noEdits, top: 0, isSeen: false }));
  const state: State = {
    ...{ ...facts, queue, at: 0, mode: { kind: "read" }, isRaw: false, isPasting: false, undo: [], outcomes: [] },
  };
  return { state, effects: entries.slice(0, 1).map(({ id }) => ({ kind: "load", id, edits: noEdits })) };
}

/** Whether an event was read, with all its changes. */
export const isReady = ({ event, edits }: Pick<Item, "event" | "edits">): boolean => event?.edits === edits;

export const currentOf = ({ queue, at }: State): Item => queue[at]!;

/** What is done if the owner confirms, in the order of the queue. */
export function tasksOf({ queue }: State): Task[] {
  return queue.flatMap(({ event, decision, edits, entry }): Task[] => {
    const isChanged = edits.remove.length > 0 || edits.comment !== undefined;
    const kind = decision === undefined || decision.kind === "keep" ? (isChanged ? "edit" : undefined) : decision.kind;
    if (!event || event.edits !== edits || kind === undefined) return [];
    const sha256 = decision?.kind === "send" ? decision.sha256 : event.sha256;
    return [{ id: entry.id, kind, publisher: entry.publisher, baseSha256: event.baseSha256, sha256, edits }];
  });
}
