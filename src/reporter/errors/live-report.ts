import { readProperty } from "../../capture/live/access.ts";
import { readLiveError } from "../../capture/live/error.ts";
import { createTextBudget, leftOut, type TextBudget } from "../../report/bounds.ts";
import { limits } from "../../report/limits.ts";
import type { Breadcrumb, Level, RaisedError, Report } from "../../report/report.ts";
import { addLoadedDebugIds } from "./fields/debug-ids.ts";
import { readFields, tagsOfFields } from "./fields/fields.ts";
import { snapshot, toText } from "./fields/snapshot.ts";
import { entriesOf, readTags, type Tags } from "./fields/tags.ts";

/** What the author adds to an error. */
export interface About {
  /** What the plugin was doing: the name of a command, an event, a loop. Becomes Sentry's transaction, and a tag. */
  readonly during?: string | undefined;
  readonly tags?: Tags | undefined;
  /** Additional values; copied at once, within limits, and scrubbed. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** Replaces the stack in Sentry's grouping; `{{ default }}` stands for Sentry's own. */
  readonly fingerprint?: readonly string[] | undefined;
  /** Default `error`. */
  readonly level?: Level | undefined;
  /** Whether the plugin continues after it. Default true. */
  readonly handled?: boolean | undefined;
  /** The plugin cannot continue: level `fatal`, not handled, and its session ends as crashed. */
  readonly fatal?: boolean | undefined;
  /** Report it only if it passed through a file below `plugin.paths`, if those are set. Default false. */
  readonly ownOnly?: boolean | undefined;
}

/** What every report of a plugin includes. */
export interface Constant {
  readonly tags: Readonly<Record<string, string>>;
  readonly hosts: Report["hosts"];
  /** The family of the system. */
  readonly os: string;
}

/** An error as it was read, and what is left for other texts of its report. */
export interface Reading {
  readonly error: RaisedError;
  readonly budget: TextBudget;
}

/** Reading is what costs time: V8 joins a long message, and lists all keys even if only some are wanted. */
export function readOnce(error: unknown): Reading {
  const budget = createTextBudget(limits.reportUnits);
  return { error: readLiveError(error, budget), budget };
}

/**
 * Copies an error and the facts about it as they are now; no reference is kept, and nothing is changed. The error is
 * read first, then the newest notes; what exceeds the limits is left out.
 *
 * @param reading - Of this error, not used for another report. Default: it is read now.
 */
export function toReport(
  error: unknown,
  about: About,
  constant: Constant,
  breadcrumbs: readonly Breadcrumb[],
  nowMs: number,
  { budget, error: read }: Reading = readOnce(error),
): Report {
  const raised = addLoadedDebugIds(read);
  const contexts = readFields(error);
  const during: [string, unknown][] = about.during === undefined ? [] : [["during", about.during]];
  const given = [...entriesOf(constant.tags), ...entriesOf(about.tags)];
  const tags = readTags([...tagsOfFields(contexts), ...given, ...during], budget);
  const fingerprint = fingerprintOf(about.fingerprint, budget);
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
    runtime: runtimeOf(process),
    os: { name: constant.os },
    contexts,
    tags,
    ...(about.during !== undefined && { transaction: tags.during! }),
    ...(fingerprint && { fingerprint }),
    ...(extra && { extra }),
    ...(budget.isSpent && { incomplete: ["some texts: together they were too long"] }),
  };
}

/** Bun and Deno report the name Node too. */
export function runtimeOf({ version, versions }: Pick<NodeJS.Process, "version" | "versions">) {
  const name = ["bun", "deno"].find((other) => versions[other] !== undefined);
  return name === undefined ? { name: "node", version } : { name, version: `v${versions[name]}` };
}

function fingerprintOf(parts: unknown, budget: TextBudget): string[] | undefined {
  if (!Array.isArray(parts) || parts.length === 0) return undefined;
  return parts.slice(0, mostParts).map((part) => budget.take(toText(part), limits.nameUnits) ?? leftOut);
}

/** Of a fingerprint. */
const mostParts = 20;

/** The newest notes that fit, oldest first. */
function fitting(breadcrumbs: readonly Breadcrumb[], budget: TextBudget): Breadcrumb[] {
  const fits = ({ message, data }: Breadcrumb) =>
    budget.take(data === undefined ? message : message + JSON.stringify(data), Number.POSITIVE_INFINITY) !== undefined;
  const unfit = breadcrumbs.findLastIndex((step) => !fits(step));
  return breadcrumbs.slice(unfit + 1);
}

/** Reads any value that an author passes; fields that cannot be read are absent. */
export function readAbout<Given extends About>(given: Given): Given {
  const fields = ["during", "tags", "extra", "fingerprint", "level", "handled", "fatal", "onReceipt", "ownOnly"];
  const holder = Object(given ?? {}) as object;
  const read = fields.map((name) => [name, readProperty(holder, name)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined && value !== null)) as About as Given;
}
