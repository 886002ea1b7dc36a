import { toRfc3339 } from "../report/time.ts";
import type { Json } from "../scrub/scrub.ts";
import type { Draft } from "../seal/draft.ts";
import { tagsOf, toLevel } from "../seal/drafts/event.ts";
import { defaultEnvironment } from "../seal/field-names.ts";
import { releaseOf, type Subject } from "../seal/subject.ts";
import { createFreeCopier, type FreeCopier } from "./author-data.ts";
import { normaliseBreadcrumbs } from "./breadcrumbs.ts";
import { normaliseContexts } from "./contexts.ts";
import { debugMetaOf } from "./exceptions/debug-meta.ts";
import { normaliseExceptions } from "./exceptions/exceptions.ts";
import type { FrameOptions } from "./exceptions/frame.ts";
import { messageOf } from "./exceptions/message.ts";
import { platformOf, readAs } from "./exceptions/platform.ts";
import { normaliseStack, type Stack } from "./exceptions/stack.ts";
import { beginningOf, compact, type Fields, recordOf, textOf, toMs, valuesOf, wordOf } from "./fields.ts";
import { sdkOf } from "./sdk.ts";
import { normaliseMeasurements, normaliseSpans } from "./spans.ts";
import { hostsOf, normaliseTags } from "./tags.ts";

/** What is known about an event besides its payload. */
export interface Foreign {
  readonly type: "event" | "transaction";
  /** The id that the SDK has already told the author; 32 hexadecimal digits. */
  readonly id: string;
  readonly payload: Fields;
}

/** Options for reading events of other SDKs. */
export interface NormaliseOptions {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Breadcrumbs from before are left out, epoch milliseconds. Absent: none are. */
  readonly sinceMs?: number | undefined;
  /** What is kept of local variables. Default: nothing. */
  readonly variables?: FrameOptions["variables"];
}

/** When it happened, or began, epoch milliseconds. Never later than now, whatever another clock says. */
export const happenedAtMsOf = (payload: Fields, nowMs: number): number =>
  Math.min(nowMs, ...[payload.timestamp, payload.start_timestamp, payload.started].map((time) => toMs(time) ?? nowMs));

/**
 * An event or transaction of any of Sentry's SDKs as vextel would have made it: without user, request, modules, host
 * and the values of variables, with the random UUID, and bounded before anything is scrubbed.
 *
 * Fields are copied by name; unknown fields are never sent.
 */
export function draftForeign({ type, id, payload }: Foreign, subject: Subject, options: NormaliseOptions): Draft {
  const endMs = toMs(payload.timestamp) ?? options.nowMs;
  const startMs = type === "transaction" ? Math.min(toMs(payload.start_timestamp) ?? endMs, endMs) : undefined;
  const platform = platformOf(payload.platform);
  const free = createFreeCopier();
  const notes: string[] = [];
  const frames = { platform: readAs(platform), ownPaths: subject.ownPaths, variables: options.variables ?? "none" };
  const open = compact({
    ...commonFields(payload, subject, free),
    ...(type === "event" ? eventFields(payload, frames, free, notes, options) : transactionFields(payload)),
  });
  if (free.isCut) notes.push("left out: custom data that was too long, too deep or too much");
  return {
    ...{ type, subject, identity: id, timeMs: startMs ?? endMs, open, notes },
    fixed: {
      ...(startMs !== undefined && { start_timestamp: toRfc3339(startMs)! }),
      timestamp: toRfc3339(endMs)!,
      platform,
      ...(type === "event" && { level: toLevel(payload.level) }),
      ...(subject.uuid !== undefined && { user: { id: subject.uuid } }),
      sdk: sdkOf(payload.sdk),
    } satisfies Record<string, Json>,
  };
}

function commonFields(payload: Fields, subject: Subject, free: FreeCopier) {
  const host = { tags: normaliseTags(payload.tags), hosts: hostsOf(payload.modules) };
  return {
    environment: subject.environment ?? environmentOf(payload.environment),
    logger: textOf(payload.logger, 200),
    release: releaseIn(payload.release) ?? releaseOf(subject) ?? textOf(payload.release, 250),
    dist: textOf(payload.dist, 64),
    transaction: transactionOf(payload),
    transaction_info: sourceOf(payload.transaction_info),
    tags: tagsOf(host, subject),
    contexts: nonEmpty(normaliseContexts(payload.contexts, free)),
    extra: extraOf(payload.extra, free),
  };
}

