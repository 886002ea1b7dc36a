import { holdsCutText } from "../report/bounds.ts";
import type { Finding } from "../scrub/finding.ts";
import type { Literals } from "../scrub/options.ts";
import type { Json } from "../scrub/scrub.ts";
import { type Draft, type ScrubContext, scrubUnchecked, type UncheckedDraft, withholdFound } from "./draft.ts";
import { type ItemType, renderEnvelope, toAscii } from "./envelope.ts";
import { putField } from "./field-names.ts";
import { digest } from "./ids/digest.ts";
import { type EventIds, idsOfScrubbed } from "./ids/event-id.ts";
import { sdk } from "./sdk.ts";
import { SealError } from "./seal-error.ts";
import { lookAgainAtJson } from "./second-check.ts";
import type { Subject } from "./subject.ts";
import { isWithinLimits, trimEvent } from "./trim.ts";

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
export const createSealer =
  (context: ScrubContext): ((draft: Draft) => Sealed) =>
  (draft) =>
    sealAndIdentify(context, draft).sealed;

/**
 * A sealed event, and the ids by which it is found equal to others.
 *
 * @throws {SealError} For a draft that cannot be sealed, which affects only this draft.
 */
export function sealAndIdentify(context: ScrubContext, draft: Draft): { sealed: Sealed; ids: EventIds } {
  let ids: EventIds | undefined;
  try {
    const scrubbed = scrubUnchecked(context, draft);
    ids = idsOfScrubbed(context, draft, scrubbed);
    const whole = sealWhole(scrubbed, draft, ids.id);
    if (whole !== undefined) return { sealed: whole, ids };
    const { own, open, findings } = withholdFound(scrubbed);
    ids = idsOfScrubbed(context, draft, { open, findings });
    const sealed = closeEnvelope(context, { ...draft, own }, ids.id, withNotes(open, draft), findings);
    return { sealed, ids };
  } catch (error) {
    throw SealError.from(error, ids?.id);
  }
}

/**
 * An event of which nothing has to be withheld or left out, as most are: one look at its final text is enough.
 *
 * @returns `undefined` for any other.
 */
function sealWhole({ own, open, findings, known }: UncheckedDraft, draft: Draft, id: string): Sealed | undefined {
  const text = writePayload(draft.type, id, own, noted(open, draft.notes));
  if (holdsCutText(text.json) || (draft.type === "event" && !isWithinLimits(open, text.json))) return undefined;
  if (findIn(text, known) !== undefined) return undefined;
  return toSealed(draft, id, text, findings);
}

function withNotes(open: Fields, draft: Draft): Fields {
  if (draft.type !== "event") return noted(open, draft.notes);
  const own = structuredClone(open) as Record<string, Json>; // parts of it may be in other events
  const leftOut = trimEvent(own);
  return noted(own, [...draft.notes, ...leftOut]);
}

function noted(open: Fields, notes: readonly string[]): Fields {
  if (notes.length === 0) return open;
  const contexts = (open.contexts as Fields | undefined) ?? {};
  return { ...open, contexts: { ...contexts, vextel: { type: "default", notes: [...notes] } } };
}

type Fields = Readonly<Record<string, Json>>;

/** What sealing has to know of a draft. */
type Sealable = Pick<Draft, "type" | "timeMs"> & { subject: Pick<Subject, "publisher" | "plugin" | "dsn"> };

/**
 * Writes the envelope and runs the second check on its bytes.
 *
 * @throws {SealError} For what is too large, or not clean.
 */
export function closeEnvelope(
  { literals }: ScrubContext,
  draft: Sealable & { own: Fields },
  id: string,
  open: Fields,
  findings: readonly Finding[],
): Sealed {
  const text = writePayload(draft.type, id, draft.own, open);
  const sealed = toSealed(draft, id, text, findings);
  const rule = findIn(text, literals);
  if (rule !== undefined) throw new SealError(`after scrubbing, the rule "${rule}" still finds something in it`);
  return sealed;
}

/** The final text of an event: `body` is what is sent, `json` the same before it was written in ASCII. */
interface PayloadText {
  readonly json: string;
  readonly body: string;
}

function writePayload(type: ItemType, id: string, own: Fields, open: Fields): PayloadText {
  const all: Record<string, Json> = type === "session" ? {} : { event_id: id };
  for (const fields of [own, open]) for (const key of Object.keys(fields)) putField(all, key, fields[key]!);
  const json = JSON.stringify(all);
  return { json, body: toAscii(json) };
}

/** What the second check finds in the text that is sent, or in the same text as it reads. */
const findIn = ({ json, body }: PayloadText, literals: Literals): string | undefined =>
  lookAgainAtJson(body, literals) ?? (body === json ? undefined : lookAgainAtJson(json, literals));

function toSealed({ type, timeMs, subject }: Sealable, id: string, { body }: PayloadText, all: readonly Finding[]) {
  const { publisher, plugin, dsn } = subject;
  const bytes = renderEnvelope(type === "session" ? { sdk } : { event_id: id, sdk }, type, body);
  if (bytes.length > largestBytes) throw new SealError("it is too large");
  const whole = { id, type, publisher, plugin, timeMs, bytes, sha256: digest(bytes), findings: all };
  return (dsn === undefined ? whole : { ...whole, dsn }) as unknown as Sealed;
}
