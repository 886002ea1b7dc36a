import { VextelError } from "../errors.ts";
import { dropMargin, holdsCutText } from "../report/bounds.ts";
import type { Finding } from "../scrub/finding.ts";
import type { Literals } from "../scrub/options.ts";
import type { Json, ScrubbedValue, Scrubber } from "../scrub/scrub.ts";
import { digest } from "./digest.ts";
import { type Envelope, type ItemType, isAscii, parseEnvelope, payloadText, renderEnvelope } from "./envelope.ts";
import { sdk } from "./sdk.ts";
import { SealError } from "./seal-error.ts";
import { lookAgainAtJson, withhold, withSecrets } from "./second-look.ts";
import type { Subject } from "./subject.ts";
import { trimEvent } from "./trim.ts";
import { splitFields } from "./words.ts";

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
  /** What equal ones have in common, out of the scrubbed `exception` of `open`; or an id that was drawn at random. */
  readonly identity: string | ((open: Readonly<Record<string, Json>>) => Json);
  /** Equal ones of one hour are one event: hours since 1970, absent if the text says no time. */
  readonly hour?: number;
  /**
   * Fields that vextel itself makes up: times, random ids, words of closed lists. What turns out to be anything else is
   * scrubbed like `open`.
   */
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
  /** How many breadcrumbs an event may have; all that were captured, if absent. */
  readonly breadcrumbs?: number;
  /** Why the owner's policy could not be used, in words: the strictest took its place, and what is sealed is held. */
  readonly problem?: string;
}

/** Sentry refuses larger ones. What is cut to `limits.eventBytes` may grow where text is written in ASCII. */
const largestBytes = 1_000_000;

/** @returns Throws `SealError` for a draft that cannot be sealed, which concerns that one alone. */
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

/** The id that `identify` tells: what was taken out of the exception for what stands elsewhere changes nothing in it. */
function idOf(context: ScrubContext, draft: Draft, open: Record<string, Json>, findings: readonly Finding[]): string {
  if (typeof draft.identity === "string") return draft.identity;
  const isOfWhole = findings.some(({ rule }) => rule === "repeated-value" || rule === "second-look");
  return isOfWhole ? identify(context, draft).id : idsOf(draft.identity(open), draft).id;
}

/** By what an event is known, and by what all that are of one bug. */
export interface EventIds {
  readonly id: string;
  /** The same in every hour. */
  readonly group: string;
}

/**
 * The ids that a draft's event has when it is sealed, for a fraction of the cost.
 *
 * @throws {SealError} As sealing it would.
 */
export function identify(scrubContext: ScrubContext, draft: Draft): EventIds {
  if (typeof draft.identity === "string") return { id: draft.identity, group: draft.identity };
  try {
    const { exception } = draft.open;
    return idsOf(draft.identity(scrubDraft(scrubContext, { fixed: {}, open: { exception } }).open), draft);
  } catch (error) {
    throw SealError.from(error, undefined);
  }
}

/** From scrubbed text only, so that nobody can try secrets against it; the UUID keeps two installs apart. */
function idsOf(identity: Json, { subject, hour }: Draft): EventIds {
  const group = digest(JSON.stringify([subject.uuid, subject.publisher, subject.plugin, identity])).slice(0, 32);
  return { id: digest(`${group} ${hour ?? ""}`).slice(0, 32), group };
}

/** What of a sealed event is needed to seal it anew. */
export type Sealable = Pick<Sealed, "id" | "type" | "publisher" | "plugin" | "dsn" | "timeMs" | "bytes" | "findings">;

/** What is said of a sealed event that stands for several equal errors. */
export interface Repeated {
  /** How many; of what, when the first and the last were: JSON that Sentry shows as a context. */
  readonly occurrences: Readonly<Record<string, Json>>;
  /** Where it is not the event's own. */
  readonly id?: string;
}

