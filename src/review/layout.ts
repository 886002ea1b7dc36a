import type { Place } from "../preview/placeholders.ts";
import { renderPayload, type Tree } from "../preview/render.ts";
import type { Line } from "../preview/terminal/line.ts";
import { describeCounts, type RawEvent, type ReviewedEvent } from "./event.ts";
import { type Charset, goesOn, wrap } from "./text.ts";

/** One row of the body. */
export interface Row {
  readonly spans: Line;
  /**
   * Whether it is part of the event: such rows begin with a margin, so that they cannot be mistaken for vextel's own.
   */
  readonly isContent: boolean;
  /** The first finding in it; absent if nothing was removed there. */
  readonly finding?: number;
}

/** Something that was removed, in reading order. */
export interface ShownFinding {
  readonly row: number;
  readonly rule: string;
  readonly placeholder: string;
}

/** An event, broken into rows of a certain width. */
export interface Layout {
  readonly rows: readonly Row[];
  readonly findings: readonly ShownFinding[];
}

/** The width of the margin in columns. */
const marginColumns = 2;

/** The event scrubbed or raw, with the same fields in the same order. Cached as long as the event is. */
export function layOut(event: ReviewedEvent, raw: RawEvent | undefined, columns: number, charset: Charset): Layout {
  const source = raw?.kind === "found" ? raw : event;
  const key = `${columns} ${charset}`;
  const known = remembered.get(source)?.get(key);
  if (known) return known;
  const layout = createLayout(event, source, columns, charset);
  remembered.set(source, new Map([[key, layout]])); // of one width at a time
  return layout;
}

const remembered = new WeakMap<object, Map<string, Layout>>();

function createLayout(
  event: ReviewedEvent,
  { payload, places }: Pick<ReviewedEvent, "payload" | "places">,
  columns: number,
  charset: Charset,
): Layout {
  const width = Math.max(1, columns - marginColumns);
  const rows: Row[] = [];
  const findings: ShownFinding[] = [];
  for (const line of renderInReadingOrder(payload, places))
    for (const spans of wrap(line, width, charset)) {
      const first = findings.length;
      for (const span of spans)
        if (typeof span !== "string" && span[0] === "mark" && span[2] !== goesOn)
          findings.push({ row: rows.length, rule: span[2] ?? "", placeholder: span[1] });
      rows.push({ spans, isContent: true, ...(findings.length > first && { finding: first }) });
    }
  for (const line of footOf(event))
    for (const spans of wrap(line, width, charset)) rows.push({ spans, isContent: false });
  return { rows, findings };
}

/** The error first, and what was logged before it; then everything else. */
function renderInReadingOrder(payload: Tree, places: readonly Place[]): Line[] {
  const { exception, breadcrumbs, ...rest } = payload;
  const story = renderPayload(
    { ...(exception !== undefined && { exception }), ...(breadcrumbs !== undefined && { breadcrumbs }) },
    places,
  );
  const begin = story[0]?.length === 0 ? 1 : 0;
  return [...story.slice(begin), ...(story.length > 0 ? [[]] : []), ...renderPayload(rest, places)];
}

/** The facts below an event, as in `show`. */
const footOf = (event: ReviewedEvent): Line[] => [
  [],
  [["strong", "Removed: "], describeCounts(event)],
  ...event.request,
  [["dim", `${event.bytes} bytes, SHA-256 ${event.sha256}`]],
];
