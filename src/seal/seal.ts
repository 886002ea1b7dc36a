import { VextelError } from "../errors.ts";
import { dropMargin, holdsCutText } from "../report/bounds.ts";
import type { Finding } from "../scrub/finding.ts";
import type { Literals } from "../scrub/options.ts";
import type { Json, Scrubber } from "../scrub/scrub.ts";
import { digest } from "./digest.ts";
import { type Envelope, type ItemType, isAscii, parseEnvelope, payloadText, renderEnvelope } from "./envelope.ts";
import { sdk } from "./sdk.ts";
import { SealError } from "./seal-error.ts";
import { lookAgainAtJson, withhold } from "./second-look.ts";
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
  /** What makes it this one and no other, out of the scrubbed `open`; or an id that was drawn at random. */
  readonly identity: string | ((open: Readonly<Record<string, Json>>) => Json);
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
}

/** How many different errors of one log are told apart by their order; the oldest are forgotten first. */
const seenMost = 10_000;

/** Sentry refuses larger ones. What is cut to `limits.eventBytes` may grow where text is written in ASCII. */
const largestBytes = 1_000_000;

/**
 * Seals drafts of one log: equal errors of the same moment get ids by their order.
 *
 * @param seen - How often each error was met; a log that is read on later hands in what it was left with.
 * @returns Throws `SealError` for a draft that cannot be sealed, which concerns that one alone.
 */
export function createSealer(scrubContext: ScrubContext, seen = new Map<string, number>()): (draft: Draft) => Sealed {
  return (draft) => {
    let id: string | undefined;
    try {
      const { own, open, findings } = scrubDraft(scrubContext, draft);
      id = typeof draft.identity === "string" ? draft.identity : countedId(draft.identity(open), draft, seen);
      return closeEnvelope(scrubContext, { ...draft, own }, id, withNotes(open, draft), findings);
    } catch (error) {
      throw SealError.from(error, id);
    }
  };
}

/** What the second look still finds after scrubbing is taken out here, before anything is cut or counted. */
function scrubDraft(
  { scrubber, literals, breadcrumbs }: ScrubContext,
  { fixed, open: all }: Pick<Draft, "fixed" | "open">,
) {
  const open = cutBreadcrumbs(all, breadcrumbs);
  const { own, open: unsure } = splitFields(fixed);
  const scrubbed = scrub(scrubber, { ...unsure, ...open });
  const { findings } = scrubbed;
  const json = JSON.stringify(scrubbed.value);
  const value = holdsCutText(json) ? dropMargins(scrubbed.value) : scrubbed.value;
  if (lookAgainAtJson(json, literals) === undefined) return { own, open: value as Record<string, Json>, findings };
  const rest = withhold(value, literals);
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

function scrub(scrubber: Scrubber, value: unknown): { value: Json; findings: Finding[] } {
  try {
    return scrubber.value(value);
  } catch (cause) {
    throw new SealError("it could not be scrubbed", undefined, { cause });
  }
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
