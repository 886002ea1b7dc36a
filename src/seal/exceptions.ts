import { limits } from "../report/limits.ts";
import type { Platform, RaisedError, Report } from "../report/report.ts";
import { type SentryFrame, toSentryFrame } from "./stack/frame.ts";

/** How an exception came about: Sentry's `mechanism`. */
export interface Mechanism {
  type: "generic" | "chained";
  handled: boolean;
  exception_id: number;
  parent_id?: number;
  source?: string;
  is_exception_group?: true;
}

/** One exception as Sentry's SDKs send it. */
export interface SentryException {
  type: string;
  value: string;
  module?: string;
  mechanism: Mechanism;
  stacktrace?: { frames: SentryFrame[] };
}

interface Visit {
  readonly error: RaisedError;
  readonly parent?: number;
  readonly source?: string;
}

/**
 * The tree of an error as Sentry's flat list: the error itself has id 0 and stands last, each origin before what came
 * of it; the same walk as in Sentry's Python SDK (cause, else context, then the members of a group).
 *
 * @returns At most `limits.exceptions`, and how many more there were.
 */
export function toSentryExceptions(
  report: Report,
  ownPaths: readonly string[],
): { values: SentryException[]; omitted: number } {
  const values: SentryException[] = [];
  const open: Visit[] = [{ error: report.error }];
  const seen = new Set<RaisedError>();
  let omitted = 0;
  while (open.length > 0) {
    const visit = open.pop()!;
    if (seen.has(visit.error)) continue;
    seen.add(visit.error);
    if (values.length >= limits.exceptions) omitted += 1;
    else values.push(toSentryException(visit, values.length, report, ownPaths));
    open.push(...originsOf(visit.error, values.length - 1, report.platform).reverse());
  }
  return { values: values.reverse(), omitted };
}

function toSentryException(visit: Visit, id: number, report: Report, ownPaths: readonly string[]): SentryException {
  const { error, parent, source } = visit;
  const frames = error.frames.map((frame) => toSentryFrame(frame, report.platform, ownPaths));
  return {
    type: error.type,
    value: error.value,
    ...(error.module !== undefined && { module: error.module }),
    mechanism: {
      type: parent === undefined ? "generic" : "chained",
      handled: report.handled,
      exception_id: id,
      ...(parent !== undefined && { parent_id: parent }),
      ...(source !== undefined && { source }),
      ...(error.members && { is_exception_group: true }),
    },
    ...(frames.length > 0 && { stacktrace: { frames } }), // Sentry refuses an empty list
  };
}

function originsOf(error: RaisedError, parent: number, platform: Platform): Visit[] {
  const python = platform === "python";
  const origins: Visit[] = [];
  if (error.cause) origins.push({ error: error.cause, parent, source: python ? "__cause__" : "cause" });
  if (error.context) origins.push({ error: error.context, parent, source: "__context__" });
  for (const [index, member] of (error.members ?? []).entries())
    origins.push({ error: member, parent, source: `${python ? "exceptions" : "errors"}[${index}]` });
  return origins;
}
