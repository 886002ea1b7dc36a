import { widthOf } from "../../preview/terminal/fit.ts";
import type { Line, Span } from "../../preview/terminal/line.ts";
import { toSafeText } from "../../preview/terminal/safe.ts";
import type { Output } from "../../world/terminal/output.ts";
import { openPager, pagerOf } from "../../world/terminal/pager.ts";
import { terminalSize } from "./size.ts";

/** Writes coloured lines to an output, or to a pager. */
type WriteLines = (lines: Iterable<Line>, sink?: Pick<Output, "write">) => Promise<void>;

/** Prints lines; on a terminal, through a pager if they are more than a screen. */
export async function pageLines(
  lines: readonly Line[],
  { isTty }: Output,
  env: NodeJS.ProcessEnv,
  write: WriteLines,
): Promise<void> {
  const command = isTty && !fitsScreen(lines) ? pagerOf(env) : undefined;
  if (command !== undefined) {
    const pager = openPager(command, env);
    await write(lines, pager);
    if (await pager.end()) return;
  }
  await write(lines);
}

/** Whether everything fits above the shell's next prompt. */
function fitsScreen(lines: readonly Line[]): boolean {
  const { columns, rows } = terminalSize();
  const height = (line: Line) =>
    Math.max(1, Math.ceil(line.reduce((sum, span) => sum + widthOf(textOf(span)), 0) / columns));
  let room = rows - 1;
  for (const line of lines) {
    room -= height(line);
    if (room < 0) return false;
  }
  return true;
}

const textOf = (span: Span) => toSafeText(typeof span === "string" ? span : span[1]);
