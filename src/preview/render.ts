import type { Mechanism, SentryException } from "../seal/drafts/exceptions.ts";
import { parseEnvelope } from "../seal/envelope.ts";
import type { SentryFrame } from "../seal/stack/frame.ts";
import { createMark, type Mark, type Place } from "./placeholders.ts";
import { type Line, margin, renderTable, type Span } from "./terminal/line.ts";

export type Tree = Record<string, unknown>;

/**
 * Renders sealed bytes for reading. Every text and number of the payload is shown. The traceback and the breadcrumbs
 * look as they would in a log, everything else as `path  value`. Each line begins with a margin, and lines of a message
 * with a second one, so that a message cannot imitate other lines.
 *
 * @param places - The places where something was removed.
 */
export function renderEnvelope(bytes: Uint8Array, places: Iterable<Place> = []): Line[] {
  return renderPayload(parseEnvelope(bytes).payload as Tree, places).map((line): Line => [margin, ...line]);
}

/** The same for a payload, without the margin, for output in which vextel's own lines are not mixed. */
export function renderPayload(payload: Tree, places: Iterable<Place> = []): Line[] {
  const { exception, breadcrumbs, ...rest } = payload;
  const exceptions = valuesOf<SentryException>(exception);
  const crumbs = valuesOf<Tree>(breadcrumbs);
  const mark = createMark(places);
  return [
    ...renderTable(flatten(rest, "", mark)),
    ...exceptions.flatMap((one, at) => [[], ...renderException(one, `/exception/values/${at}`, mark)]),
    ...(crumbs.length > 0 ? [[], [["strong", "Before it"] as const]] : []),
    ...crumbs.map((crumb, at) => renderCrumb(crumb, `/breadcrumbs/values/${at}`, mark)),
  ];
}

const valuesOf = <T>(holder: unknown): T[] => (holder as { values?: T[] } | undefined)?.values ?? [];

const flatten = (tree: Tree, pointer: string, mark: Mark) =>
  flattenPlaces(tree, pointer, mark).map(({ path, spans }): [string, ...Span[]] => [path, ...spans]);

/** A leaf's place, for people and as a JSON pointer, and its value. */
export interface Leaf {
  readonly path: string;
  readonly pointer: string;
  readonly spans: readonly Span[];
}

/** Each leaf with its path. Not recursive: a value may be deeply nested. */
export function flattenPlaces(tree: Tree, pointer: string, mark: Mark): Leaf[] {
  const rows: Leaf[] = [];
  const entriesOf = (value: object, path: string, at: string) =>
    Object.entries(value)
      .map(([key, leaf]): Open => [`${path}${key}`, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, leaf])
      .reverse();
  type Open = [path: string, pointer: string, value: unknown];
  const open = entriesOf(tree, "", pointer);
  while (open.length > 0) {
    const [path, at, value] = open.pop()!;
    const inner = typeof value === "object" && value !== null ? entriesOf(value, `${path}.`, at) : [];
    if (inner.length > 0) open.push(...inner);
    else rows.push({ path, pointer: at, spans: mark(typeof value === "string" ? value : JSON.stringify(value), at) });
  }
  return rows;
}

function renderException(exception: SentryException, pointer: string, mark: Mark): Line[] {
  const { type, value, module, mechanism, stacktrace, ...rest } = exception;
  const { type: kind, handled, exception_id, parent_id, source, ...more }: Partial<Mechanism> = mechanism ?? {}; // not every SDK says
  const origin = [source, parent_id === undefined ? "" : `of #${parent_id}`].filter(Boolean).join(" ");
  const name = `${module === undefined ? "" : `${module}.`}${type}${value === "" ? "" : ": "}`;
  return [
    [
      ["strong", exception_id === undefined ? "exception" : `#${exception_id}`],
      ["dim", `  ${[kind, handledWord(handled), origin].filter(Boolean).join(", ")}`],
    ],
    ...(stacktrace?.frames ?? []).flatMap((frame, at) =>
      renderFrame(frame, `${pointer}/stacktrace/frames/${at}`, mark),
    ),
    ...splitLines([["bad", name], ...mark(value, `${pointer}/value`)]).map((line): Line => [margin, ...line]),
    ...renderTable(flatten({ ...rest, ...more } as unknown as Tree, pointer, mark), "  "),
  ];
}

const handledWord = (handled: boolean | undefined) =>
  handled === undefined ? "" : handled ? "handled" : "not handled";

/** A text of several lines, marks and styles kept. */
function splitLines(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    const [first, ...others] = (typeof span === "string" ? span : span[1]).split("\n");
    const styled = (text: string): Span => {
      if (typeof span === "string") return text;
      return span[2] === undefined ? [span[0], text] : [span[0], text, span[2]];
    };
    lines.at(-1)!.push(styled(first!));
    for (const text of others) lines.push([styled(text)]);
  }
  return lines;
}

function renderFrame(frame: SentryFrame, pointer: string, mark: Mark): Line[] {
  const { filename, abs_path, module, function: name, lineno, colno, in_app, ...source } = frame;
  const { pre_context = [], context_line, post_context = [], ...rest } = source;
  const place = `${lineno ?? "?"}${colno === undefined ? "" : `:${colno}`}`;
  const isNamedOnce = abs_path === undefined || abs_path === `app:///${filename}`;
  const also = [isNamedOnce ? "" : `sent as ${filename}`, module === undefined ? "" : `module ${module}`];
  const head: Line = [
    `  File "`,
    ...mark(abs_path ?? filename ?? "?", `${pointer}/${abs_path === undefined ? "filename" : "abs_path"}`),
    `", line ${place}, in `,
    ...mark(name ?? "?", `${pointer}/function`),
    ["dim", `  ${[in_app ? "in app" : "not in app", ...also.filter(Boolean)].join(", ")}`],
  ];
  const around = (lines: readonly string[], key: string): Line[] =>
    lines.map((line, at) => [["dim", "    "], ...mark(line, `${pointer}/${key}/${at}`)]);
  const here: Line[] = context_line === undefined ? [] : [["    ", ...mark(context_line, `${pointer}/context_line`)]];
  const lines = [...around(pre_context, "pre_context"), ...here, ...around(post_context, "post_context")];
  return [head, ...lines, ...renderTable(flatten(rest as Tree, pointer, mark), "    ")];
}

function renderCrumb(crumb: Tree, pointer: string, mark: Mark): Line {
  const { timestamp, level, category, message, type, data, ...rest } = crumb;
  const words = [timestamp, level, category].filter((word) => word !== undefined).join(" ");
  const kind = type === undefined || type === "default" ? {} : { type };
  const more = flatten({ ...kind, ...(data !== undefined && { data }), ...rest } as Tree, pointer, mark);
  const tail = more.map(
    ([path, ...spans]) => ` ${path}=${spans.map((span) => (typeof span === "string" ? span : span[1])).join("")}`,
  );
  return [["dim", `  ${words}  `], ...mark(String(message ?? ""), `${pointer}/message`), ["dim", tail.join("")]];
}
