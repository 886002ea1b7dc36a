import type { Json } from "../scrub/scrub.ts";
import { type ScrubContext, scrubDraft } from "./draft.ts";
import type { ItemType } from "./envelope.ts";
import { splitFields } from "./field-names.ts";
import { readSealed } from "./read-sealed.ts";
import { closeEnvelope, type Sealed } from "./seal.ts";
import { SealError } from "./seal-error.ts";

/** The parts of a sealed event that are needed to reseal it. */
export type Sealable = Pick<Sealed, "id" | "type" | "publisher" | "plugin" | "dsn" | "timeMs" | "bytes" | "findings">;

/** The fields of a sealed event about the equal errors that it counts. */
export interface Repeated {
  /** The count, and the times of the first and the last: JSON that Sentry shows as a context. */
  readonly occurrences: Readonly<Record<string, Json>>;
  /** If it differs from the event's own time. */
  readonly id?: string;
}

/**
 * The same event with the count in `occurrences`.
 *
 * @throws {VextelError} `OUTBOX_DAMAGED` if the bytes are not what vextel writes; `NOT_CLEAN` if they cannot be sealed.
 */
export function sealRepeated(
  scrubContext: ScrubContext,
  old: Sealable,
  { occurrences, id = old.id }: Repeated,
): Sealed {
  const { event_id: _, ...fields } = readSealed(old).payload as Record<string, Json>;
  const contexts = { ...(fields.contexts as Record<string, Json> | undefined), occurrences };
  const draft = { type: old.type, timeMs: old.timeMs, subject: old, own: {} };
  try {
    return closeEnvelope(scrubContext, draft, id, { ...fields, contexts }, old.findings);
  } catch (error) {
    throw SealError.from(error, id);
  }
}

/**
 * Runs the current rules over sealed bytes.
 *
 * @returns The resealed bytes if more was removed, otherwise `undefined`.
 * @throws {VextelError} `OUTBOX_DAMAGED` if the bytes are not what vextel writes; `NOT_CLEAN` if they cannot be sealed.
 */
export function resealIfNeeded(
  scrubContext: ScrubContext,
  old: Pick<Sealed, "id" | "bytes" | "timeMs" | "publisher" | "plugin">,
): Sealed | undefined {
  const { payload, itemHeader } = readSealed(old);
  const { own: fixed, open: kept } = splitFields(payload as Record<string, Json>);
  const { event_id: _, ...others } = fixed;
  try {
    const { own, open, findings } = scrubDraft(scrubContext, { fixed: others, open: kept });
    if (JSON.stringify(open) === JSON.stringify(kept)) return undefined;
    const draft = { type: itemHeader.type as ItemType, subject: old, timeMs: old.timeMs, own };
    return closeEnvelope(scrubContext, draft, old.id, open, findings);
  } catch (error) {
    throw SealError.from(error, old.id);
  }
}

/**
 * The same event with what its owner changed in it: scrubbed by the current rules and resealed, under the same id.
 *
 * @param change - Returns the new fields for the present ones; without `event_id`.
 * @throws {VextelError} `OUTBOX_DAMAGED` if the bytes are not what vextel writes; `NOT_CLEAN` if they cannot be sealed;
 * what `change` throws.
 */
export function sealChanged(
  scrubContext: ScrubContext,
  old: Omit<Sealable, "findings">,
  change: (fields: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>,
): Sealed {
  const { event_id: _, ...fields } = readSealed(old).payload as Record<string, Json>;
  const { own: fixed, open: changed } = splitFields(change(fields));
  try {
    const { own, open, findings } = scrubDraft(scrubContext, { fixed, open: changed });
    return closeEnvelope(
      scrubContext,
      { type: old.type, timeMs: old.timeMs, subject: old, own },
      old.id,
      open,
      findings,
    );
  } catch (error) {
    throw SealError.from(error, old.id);
  }
}
