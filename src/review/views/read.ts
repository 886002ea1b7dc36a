import type { Line, Span } from "../../preview/terminal/line.ts";
import { layoutOf } from "../queue.ts";
import { currentOf, type State } from "../state.ts";
import { glyphs } from "../text.ts";

/**
 * A part of the event. Each row begins with a margin, which distinguishes it from vextel's own text and marks what was
 * removed.
 */
export function viewBody(state: State, page: number): Line[] {
  const item = state.queue[state.at];
  const layout = layoutOf(state);
  if (!item || !layout) return [];
  const chosen = item.finding === undefined ? undefined : layout.findings[item.finding]?.row;
  return layout.rows.slice(item.top, item.top + page).map(({ spans, isContent, finding }, at): Line => {
    const isChosen = item.top + at === chosen;
    const margin: Span = isChosen ? ["strong", ">"] : finding === undefined ? " " : ["strong", "*"];
    return [margin, ["dim", isContent ? "|" : " "], ...spans];
  });
}

/** The position in the event, or a message. */
export function viewStatus(state: State, page: number): Line {
  const { message, mode } = state;
  if (message) return [[message.style, message.text]];
  switch (mode.kind) {
    case "read":
      return viewPlace(state, page);
    case "list":
      return [["dim", `line ${state.at + 1} of ${state.queue.length}`]];
    case "comment":
      return [
        [
          "dim",
          "The author reads it with the event. It is scrubbed like the rest, and shown again before anything is sent.",
        ],
      ];
    case "closing":
      return [["strong", "Do it?"], " Nothing is sent or changed until you confirm."];
    default:
      return [];
  }
}

function viewPlace(state: State, page: number): Line {
  const layout = layoutOf(state);
  const item = state.queue[state.at];
  if (!layout || !item) return [];
  const { length } = layout.rows;
  const end = Math.min(length, item.top + page);
  const place = `lines ${Math.min(item.top + 1, length)}-${end} of ${length}  ${Math.round((end / Math.max(1, length)) * 100)}%`;
  return [["dim", place], "  ", ...describeFinding(state)];
}

function describeFinding(state: State): Span[] {
  const findings = layoutOf(state)!.findings;
  const { finding } = currentOf(state);
  if (finding === undefined)
    return findings.length === 0
      ? [["dim", "nothing was removed"]]
      : [["dim", `* ${findings.length} removed; n shows the next`]];
  const found = findings[finding];
  if (!found) return [];
  const by = found.rule === "" ? "removed" : `removed by the rule ${found.rule}`;
  return [
    ["strong", `${finding + 1}/${findings.length} `],
    `${by}  `,
    ["dim", `${glyphs[state.charset].dot} n next, N back`],
  ];
}
