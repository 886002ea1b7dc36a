import { groupIdentity } from "../../group/fingerprint.ts";
import { limits } from "../../report/limits.ts";
import type { Breadcrumb, Level, Report } from "../../report/report.ts";
import { isTimeMs, toRfc3339 } from "../../report/time.ts";
import type { Writable } from "../../report/writable.ts";
import type { Json } from "../../scrub/scrub.ts";
import { Overlap } from "../../scrub/text/overlap.ts";
import type { Draft } from "../draft.ts";
import { defaultEnvironment, levels } from "../field-names.ts";
import { sdk, sdkBlock } from "../sdk.ts";
import { SealError } from "../seal-error.ts";
import { releaseOf, type Subject } from "../subject.ts";
import { debugImagesOf } from "./debug-images.ts";
import { type SentryException, toSentryExceptions } from "./exceptions.ts";

/**
 * The event of one error as Sentry's own SDKs would build it, not scrubbed yet.
 *
 * @param nowMs - The time of an error whose report has none, epoch milliseconds.
 */
export function draftEvent(report: Report, subject: Subject, nowMs: number): Draft {
  const { values, omitted, omittedFrames } = toSentryExceptions(report, subject.ownPaths);
  const notes = (report.incomplete ?? []).map((what) => `missing: ${what}`);
  for (const { function: name, line, repeated } of report.error.frames)
    if (repeated) notes.push(`${name ?? "a call"}, line ${line}: repeated ${repeated} more times`);
  if (omittedFrames > 0) notes.push(`left out: ${omittedFrames} frames`);
  if (omitted > 0) notes.push(`left out: ${omitted} more exceptions`);
  if (report.uncertain) notes.push(`perhaps written by a user: ${report.uncertain}`);
  const exception = { values };
  const crumbs = toSentryBreadcrumbs(report.breadcrumbs.slice(-limits.breadcrumbs));
  const unchanging = new Set<object>([exception, crumbs]);
  for (const { stacktrace } of values) if (stacktrace) unchanging.add(stacktrace.frames);
  const reportedMs = isTimeMs(report.timeMs) ? report.timeMs : undefined;
  const timeMs = reportedMs ?? nowMs;
  const timestamp = toRfc3339(timeMs);
  if (timestamp === undefined) throw new SealError("it has no time, and the clock of this machine shows none");
  const draft: Writable<Draft> = {
    type: "event",
    subject,
    identity: ({ exception }) =>
      identityOf(
        exception as unknown as Exceptions,
        subject.ownPaths.length === 0 ? values : ownByPath(report),
        report,
      ),
    timeMs,
    fixed: fixedOf(report, subject, timestamp),
    open: openOf(report, subject, { breadcrumbs: { values: crumbs }, exception }),
    unchanging,
    notes,
  };
  if (reportedMs !== undefined) draft.hour = Math.floor(reportedMs / hourMs);
  return draft;
}

function fixedOf(report: Report, subject: Subject, timestamp: string): Record<string, Json> {
  const fixed: Record<string, Json> = { timestamp, platform: report.platform, level: toLevel(report.level) };
  fixed.environment = subject.environment ?? defaultEnvironment;
  if (subject.uuid !== undefined) fixed.user = { id: subject.uuid };
  fixed.sdk = sdkBlock;
  return fixed;
}

/** The fields in the order of Sentry's SDKs. They are set one by one: spreading them takes several times as long. */
function openOf(report: Report, subject: Subject, lists: Record<"breadcrumbs" | "exception", unknown>) {
  const { logger, transaction, message, fingerprint, extra } = report;
  const open: Record<string, unknown> = {};
  if (logger !== undefined) open.logger = logger;
  if (transaction) {
    open.transaction = transaction;
    open.transaction_info = { source: "task" };
  }
  if (message) open.logentry = { message };
  const release = releaseOf(subject);
  if (release !== undefined) open.release = release;
  open.tags = tagsOf(report, subject);
  const contexts = contextsOf(report, subject);
  if (contexts) open.contexts = contexts;
  if (fingerprint) open.fingerprint = fingerprint;
  open.breadcrumbs = lists.breadcrumbs;
  open.exception = lists.exception;
  const images = debugImagesOf(report.error, report.platform, subject.ownPaths);
  if (images.length > 0) open.debug_meta = { images };
  if (extra) open.extra = extra;
  return open;
}

function contextsOf({ runtime, os, contexts }: Report, { origin }: Subject): Record<string, unknown> | undefined {
  if (!runtime && !os && !contexts && !origin) return undefined;
  const all = {
    ...{ ...(runtime && { runtime }), ...(os && { os }), ...contexts },
    ...(origin && { plugin: { type: "default", ...origin } }),
  };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** A level that Sentry knows; JavaScript callers may pass anything. */
export const toLevel = (level: unknown): Level => levels.find((known) => known === level) ?? "error";

interface Exceptions {
  readonly values: readonly SentryException[];
}

const hourMs = 3_600_000;

/**
 * Frames that are in app whatever a manifest says, so that the same error keeps its id when its plugin is declared
 * again.
 */
const ownByPath = (report: Report): readonly SentryException[] => toSentryExceptions(report, nobodysPaths).values;

const nobodysPaths: readonly string[] = [];

/**
 * An error that a user may have written never equals one that a program wrote.
 *
 * @param own - The same, with only the paths deciding what is in app.
 */
function identityOf(scrubbed: Exceptions, own: readonly SentryException[], report: Report): Json {
  const framesOf = new Map(own.map(({ mechanism, stacktrace }) => [mechanism.exception_id, stacktrace?.frames]));
  const identity = groupIdentity(scrubbed.values, (_, id, at) => framesOf.get(id)?.[at]?.in_app ?? false);
  return report.uncertain === undefined ? identity : [...identity, "perhaps written by a user"];
}

/** The tags of every event and timing. */
export function tagsOf(report: Pick<Report, "tags" | "hosts">, subject: Subject): Record<string, string> {
  const tags: Record<string, string> = report.tags ? { ...report.tags } : {};
  tags.plugin = subject.plugin;
  if (subject.version !== undefined) tags.plugin_version = subject.version;
  tags.vextel_version = sdk.version;
  for (const host of report.hosts) {
    tags.host ??= host.name;
    if (host.version !== undefined) tags[`${host.name.replace(/\W/g, "_")}_version`] = host.version;
  }
  return tags;
}

/** Errors of a log that are close together have most of their breadcrumbs in common. */
const known = new Overlap<Breadcrumb, object>();

/** Those that never change become the same objects again. */
function toSentryBreadcrumbs(crumbs: readonly Breadcrumb[]): readonly object[] {
  const isUnchanging = crumbs.every((crumb) => crumb.data === undefined && Object.isFrozen(crumb));
  return (isUnchanging ? known.map(crumbs, (fresh) => fresh.map(orderFields)) : undefined) ?? crumbs.map(orderFields);
}

/** The fields in Sentry's order. Fast, since a log may contain tens of thousands of events. */
function orderFields({ message, timeMs, level, category, data }: Breadcrumb): Record<string, unknown> {
  const crumb: Record<string, unknown> = { type: "default" };
  if (isTimeMs(timeMs)) crumb.timestamp = new Date(timeMs);
  if (level !== undefined) crumb.level = level;
  if (category !== undefined) crumb.category = category;
  crumb.message = message;
  if (data) crumb.data = data;
  return crumb;
}
