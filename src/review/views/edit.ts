import type { Line, Span } from "../../preview/terminal/line.ts";
import { isRemoved } from "../fields.ts";
import { fieldsOf } from "../keys/edit.ts";
import type { Mode, State } from "../state.ts";
import { wrap } from "../text.ts";
import { windowOf } from "./window.ts";

type ModeOf<Kind extends Mode["kind"]> = Mode & { readonly kind: Kind };

/** The comment, with a mark at the cursor. */
export function viewComment(state: State, page: number): Line[] {
  const { text, cursor } = (state.mode as ModeOf<"comment">).line;
  const at = text.slice(cursor, cursor + 1) || " ";
  const line: Line = [text.slice(0, cursor), ["mark", at], text.slice(cursor + 1)];
  const rows = wrap(line, state.columns, state.charset);
  const atRow = rows.findIndex((row) => row.some((span) => typeof span !== "string" && span[0] === "mark"));
  const head: Line[] = page > 2 ? [[["strong", "Comment to the plugin's author"]], []] : [];
  return [...head, ...windowOf(rows, atRow, page - head.length).rows];
}

/** The fields as boxes: `[x]` is sent, `[ ]` is left out, `[=]` cannot be left out. */
export function viewFields(state: State, page: number): Line[] {
  const { at, removed } = state.mode as ModeOf<"fields">;
  const fields = fieldsOf(state);
  const { rows, top } = windowOf(fields, at, page);
  return rows.map(({ pointer, depth, name, value, required }, index): Line => {
    const isChosen = top + index === at;
    const isGone = isRemoved(pointer, removed);
    const box = required !== undefined ? "[=]" : isGone ? "[ ]" : "[x]";
    const text: Span[] = isChosen && required !== undefined ? [["warn", `stays: ${required}`]] : [["dim", value]];
    return [
      isChosen ? ["strong", "> "] : "  ",
      "  ".repeat(depth),
      `${box} `,
      isChosen ? ["strong", name] : name,
      "  ",
      ...text,
    ];
  });
}
