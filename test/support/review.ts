import type { Entry } from "../../src/outbox/entry.ts";
import type { ReviewedEvent } from "../../src/review/event.ts";
import { createState, type Effect, type Happening, type State, type Step } from "../../src/review/state.ts";
import { step } from "../../src/review/step.ts";
import { textOf } from "../../src/review/text.ts";
import { view } from "../../src/review/view.ts";
import { type Edits, editFields } from "../../src/seal/edit/edit.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { sealSample } from "./samples.ts";

/** The outbox entry of a sample. */
export function entryOf(name: string, more: Partial<Entry> = {}): Entry {
  const sealed = sealSample({ name });
  return {
    ...{ id: sealed.id, type: "event", publisher: "north", plugin: "weather", title: `KeyError: '${name}'` },
    ...{ timeMs: sealed.timeMs, capturedAtMs: sealed.timeMs, bytes: sealed.bytes.length, sha256: sealed.sha256 },
    ...{ findings: { email: 1 }, state: "waiting", attempts: 0, dsn: "https://key@sentry.example/1" },
    ...more,
  };
}

/** The result of reading an entry's event; different edits give different digests. */
export function eventOf(entry: Entry, edits: Edits, name: string): ReviewedEvent {
  const basePayload = parseEnvelope(sealSample({ name }).bytes).payload;
  const payload = editFields("event", basePayload as never, edits) as Record<string, unknown>;
  const isSame = edits.remove.length === 0 && edits.comment === undefined;
  return {
    ...{ entry, edits, basePayload, payload, bytes: JSON.stringify(payload).length, baseSha256: entry.sha256 },
    ...{ sha256: isSame ? entry.sha256 : digest(JSON.stringify([entry.sha256, edits])), basePlaces: [] },
    places: [{ pointer: "/logger", placeholder: "weather", rule: "email" }],
    counts: [["email", 1]],
    ...(entry.dsn !== undefined && { destination: "https://sentry.example/1" }),
    request: [["POST somewhere"]],
  };
}

/** A review whose effects are answered only when the test calls `settle`. */
export interface Rehearsal {
  readonly state: State;
  /** All effects that were requested. */
  readonly asked: readonly Effect[];
  press(...keys: string[]): void;
  happen(happening: Happening): void;
  /** Answers the requested effects that have not been answered yet. */
  settle(): void;
  /** The screen as text. */
  text(): string;
}

export function rehearse(
  names: readonly string[],
  facts: Partial<State> = {},
  entries: readonly Entry[] = names.map((name) => entryOf(name)),
): Rehearsal {
  const nameOf = new Map(entries.map(({ id }, at) => [id, names[at]!]));
  const usual = { columns: 80, rows: 24, charset: "unicode", leavesNoTrace: true } as const;
  const first = createState(entries, { ...usual, ...facts });
  let { state } = first;
  const asked: Effect[] = [];
  const open: Effect[] = [];
  const take = ({ state: next, effects }: Step) => {
    state = next;
    asked.push(...effects);
    open.push(...effects);
  };
  take(first);
  const happen = (happening: Happening) => {
    if (happening.kind === "ended") open.splice(0, open.length); // the test itself has answered
    take(step(state, happening));
  };
  const answer = (effect: Effect) => {
    if (effect.kind === "load") {
      const { id, edits } = effect;
      const entry = entries.find((one) => one.id === id)!;
      happen({ kind: "loaded", id, edits, event: eventOf(entry, edits, nameOf.get(id)!) });
    } else if (effect.kind === "readRaw") {
      const { basePayload: payload } = effect.event;
      happen({ kind: "rawRead", id: effect.id, raw: { kind: "found", payload, places: [] } });
    } else if (effect.kind === "carryOut") {
      const kinds = { send: "sent", drop: "dropped", never: "dropped", edit: "changed" } as const;
      for (const { id, kind } of effect.tasks)
        happen({ kind: "carriedOut", outcome: { id, kind: kinds[kind], text: "", status: 0 } });
      happen({ kind: "ended" });
    }
  };
  return {
    get state() {
      return state;
    },
    asked,
    happen,
    press: (...keys) => {
      for (const key of keys) happen({ kind: "key", key });
    },
    settle() {
      while (open.length > 0) answer(open.shift()!);
    },
    text: () =>
      view(state)
        .map((line) => line.map(textOf).join(""))
        .join("\n"),
  };
}