/** Sentry drops others silently. */
const environmentOf = (environment: unknown): string => {
  const text = textOf(environment, 64);
  return text !== undefined && /^[^\r\n\f/]+$/.test(text) ? text : defaultEnvironment;
};

/** Sentry orders releases of this form: `package@version`. */
const releaseIn = (release: unknown): string | undefined =>
  typeof release === "string" && /^[^@\s/\\]{1,128}@[^@\s/\\]{1,100}$/.test(release) ? release : undefined;

const sources = ["custom", "url", "route", "component", "view", "task", "unknown"] as const;

/** The path of an address: its query may be private. */
function transactionOf({ transaction, transaction_info: info }: Fields): string | undefined {
  if (typeof transaction !== "string") return undefined;
  const [path = ""] = sourceOf(info)?.source === "url" ? transaction.split(/[?#]/, 1) : [transaction];
  return beginningOf(path, 500);
}

function sourceOf(info: unknown) {
  const source = wordOf(recordOf(info)?.source, sources);
  return source && { source };
}

/** Fields that some SDKs add automatically: command lines and the whole environment. */
const notTheAuthors = new Set(["sys.argv", "argv", "environ", "env", "__proto__"]);

function extraOf(extra: unknown, free: FreeCopier) {
  const entries = Object.entries(recordOf(extra) ?? {}).filter(([name]) => !notTheAuthors.has(name));
  return nonEmpty(free.copy(Object.fromEntries(entries)) as object);
}

function eventFields(
  payload: Fields,
  frames: FrameOptions,
  free: FreeCopier,
  notes: string[],
  { sinceMs, nowMs }: NormaliseOptions,
) {
  const happenedAtMs = happenedAtMsOf(payload, nowMs);
  const happening = { toldMs: toMs(payload.timestamp), happenedAtMs, capturedAtMs: nowMs };
  const message = messageOf(payload);
  const given = payload.exception ?? payload["sentry.interfaces.Exception"];
  const exceptions = normaliseExceptions(valuesOf(given), frames);
  const hasFrames = exceptions.stacks.some((stack) => stack.frames.length > 0);
  const thread = hasFrames ? undefined : threadOf(payload, frames);
  noteLosses([...exceptions.stacks, ...(thread ? [thread] : [])], exceptions.omitted, frames, notes);
  return {
    logentry: message === undefined ? undefined : { message },
    fingerprint: fingerprintOf(payload.fingerprint),
    breadcrumbs: { values: normaliseBreadcrumbs(payload.breadcrumbs, free, sinceMs, happening) },
    debug_meta: debugMetaOf(payload.debug_meta, frames),
    exception: exceptions.values.length > 0 ? { values: exceptions.values } : undefined,
    threads: thread && { values: [{ id: 0, current: true, crashed: false, stacktrace: { frames: thread.frames } }] },
  };
}

function noteLosses(stacks: readonly Stack[], exceptions: number, { variables }: FrameOptions, notes: string[]) {
  const frames = stacks.reduce((sum, { omitted }) => sum + omitted, 0);
  if (frames > 0) notes.push(`left out: ${frames} frames`);
  if (exceptions > 0) notes.push(`left out: ${exceptions} more exceptions`);
  if (stacks.some(({ hadVariables }) => hadVariables))
    notes.push(variables === "none" ? "left out: local variables" : "left out: the values of local variables");
}

/** Where the program was when it reported without an exception: the stack of the thread that reported. */
function threadOf(payload: Fields, frames: FrameOptions): Stack | undefined {
  const threads = valuesOf(payload.threads);
  const thread = threads.find(({ crashed, current }) => crashed === true || current === true) ?? threads[0];
  const stack = normaliseStack(thread?.stacktrace ?? payload.stacktrace, frames);
  return stack.frames.length > 0 ? stack : undefined;
}

const fingerprintOf = (value: unknown): string[] | undefined => {
  const parts = Array.isArray(value) ? value.flatMap((part) => textOf(part, 500) ?? []).slice(0, 20) : [];
  return parts.length > 0 ? parts : undefined;
};

const transactionFields = (payload: Fields) => ({
  type: "transaction",
  spans: normaliseSpans(payload.spans),
  measurements: normaliseMeasurements(payload.measurements),
});

const nonEmpty = <T extends object>(value: T | undefined): T | undefined =>
  value && Object.keys(value).length > 0 ? value : undefined;
