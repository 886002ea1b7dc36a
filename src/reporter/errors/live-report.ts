import { readKeys, readProperty } from "../../capture/live/access.ts";
import { readLiveError } from "../../capture/live/error.ts";
import { createTextBudget, leftOut, type TextBudget } from "../../report/bounds.ts";
import { limits } from "../../report/limits.ts";
import type { Breadcrumb, Level, Report } from "../../report/report.ts";
import type { ReporterFramework } from "../options/options.ts";
import { snapshot, toText } from "./snapshot.ts";

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

/**
 * Reads an error and what belongs to it as they are at this moment; nothing of them is held on to or changed. The error
 * itself is read first, then the newest notes: what comes last is left out if all together is too much.
 */
export function toReport(
  error: unknown,
  about: About,
  constant: Constant,
  breadcrumbs: readonly Breadcrumb[],
  nowMs: number,
): Report {
  const budget = createTextBudget(limits.reportUnits);
  const raised = readLiveError(error, budget);
  const during: [string, unknown][] = about.during === undefined ? [] : [["during", about.during]];
  const tags = toTags([...entriesOf(constant.tags), ...entriesOf(about.tags), ...during], budget);
  const steps = fitting(breadcrumbs, budget);
  const extra = about.extra && (snapshot(about.extra, budget) as Record<string, unknown>);
  return {
    platform: "node",
    error: raised,
    level: about.fatal ? "fatal" : (about.level ?? "error"),
    handled: about.fatal ? false : (about.handled ?? true),
    timeMs: nowMs,
    breadcrumbs: steps,
    hosts: constant.hosts,
    runtime: { name: "node", version: process.version },
    tags,
    ...(extra && { extra }),
    ...(budget.isSpent && { incomplete: ["some texts: all together they were too long"] }),
  };
}

/** The newest notes that fit, oldest first. */
function fitting(breadcrumbs: readonly Breadcrumb[], budget: TextBudget): Breadcrumb[] {
  const fits = ({ message, data }: Breadcrumb) =>
    budget.take(data === undefined ? message : message + JSON.stringify(data), Number.POSITIVE_INFINITY) !== undefined;
  const unfit = breadcrumbs.findLastIndex((step) => !fits(step));
  return breadcrumbs.slice(unfit + 1);
}

/** What an author hands over, whatever it is: a field that cannot be read is none. */
export function readAbout<Given extends About>(given: Given): Given {
  const fields = ["during", "tags", "extra", "level", "handled", "fatal", "onReceipt", "ownOnly"];
  const holder = Object(given ?? {}) as object;
  const read = fields.map((name) => [name, readProperty(holder, name)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined && value !== null)) as About as Given;
}

function entriesOf(tags: unknown): [string, unknown][] {
  if (typeof tags !== "object" || tags === null) return [];
  return readKeys(tags, limits.tags).map((key) => [key, readProperty(tags, key)]);
}

/** Sentry takes texts of one line, and keys without spaces. */
function toTags(tags: readonly (readonly [string, unknown])[], budget: TextBudget): Record<string, string> {
  const text = (value: unknown, units: number, blank: string) =>
    (budget.take(toText(value), units) ?? leftOut).replace(/\s+/g, blank);
  return Object.fromEntries(
    tags.map(([key, value]) => [text(key, limits.nameUnits, "_"), text(value, limits.tagUnits, " ")]),
  );
}
