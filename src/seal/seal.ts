import { VextelError } from "../errors.ts";
import type { Finding } from "../scrub/finding.ts";
import type { Literals } from "../scrub/options.ts";
import type { Json, Scrubber } from "../scrub/scrub.ts";
import { digest } from "./digest.ts";
import { type ItemType, isAscii, parseEnvelope, renderEnvelope } from "./envelope.ts";
import { sdk } from "./sdk.ts";
import { assertClean } from "./second-look.ts";
import type { Subject } from "./subject.ts";
import { trimEvent } from "./trim.ts";

declare const sealed: unique symbol;

/** The final envelope: these bytes and no others leave the machine. Only this file makes one. */
export interface Sealed {
  readonly [sealed]: true;
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly type: ItemType;
  readonly publisher: string;
  readonly plugin: string;
  readonly dsn?: string;
  /** When it happened, epoch milliseconds. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
  /** Of `bytes`, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** What the scrubber took out; places are JSON pointers into the payload. */
  readonly findings: readonly Finding[];
}

/** What is about to be sealed. */
export interface Draft {
  readonly type: ItemType;
  readonly subject: Subject;
  readonly timeMs: number;
  /** What makes it this one and no other, out of the scrubbed `open`; or an id that was drawn at random. */
  readonly identity: string | ((open: Readonly<Record<string, Json>>) => Json);
  /** Fields that vextel itself makes up: times, ids, names of platforms. They are not scrubbed, only looked over. */
  readonly fixed: Readonly<Record<string, Json>>;
  /** Fields with text from outside. */
  readonly open: Readonly<Record<string, unknown>>;
  /** What is missing, in words. */
  readonly notes: readonly string[];
}

/** What may not leave, and who looks for it. */
export interface ScrubContext {
  readonly scrubber: Scrubber;
  /** For the second look, which shares nothing with the scrubber. */
  readonly literals: Literals;
}

/** How many different errors of one log are told apart by their order; the oldest are forgotten first. */
const seenMost = 10_000;

/**
 * Seals drafts of one log: equal errors of the same moment get ids by their order.
 *
 * @param seen - How often each error was met; a log that is read on later hands in what it was left with.
 */
export function createSealer(scrubContext: ScrubContext, seen = new Map<string, number>()): (draft: Draft) => Sealed {
  return (draft) => {
    const { value, findings } = scrub(scrubContext, draft.open);
    const open = value as Record<string, Json>;
    const id = typeof draft.identity === "string" ? draft.identity : countedId(draft.identity(open), draft, seen);
    return closeEnvelope(scrubContext, draft, id, withNotes(open, draft), findings);
  };
}

/** From scrubbed text only, so that nobody can try secrets against it; the UUID keeps two installs apart. */
function countedId(identity: Json, { subject }: Draft, seen: Map<string, number>): string {
  const base = digest(JSON.stringify([subject.uuid, subject.publisher, subject.plugin, identity])).slice(0, 32);
  const order = seen.get(base) ?? 0;
  seen.delete(base); // the newest stand last
  seen.set(base, order + 1);
  if (seen.size > seenMost) seen.delete(seen.keys().next().value!);
  return digest(`${base} ${order}`).slice(0, 32);
}

/**
 * Runs today's rules over sealed bytes.
 *
 * @returns The same bytes sealed anew if they take out more, else `undefined`.
 * @throws {VextelError} `OUTBOX_DAMAGED` if the bytes are no envelope of vextel.
 */
export function resealIfNeeded(
  scrubContext: ScrubContext,
  old: Pick<Sealed, "id" | "bytes" | "timeMs" | "publisher" | "plugin">,
): Sealed | undefined {
  let envelope: ReturnType<typeof parseEnvelope>;
  try {
    envelope = parseEnvelope(old.bytes);
  } catch (cause) {
    throw new VextelError("OUTBOX_DAMAGED", `Event ${old.id} is damaged`, `Forget it: vextel drop ${old.id}`, {
      cause,
    });
  }
  const { fixed, open } = splitPayload(envelope.payload as Record<string, Json>);
  const { value, findings } = scrub(scrubContext, open);
  if (JSON.stringify(value) === JSON.stringify(open)) return undefined;
  const draft = { type: envelope.itemHeader.type as ItemType, subject: old, timeMs: old.timeMs, fixed };
  return closeEnvelope(scrubContext, draft, old.id, value as Record<string, Json>, findings);
}

/** Fields that vextel makes up itself; the same that drafts hold in `fixed`. */
const fixedFields = new Set([
  ...["event_id", "timestamp", "start_timestamp", "platform", "level", "environment", "user", "sdk"],
  ...["sid", "did", "init", "started", "duration", "status", "errors"],
]);

function splitPayload(payload: Record<string, Json>) {
  const entries = Object.entries(payload);
  return {
    fixed: Object.fromEntries(entries.filter(([key]) => fixedFields.has(key))),
    open: Object.fromEntries(entries.filter(([key]) => !fixedFields.has(key))),
  };
}

function scrub(scrubContext: ScrubContext, value: unknown): { value: Json; findings: Finding[] } {
  try {
    return scrubContext.scrubber.value(value);
  } catch (cause) {
    throw new VextelError(
      "NOT_CLEAN",
      "An error could not be scrubbed; it was not kept and will not be sent",
      "Please report this as a bug of vextel.",
      { cause },
    );
  }
}

function withNotes(open: Record<string, Json>, draft: Draft): Record<string, Json> {
  const notes = [...draft.notes, ...(draft.type === "event" ? trimEvent(open) : [])];
  if (notes.length === 0) return open;
  const contexts = (open.contexts as Record<string, Json> | undefined) ?? {};
  return { ...open, contexts: { ...contexts, vextel: { type: "default", notes } } };
}

function closeEnvelope(
  scrubContext: ScrubContext,
  draft: Pick<Draft, "type" | "timeMs" | "fixed"> & { subject: Pick<Subject, "publisher" | "plugin" | "dsn"> },
  id: string,
  open: Record<string, Json>,
  findings: readonly Finding[],
): Sealed {
  const named = draft.type === "session" ? {} : { event_id: id };
  const payload = { ...named, ...draft.fixed, ...open };
  const json = JSON.stringify(payload);
  const bytes = renderEnvelope({ ...named, sdk }, draft.type, payload, json);
  assertClean(bytes, scrubContext.literals);
  if (!isAscii(json)) assertClean(Buffer.from(json), scrubContext.literals); // the same without \u escapes
  const { publisher, plugin, dsn } = draft.subject;
  return {
    id,
    type: draft.type,
    publisher,
    plugin,
    ...(dsn !== undefined && { dsn }),
    timeMs: draft.timeMs,
    bytes,
    sha256: digest(bytes),
    findings,
  } as unknown as Sealed;
}

export { digest };
