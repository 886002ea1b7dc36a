import type { Finding } from "../scrub/finding.ts";
import type { Json } from "../scrub/scrub.ts";
import { type Draft, type ScrubContext, scrubDraft } from "./draft.ts";
import { type ItemType, isAscii, payloadText, renderEnvelope } from "./envelope.ts";
import { digest } from "./ids/digest.ts";
import { idOf } from "./ids/event-id.ts";
import { sdk } from "./sdk.ts";
import { SealError } from "./seal-error.ts";
import { lookAgainAtJson } from "./second-check.ts";
import type { Subject } from "./subject.ts";
import { trimEvent } from "./trim.ts";

declare const sealed: unique symbol;

/** The final envelope: exactly these bytes are sent. Only this file makes one. */
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
  /** SHA-256 of `bytes`, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** What the scrubber removed; places are JSON pointers into the payload. */
  readonly findings: readonly Finding[];
}

/**
 * Sentry refuses larger ones. An event that was cut to `limits.eventBytes` may be larger when it is written in ASCII.
 */
const largestBytes = 1_000_000;

/** @returns Throws `SealError` for a draft that cannot be sealed, which affects only this draft. */
export function createSealer(scrubContext: ScrubContext): (draft: Draft) => Sealed {
  return (draft) => {
    let id: string | undefined;
    try {
      const { own, open, findings } = scrubDraft(scrubContext, draft);
      id = idOf(scrubContext, draft, open, findings);
      return closeEnvelope(scrubContext, { ...draft, own }, id, withNotes(open, draft), findings);
    } catch (error) {
      throw SealError.from(error, id);
    }
  };
}

function withNotes(open: Record<string, Json>, draft: Draft): Record<string, Json> {
  const notes = [...draft.notes, ...(draft.type === "event" ? trimEvent(open) : [])];
  if (notes.length === 0) return open;
  const contexts = (open.contexts as Record<string, Json> | undefined) ?? {};
  return { ...open, contexts: { ...contexts, vextel: { type: "default", notes } } };
}

/**
 * Writes the envelope and runs the second check on its bytes.
 *
 * @throws {SealError} For what is too large, or not clean.
 */
export function closeEnvelope(
  { literals }: ScrubContext,
  draft: Pick<Draft, "type" | "timeMs"> & { own: object; subject: Pick<Subject, "publisher" | "plugin" | "dsn"> },
  id: string,
  open: Record<string, Json>,
  findings: readonly Finding[],
): Sealed {
  const named = draft.type === "session" ? {} : { event_id: id };
  const payload = { ...named, ...draft.own, ...open };
  const json = JSON.stringify(payload);
  const bytes = renderEnvelope({ ...named, sdk }, draft.type, payload, json);
  if (bytes.length > largestBytes) throw new SealError("it is too large");
  const rule =
    lookAgainAtJson(payloadText(bytes), literals) ?? (isAscii(json) ? undefined : lookAgainAtJson(json, literals));
  if (rule !== undefined) throw new SealError(`after scrubbing, the rule "${rule}" still finds something in it`);
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
