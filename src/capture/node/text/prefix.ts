import { shapeOf } from "../../lines/prefix.ts";
import { parseFrame } from "../line/frame.ts";

const indentation = "    ";
/** A longer text before a frame is not a prefix. */
const maxPrefixUnits = 200;

/** Lines without the text before every line of a stack, such as the beginning of an unknown log format. */
export function cutPrefixes(lines: readonly string[]): readonly string[] {
  let cut: string[] | undefined;
  let floor = 0;
  for (let at = 0; at < lines.length; at++) {
    const found = prefixOf(lines[at]!);
    if (!found) continue;
    const prefix = withoutIndentation(found, lines, at, floor);
    const shape = shapeOf(prefix);
    const lengthOf = (line = "") => shape.exec(line)?.[0].length ?? (line.trim() === prefix.trim() ? line.length : 0);
    if (lengthOf(lines[at - 1]) === 0 && lengthOf(lines[at + 1]) === 0) continue;
    let first = at;
    while (first > floor && lengthOf(lines[first - 1]) > 0) first--;
    floor = at;
    while (floor < lines.length && lengthOf(lines[floor]) > 0) floor++;
    cut ??= [...lines];
    for (let own = first; own < floor; own++) cut[own] = lines[own]!.slice(lengthOf(lines[own]));
    at = floor - 1;
  }
  return cut ?? lines;
}

/** Bun and Deno indent frames by more: the lines above tell how much of the text before a frame is indentation. */
function withoutIndentation(prefix: string, lines: readonly string[], at: number, floor: number): string {
  const less = prefix.replace(/(?<! ) {2,}$/, " ");
  if (less === prefix) return prefix;
  const [shape, shorter] = [shapeOf(prefix), shapeOf(less)];
  let above = at - 1;
  while (above >= floor && shape.test(lines[above]!)) above--;
  return above >= floor && shorter.test(lines[above]!) ? less : prefix;
}

/** The text before a frame, if it is more than indentation and quotes. */
function prefixOf(line: string): string | undefined {
  const end = line.indexOf(`${indentation}at `);
  if (end <= 0 || end > maxPrefixUnits || !/[\w\]]/.test(line.slice(0, end))) return undefined;
  return parseFrame(line.slice(end)) && line.slice(0, end);
}
