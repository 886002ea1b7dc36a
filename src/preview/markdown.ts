import type { SentryException } from "../seal/drafts/exceptions.ts";
import type { SentryFrame } from "../seal/stack/frame.ts";
import type { Tree } from "./render.ts";
import { renderCounts, renderTime } from "./summary.ts";
import { toSafeText } from "./terminal/safe.ts";

/** An event, to be read elsewhere. */
export interface MarkdownFacts {
  readonly payload: Tree;
  /** `publisher/plugin` */
  readonly plugin: string;
  /** How often each rule matched. */
  readonly counts: Iterable<readonly [rule: string, count: number]>;
}

/**
 * A scrubbed event for the issue tracker of a plugin's author: title, versions, traceback, log lines before it. Without
 * ids that identify this bot or event. All text of the event is in code, so that none of it is a link, a mention, a
 * heading or HTML. Pure.
 */
export function renderMarkdown({ payload, plugin, counts }: MarkdownFacts): string {
  const exceptions = valuesOf<SentryException>(payload.exception);
  const crumbs = valuesOf<Tree>(payload.breadcrumbs).map(renderCrumb);
  const parts = [
    `## ${code(titleOf(exceptions.at(-1), payload))}`,
    factsOf(payload, plugin)
      .map(([name, ...values]) => `- ${name}: ${values.map(code).join(" ")}`)
      .join("\n"),
    ...commentOf(payload),
    ...(exceptions.length > 0 ? [fence(renderExceptions(exceptions, payload.platform === "python"))] : []),
    ...(crumbs.length > 0 ? ["Logged before it:", fence(crumbs)] : []),
    `Scrubbed by vextel on the bot's machine; removed: ${renderCounts(counts)}.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

const valuesOf = <T>(holder: unknown): T[] => (holder as { values?: T[] } | undefined)?.values ?? [];

function titleOf(exception: SentryException | undefined, payload: Tree): string {
  if (!exception) return String(payload.transaction ?? payload.type ?? "event");
  const [first] = exception.value.split("\n");
  return first ? `${exception.type}: ${first}` : exception.type;
}

type Fact = readonly [name: string, ...values: string[]];

/** Where it came from; what is unknown is left out. */
function factsOf(payload: Tree, plugin: string): Fact[] {
  const { tags = {}, contexts = {} } = payload as { tags?: Record<string, string>; contexts?: Record<string, Tree> };
  const { runtime, occurrences, plugin: origin } = contexts;
  const texts = (tree: Tree | undefined, ...names: string[]) =>
    names.map((name) => tree?.[name]).filter((value) => typeof value === "string" || typeof value === "number");
  const all: readonly (readonly [string, ...unknown[]])[] = [
    ["Plugin", plugin, tags.plugin_version],
    ["Repository", ...texts(origin, "repository", "address")],
    ["Commit", ...texts(origin, "commit")],
    ["Command or task", payload.transaction],
    ["Logger", payload.logger],
    ["Log line", (payload.logentry as Tree | undefined)?.message],
    ["Time", timeOf(payload)],
    ["Errors in that hour", ...texts(occurrences, "count")],
    ["Host", tags.host, tags.host && tags[`${tags.host.replace(/\W/g, "_")}_version`]],
    ["Runtime", ...texts(runtime, "name", "version")],
    ["vextel", tags.vextel_version],
  ];
  return all
    .map(
      ([name, ...values]): Fact => [name, ...values.filter((value) => value !== undefined && value !== "").map(String)],
    )
    .filter(([, ...values]) => values.length > 0);
}

function timeOf({ timestamp }: Tree): string | undefined {
  const ms = typeof timestamp === "number" ? timestamp * 1000 : Date.parse(String(timestamp));
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? renderTime(ms) : undefined;
}

/** The owner's comment for the author, as a quotation. */
function commentOf({ contexts }: Tree): string[] {
  const comment = (contexts as { owner?: { comment?: unknown } } | undefined)?.owner?.comment;
  return typeof comment === "string" ? [`From the owner of the bot:`, fence(comment.split("\n"))] : [];
}

/** Causes first, as in a log. */
function renderExceptions(exceptions: readonly SentryException[], isPython: boolean): string[] {
  return exceptions.flatMap((one, at) => {
    const { exception_id: id, parent_id: parent, source } = one.mechanism ?? {};
    const link =
      exceptions.length > 1
        ? [`[${[`#${id ?? at}`, source, parent !== undefined && `of #${parent}`].filter(Boolean).join(" ")}]`]
        : [];
    return [...(at > 0 ? [""] : []), ...link, ...(isPython ? renderPython(one) : renderNode(one))];
  });
}

const nameOf = ({ module, type, value }: SentryException) =>
  `${module === undefined ? "" : `${module}.`}${type}${value === "" ? "" : `: ${value}`}`.split("\n");

const fileOf = ({ abs_path, filename }: SentryFrame) => abs_path ?? filename ?? "?";

function renderPython(exception: SentryException): string[] {
  const frames = (exception.stacktrace?.frames ?? []).flatMap((frame) => [
    `  File "${fileOf(frame)}", line ${frame.lineno ?? "?"}, in ${frame.function ?? "?"}`,
    ...(frame.context_line === undefined ? [] : [`    ${frame.context_line.trim()}`]),
  ]);
  return [...(frames.length > 0 ? ["Traceback (most recent call last):", ...frames] : []), ...nameOf(exception)];
}

function renderNode(exception: SentryException): string[] {
  const frames = (exception.stacktrace?.frames ?? []).toReversed().map((frame) => {
    const place = [fileOf(frame), frame.lineno, frame.colno].filter((part) => part !== undefined).join(":");
    return `    at ${frame.function === undefined ? place : `${frame.function} (${place})`}`;
  });
  return [...nameOf(exception), ...frames];
}

const renderCrumb = ({ timestamp, level, category, message }: Tree) =>
  [timestamp, level, category, message].filter((part) => part !== undefined).join(" ");

/** Text in a line of code. */
export function code(text: string): string {
  const safe = toSafeText(text).replaceAll("\t", " ");
  const mark = "`".repeat(longestRun(safe) + 1);
  const isBare = !/^[` ]|[` ]$/.test(safe) && safe !== "";
  return isBare ? `${mark}${safe}${mark}` : `${mark} ${safe} ${mark}`;
}

/** Lines in a code block whose fence is longer than any run of backticks in them. */
export function fence(lines: readonly string[]): string {
  const text = lines.flatMap((line) => line.split("\n").map(toSafeText)).join("\n");
  const mark = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${mark}text\n${text}\n${mark}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