/**
 * The same event, standing for as many errors as `occurrences` says.
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

/** What the second look still finds after scrubbing is taken out here, before anything is cut or counted. */
function scrubDraft(
  { scrubber, literals, breadcrumbs }: ScrubContext,
  { fixed, open: all }: Pick<Draft, "fixed" | "open">,
) {
  const open = cutBreadcrumbs(all, breadcrumbs);
  const { own, open: unsure } = splitFields(fixed);
  const scrubbed = scrub(scrubber, { ...unsure, ...open });
  const { findings, secrets = [] } = scrubbed;
  const json = JSON.stringify(scrubbed.value);
  const value = holdsCutText(json) ? dropMargins(scrubbed.value) : scrubbed.value;
  const known = withSecrets(literals, secrets);
  if (lookAgainAtJson(json, known) === undefined) return { own, open: value as Record<string, Json>, findings };
  const rest = withhold(value, known);
  return { own, open: rest.value as Record<string, Json>, findings: [...findings, ...rest.findings] };
}

/** The newest stay. */
function cutBreadcrumbs(open: Draft["open"], most: number | undefined): Draft["open"] {
  const { breadcrumbs, ...rest } = open;
  const all = Array.isArray(breadcrumbs) ? breadcrumbs : (breadcrumbs as { values?: unknown } | undefined)?.values;
  if (most === undefined || !Array.isArray(all) || all.length <= most) return open;
  return most === 0 ? rest : { ...open, breadcrumbs: { values: all.slice(-most) } };
}

/** Of texts that were cut before they were scrubbed. */
function dropMargins(value: Json): Json {
  if (typeof value === "string") return dropMargin(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(dropMargins);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [dropMargin(key), dropMargins(item)]));
}

function scrub(scrubber: Scrubber, value: unknown): ScrubbedValue {
  try {
    return scrubber.value(value);
  } catch (cause) {
    throw new SealError("it could not be scrubbed", undefined, { cause });
  }
}

/**
 * Runs today's rules over sealed bytes.
 *
 * @returns The same bytes sealed anew if they take out more, else `undefined`.
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
 * The same event with what its owner changed in it: scrubbed by today's rules and sealed anew, under the same id.
 *
 * @param change - The fields as they are to be, out of those that there are; `event_id` is none of them.
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

const sdkShape = /^\{"name":"vextel\.node","version":"[\w.-]{1,32}"\}$/;

/** Bytes that say one thing to us and another to a server (a key that stands twice, say) are no event. */
function readSealed({ id, bytes }: Pick<Sealed, "id" | "bytes">): Envelope {
  const damaged = (cause?: unknown) =>
    new VextelError(
      "OUTBOX_DAMAGED",
      `Event ${id} is not what vextel writes; it was not sent`,
      `Forget it: vextel drop ${id}`,
      {
        cause,
      },
    );
  let envelope: Envelope;
  try {
    envelope = parseEnvelope(bytes);
  } catch (cause) {
    throw damaged(cause);
  }
  const { header, itemHeader, payload } = envelope;
  const isOurs = itemHeader.type === "session" ? payload.sid === id : payload.event_id === id && header.event_id === id;
  const again = renderEnvelope(header, itemHeader.type as ItemType, payload);
  const isPlain =
    Object.keys(header).every((key) => key === "event_id" || key === "sdk") &&
    sdkShape.test(JSON.stringify(header.sdk));
  if (!isOurs || !isPlain || !again.equals(bytes)) throw damaged();
  return envelope;
}

function withNotes(open: Record<string, Json>, draft: Draft): Record<string, Json> {
  const notes = [...draft.notes, ...(draft.type === "event" ? trimEvent(open) : [])];
  if (notes.length === 0) return open;
  const contexts = (open.contexts as Record<string, Json> | undefined) ?? {};
  return { ...open, contexts: { ...contexts, vextel: { type: "default", notes } } };
}

function closeEnvelope(
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

export { digest };
