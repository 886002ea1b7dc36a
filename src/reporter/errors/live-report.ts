import { readLiveError } from "../../capture/live/error.ts";
import type { Breadcrumb, Level, Report } from "../../report/report.ts";
import type { ReporterFramework } from "../options/options.ts";
import { snapshot } from "./snapshot.ts";

/** What the author adds to an error. */
export interface About {
  /** What the plugin was doing: the name of a command, an event, a loop. Becomes a tag. */
  readonly during?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Values that help; copied at once, in bounds, and scrubbed as everything is. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Default `error`. */
  readonly level?: Level;
  /** Whether the plugin goes on after it. Default true. */
  readonly handled?: boolean;
  /** The plugin cannot go on: level `fatal`, not handled, and its session ends as crashed. */
  readonly fatal?: boolean;
}

/** What every report of a plugin carries. */
export interface Constant {
  readonly tags: Readonly<Record<string, string>>;
  readonly hosts: readonly ReporterFramework[];
}

/** Reads an error and what belongs to it as they are at this moment; nothing of them is held on to or changed. */
export function toReport(
  error: unknown,
  about: About,
  constant: Constant,
  breadcrumbs: readonly Breadcrumb[],
  nowMs: number,
): Report {
  return {
    platform: "node",
    error: readLiveError(error),
    level: about.fatal ? "fatal" : (about.level ?? "error"),
    handled: about.fatal ? false : (about.handled ?? true),
    timeMs: nowMs,
    breadcrumbs,
    hosts: constant.hosts,
    runtime: { name: "node", version: process.version },
    tags: toTags({ ...constant.tags, ...about.tags, ...(about.during !== undefined && { during: about.during }) }),
    ...(about.extra && { extra: snapshot(about.extra) as Record<string, unknown> }),
  };
}

/** Sentry takes texts of one line, and keys without spaces. */
const toTags = (tags: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key.replace(/\s+/g, "_"), String(value).replace(/\s+/g, " ")]),
  );
