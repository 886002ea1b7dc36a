import { limits } from "../../report/limits.ts";
import type { Frame, Platform, RaisedError, Report } from "../../report/report.ts";
import { type SentryFrame, toSentryFrame } from "../stack/frame.ts";
import { isOwnFile } from "../stack/in-app.ts";
import { wrappersOf } from "./framework-wrappers.ts";

/** How an exception was raised: Sentry's `mechanism`. */
export interface Mechanism {
  type: "generic" | "chained";
  handled: boolean;
  exception_id: number;
  parent_id?: number;
  source?: string;
  is_exception_group?: true;
  /** The place of the text that could not be compiled, if it is not a file of the plugin. */
  data?: Pick<SentryFrame, "filename" | "lineno" | "context_line">;
}

/** One exception as Sentry's SDKs send it. */
export interface SentryException {
  type: string;
  value: string;
  module?: string;
  mechanism: Mechanism;
  stacktrace?: { frames: SentryFrame[] };
}

type Raised = Pick<Report, "platform" | "handled" | "error">;

interface Visit {
  readonly error: RaisedError;
  readonly parent?: number;
  readonly source?: string;
}

/**
 * The tree of an error as Sentry's flat list: the error itself has id 0 and is last, and each cause is before its
 * effect; the same walk as in Sentry's Python SDK (cause, otherwise context, then the members of a group). Sentry takes
 * its title from the last one, so wrappers of a framework come first, with unchanged ids.
 *
 * @returns At most `limits.exceptions`, and how many more there were; of each at most `limits.frames`, and how many
 * more in all.
 */
export function toSentryExceptions(
  report: Raised,
  ownPaths: readonly string[],
): { values: SentryException[]; omitted: number; omittedFrames: number } {
  const found = new Map<RaisedError, SentryException>();
  const open: Visit[] = [{ error: report.error }];
  let omitted = 0;
  const seen = new Set<RaisedError>();
  while (open.length > 0) {
    const visit = open.pop()!;
    if (seen.has(visit.error)) continue;
    seen.add(visit.error);
    if (found.size >= limits.exceptions) omitted += 1;
    else found.set(visit.error, toSentryException(visit, found.size, report, ownPaths));
    open.push(...originsOf(visit.error, found.size - 1, report.platform).reverse());
  }
  return { values: wrappersFirst(report, ownPaths, found), omitted, omittedFrames: framesLeftOut(found.keys()) };
}

function wrappersFirst(
  { error, platform }: Raised,
  ownPaths: readonly string[],
  found: ReadonlyMap<RaisedError, SentryException>,
): SentryException[] {
  const isOwn = ({ frames }: RaisedError) =>
    frames.some(({ path }) => path !== undefined && isOwnFile(path, platform, ownPaths));
  const wrappers = wrappersOf(error, isOwn).filter((wrapper) => found.has(wrapper));
  if (wrappers.length >= found.size) return [...found.values()].reverse();
  const rest = [...found].filter(([own]) => !wrappers.includes(own)).map(([, value]) => value);
  return [...wrappers.map((wrapper) => found.get(wrapper)!), ...rest.reverse()];
}

/** Frames are left out before anything is scrubbed, so that long tracebacks cost little. */
const cutMiddle = (frames: readonly Frame[]): readonly Frame[] =>
  frames.length <= limits.frames
    ? frames
    : [...frames.slice(0, limits.frames / 2), ...frames.slice(-limits.frames / 2)];

const framesLeftOut = (errors: Iterable<RaisedError>): number => {
  let count = 0;
  for (const { frames } of errors) count += Math.max(0, frames.length - limits.frames);
  return count;
};

function toSentryException(visit: Visit, id: number, report: Raised, ownPaths: readonly string[]): SentryException {
  const { error, parent, source } = visit;
  const frames = cutMiddle(error.frames).map((frame) => toSentryFrame(frame, report.platform, ownPaths));
  const place = error.place && toSentryFrame(error.place, report.platform, ownPaths);
  const isOwnPlace = place?.in_app && ownPaths.length > 0;
  if (isOwnPlace) frames.push(place);
  const type = parent === undefined ? "generic" : "chained";
  const mechanism: Mechanism = { type, handled: report.handled, exception_id: id };
  if (parent !== undefined) mechanism.parent_id = parent;
  if (source !== undefined) mechanism.source = source;
  if (error.members) mechanism.is_exception_group = true;
  if (place && !isOwnPlace) mechanism.data = pick(place);
  const exception: Partial<SentryException> = { type: error.type, value: error.value };
  if (error.module !== undefined) exception.module = error.module;
  exception.mechanism = mechanism;
  if (frames.length > 0) exception.stacktrace = { frames }; // Sentry refuses an empty list
  return exception as SentryException;
}

const pick = ({ filename, lineno, context_line }: SentryFrame) => ({
  ...(filename !== undefined && { filename }),
  lineno,
  ...(context_line !== undefined && { context_line }),
});

function originsOf(error: RaisedError, parent: number, platform: Platform): Visit[] {
  const python = platform === "python";
  const origins: Visit[] = [];
  if (error.cause) origins.push({ error: error.cause, parent, source: python ? "__cause__" : "cause" });
  if (error.context) origins.push({ error: error.context, parent, source: "__context__" });
  for (const [index, member] of (error.members ?? []).entries())
    origins.push({ error: member, parent, source: `${python ? "exceptions" : "errors"}[${index}]` });
  return origins;
}
