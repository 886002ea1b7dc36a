import type { Line } from "../preview/terminal/line.ts";
import { footerOf } from "./keys/keys.ts";
import type { State } from "./state.ts";
import { shorten } from "./text.ts";
import { viewClosing, viewResults, viewWorking } from "./views/close.ts";
import { viewComment, viewFields } from "./views/edit.ts";
import { headerRows, viewHeader } from "./views/header.ts";
import { viewHelp, viewList, viewTaken } from "./views/look.ts";
import { viewBody, viewStatus } from "./views/read.ts";

/** The rows between the header and the status line. */
export const pageOf = (state: State): number =>
  Math.max(1, state.rows - (hasHeader(state) ? headerRows : 0) - 1 - footerOf(state).length);

const hasHeader = ({ mode, queue }: State) =>
  !["closing", "working", "results", "help", "list"].includes(mode.kind) && queue.length > 0;

/** The screen: as many lines as it has rows, none wider than it is. Pure. */
export function view(state: State): Line[] {
  const page = pageOf(state);
  const middle = viewMiddle(state, page);
  const rest = Array.from({ length: Math.max(0, page - middle.length) }, (): Line => []);
  const lines = [
    ...(hasHeader(state) ? viewHeader(state) : []),
    ...middle.slice(0, page),
    ...rest,
    viewStatus(state, page),
    ...footerOf(state),
  ];
  const shown =
    lines.length > state.rows
      ? [...lines.slice(0, Math.max(0, state.rows - 2)), ...lines.slice(-Math.min(2, state.rows))]
      : lines;
  return shown.map((line) => shorten(line, state.columns, state.charset));
}

function viewMiddle(state: State, page: number): Line[] {
  switch (state.mode.kind) {
    case "read":
      return viewBody(state, page);
    case "list":
      return viewList(state, page);
    case "comment":
      return viewComment(state, page);
    case "fields":
      return viewFields(state, page);
    case "taken":
      return viewTaken(state, page);
    case "help":
      return viewHelp(state, page);
    case "closing":
      return viewClosing(state, page);
    case "working":
      return viewWorking(state, page);
    case "results":
      return viewResults(state, page);
    case "over":
      return [];
  }
}
