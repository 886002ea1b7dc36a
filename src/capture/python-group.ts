import type { RaisedError } from "../report/report.ts";
import { readChain, type ChainOptions } from "./python-chain.ts";
import { skipBlank } from "./python-message.ts";

interface Members {
  readonly members: readonly RaisedError[];
  readonly end: number;
  readonly incomplete: readonly string[];
}

const open = /^\s*\+-\+-{3,} (?:\d+|\.\.\.) -{3,}\s*$/;
const border = /^\s*\+-{3,}(?: (\d+|\.\.\.) -{3,}|-{3,})\s*$/;
const more = /^and (\d+) more exceptions?$/;

/** Groups inside groups that are looked into; CPython prints ten. */
const maxDepth = 16;

/** The lines of a group that is not inside another, without its margin; `end` is the first line after it. */
export function cutGroup(lines: readonly string[], from: number): { inner: string[]; end: number } {
  const column = lines[from]!.indexOf("+ Exception Group");
  const inner = [lines[from]!.slice(column + 2)];
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const mark = line.search(/\S/);
    if (mark < column || (line[mark] !== "|" && line[mark] !== "+")) break;
    inner.push(cutMargin(line, column));
  }
  return { inner, end: at };
}

/** Takes `| ` off at a column; what is drawn further right, or with a plus, keeps its place relative to it. */
function cutMargin(line: string, column: number): string {
  return line[column] === "|" ? line.slice(column + 2) : line.slice(column);
}

/** Reads the members of a group, if line `from` opens them. */
export function readMembers(lines: readonly string[], from: number, options: ChainOptions): Members | undefined {
  if (from >= lines.length || !open.test(lines[from]!) || options.depth >= maxDepth) return undefined;
  const members: RaisedError[] = [];
  const incomplete: string[] = [];
  let own: string[] = [];
  let column = -1;
  let closed = false;
  let at = from + 1;
  const finish = () => {
    const omitted = more.exec(own[0]?.trim() ?? "");
    if (omitted) incomplete.push(`${omitted[1]} members of the group`);
    else {
      const chain = readMember(own, options);
      if (chain) members.push(chain.error);
      incomplete.push(...(chain?.incomplete ?? []));
    }
    own = [];
  };
  for (; at < lines.length && !closed; at++) {
    const line = lines[at]!;
    const mark = line.search(/\S/);
    if (mark < 0 || (line[mark] !== "|" && line[mark] !== "+") || mark < column) break;
    if (column < 0) column = mark;
    const found = mark === column && line[mark] === "+" ? border.exec(line) : undefined;
    if (!found) own.push(cutMargin(line, column));
    else {
      finish();
      closed = found[1] === undefined;
    }
  }
  if (!closed) {
    if (own.length > 0) finish();
    incomplete.push("members of the group");
  }
  return { members, end: at, incomplete };
}

function readMember(lines: readonly string[], options: ChainOptions) {
  const from = skipBlank(lines, 0);
  return from < lines.length ? readChain(lines, from, { whole: true, depth: options.depth + 1 }) : undefined;
}
