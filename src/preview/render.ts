import { parseEnvelope } from "../seal/envelope.ts";
import type { SentryException } from "../seal/exceptions.ts";
import type { SentryFrame } from "../seal/stack/frame.ts";
import { type Line, renderTable, type Span } from "./line.ts";

type Tree = Record<string, unknown>;

/**
 * Sealed bytes, for reading: every text and number of the payload is shown, none left out. The traceback and the
 * breadcrumbs look as they would in a log, all else as `path  value`.
 */
export function renderEnvelope(bytes: Uint8Array): Line[] {
  const { payload } = parseEnvelope(bytes);
  const { exception, breadcrumbs, ...rest } = payload as Tree;
  const exceptions = valuesOf<SentryException>(exception);
  const crumbs = valuesOf<Tree>(breadcrumbs);
  return [
    ...renderTable(flatten(rest)),
    ...exceptions.flatMap((one) => [[], ...renderException(one)]),
    ...(crumbs.length > 0 ? [[], [["strong", "Before it"] as const]] : []),
    ...crumbs.map(renderCrumb),
  ];
}

const valuesOf = <T>(holder: unknown): T[] => (holder as { values?: T[] } | undefined)?.values ?? [];

/** Each leaf with its path. Not recursive: a value may be deep. */
function flatten(tree: Tree): [string, ...Span[]][] {
  const rows: [string, ...Span[]][] = [];
  const open: [string, unknown][] = Object.entries(tree).reverse();
  while (open.length > 0) {
    const [path, value] = open.pop()!;
    const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
    if (inner.length > 0)
      open.push(...inner.map(([key, leaf]): [string, unknown] => [`${path}.${key}`, leaf]).reverse());
    else rows.push([path, ...markPlaceholders(typeof value === "string" ? value : JSON.stringify(value))]);
  }
  return rows;
}

function renderException({ type, value, module, mechanism, stacktrace, ...rest }: SentryException): Line[] {
  const { type: kind, handled, exception_id, parent_id, source, ...more } = mechanism;
  const origin = [source, parent_id === undefined ? "" : `of #${parent_id}`].filter(Boolean).join(" ");
  const name = module === undefined ? type : `${module}.${type}`;
  return [
    [
      ["strong", `#${exception_id}`],
      ["dim", `  ${kind}, ${[handled ? "handled" : "not handled", origin].filter(Boolean).join(", ")}`],
    ],
    ...(stacktrace?.frames ?? []).flatMap(renderFrame),
    ...`${name}${value === "" ? "" : `: ${value}`}`
      .split("\n")
      .map((text, index): Line => (index === 0 ? [["bad", text]] : markPlaceholders(text))),
    ...renderTable(flatten({ ...rest, ...more } as unknown as Tree), "  "),
  ];
}

function renderFrame(frame: SentryFrame): Line[] {
  const { filename, abs_path, module, function: name, lineno, colno, context_line, in_app, ...rest } = frame;
  const place = `${lineno ?? "?"}${colno === undefined ? "" : `:${colno}`}`;
  const also = [abs_path === undefined ? "" : `sent as ${filename}`, module === undefined ? "" : `module ${module}`];
  const head: Line = [
    `  File "`,
    ...markPlaceholders(abs_path ?? filename ?? "?"),
    `", line ${place}, in ${name ?? "?"}`,
    ["dim", `  ${[in_app ? "in app" : "not in app", ...also.filter(Boolean)].join(", ")}`],
  ];
  const source: Line[] = context_line === undefined ? [] : [["    ", ...markPlaceholders(context_line)]];
  return [head, ...source, ...renderTable(flatten(rest as Tree), "    ")];
}

function renderCrumb({ timestamp, level, category, message, type, data, ...rest }: Tree): Line {
  const words = [timestamp, level, category].filter((word) => word !== undefined).join(" ");
  const kind = type === undefined || type === "default" ? {} : { type };
  const more = flatten({ ...kind, ...(data !== undefined && { data }), ...rest } as Tree);
  const tail = more.map(
    ([path, ...spans]) => ` ${path}=${spans.map((span) => (typeof span === "string" ? span : span[1])).join("")}`,
  );
  return [["dim", `  ${words}  `], ...markPlaceholders(String(message ?? "")), ["dim", tail.join("")]];
}

const placeholder = /\b(?:SHORTENED-ID-\d{4}|IP_V[46]|USERNAME|HOSTNAME|[A-Z]+(?:-[A-Z]+){1,3})\b/;

/** Shows where something was taken out. */
function markPlaceholders(text: string): Span[] {
  const spans: Span[] = [];
  let rest = text;
  for (let match = placeholder.exec(rest); match; match = placeholder.exec(rest)) {
    spans.push(rest.slice(0, match.index), ["mark", match[0]]);
    rest = rest.slice(match.index + match[0].length);
  }
  return [...spans, rest];
}
