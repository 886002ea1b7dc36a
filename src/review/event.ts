import type { Entry } from "../outbox/entry.ts";
import type { Place } from "../preview/placeholders.ts";
import type { Tree } from "../preview/render.ts";
import { renderCounts } from "../preview/summary.ts";
import type { Line } from "../preview/terminal/line.ts";
import type { Edits } from "../seal/edit/edit.ts";

/** A pending event as it would be sent: under the current rules, with the owner's changes. */
export interface ReviewedEvent {
  readonly entry: Entry;
  /** Of the bytes on disk. */
  readonly baseSha256: string;
  /** Of the bytes that would be sent; the same, unless something changed. */
  readonly sha256: string;
  readonly bytes: number;
  readonly payload: Tree;
  readonly places: readonly Place[];
  /** The payload on disk, from which fields are chosen. */
  readonly basePayload: Tree;
  /** The places where something was removed from it. */
  readonly basePlaces: readonly Place[];
  /** The owner's changes. */
  readonly edits: Edits;
  /** How often each rule matched. */
  readonly counts: readonly (readonly [rule: string, count: number])[];
  /** Where it would go, without any key; absent if there is no address. */
  readonly destination?: string;
  /** The whole request except the body. */
  readonly request: readonly Line[];
}

/** The text of an event before it was scrubbed: never kept, never sent. */
export type RawEvent =
  | { readonly kind: "found"; readonly payload: Tree; readonly places: readonly Place[] }
  | {
      readonly kind: "missing";
      /** In words. */
      readonly reason: string;
    };

export const noEdits: Edits = { remove: [] };

export const isEdited = ({ remove, comment }: Edits): boolean => remove.length > 0 || comment !== undefined;

/** `removed 2 bot-token, 1 snowflake` */
export const describeCounts = ({ counts }: Pick<ReviewedEvent, "counts">): string => renderCounts(counts);
