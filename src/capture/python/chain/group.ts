import type { RaisedError } from "../../../report/report.ts";
import { isMemberTitle, openBox } from "../rich/box.ts";
import { skipBlank } from "../text/lines.ts";
import type { ChainOptions, ReadChain } from "../text/raised.ts";

interface Members {
  readonly members: RaisedError[];
  readonly end: number;
  readonly incomplete: string[];
}

const open = /^\s*\+-\+-{3,} (?:\d+|\.\.\.) -{3,}\s*$/;
const border = /^\s*\+(?:-{3,} (\d+|\.\.\.) -{3,}|-{6,})\s*$/;
const endOfInner = /^\s*\+-{3,}\s*$/;
const more = /^and (\d+) more exceptions?$|^\.\.\. \(max_group_depth is \d+\)$/;

/** The most levels of groups; CPython prints ten. */
const maxDepth = 16;

/** The lines of a group that is not inside another, without its margin; `end` is the first line after it. */
export function cutGroup(lines: readonly string[], from: number): { inner: string[]; end: number } {
  const column = lines[from]!.indexOf("+ Exception Group");
  const inner = [lines[from]!.slice(column + 2)];
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const mark = line.search(/\S/);
    const isDrawn = mark >= column && (line[mark] === "|" || line[mark] === "+");
    if (line.startsWith("+ Exception Group", column)) break; // the next group begins
    if (!isDrawn && !isLoose(lines, at)) break;
    inner.push(isDrawn ? cutMargin(line, column) : line);
  }
  return { inner, end: at };
}

/** The most lines of one message without a margin. */
const looseLines = 20;

/**
 * CPython 3.11 and 3.12 print no margin before the source of a SyntaxError, or before the lines of a message except the
 * first: the group continues after them.
 */
function isLoose(lines: readonly string[], at: number): boolean {
  if (endOfInner.test(lines[at - 1]!)) return false;
  for (const line of lines.slice(at + 1, at + 1 + looseLines)) {
    if (/^\s+\|/.test(line) || border.test(line)) return true;
    if (line.includes("Traceback (most")) return false;
  }
  return false;
}

/** Removes `| ` at a column; the text to the right of it, or after a plus, keeps its relative position. */
function cutMargin(line: string, column: number): string {
  return line[column] === "|" ? line.slice(column + 2) : line.slice(column);
}

/**
 * Reads the members of a group, if they begin at line `from` as CPython prints them or, after a blank, as rich does.
 */
export function readMembers(
  lines: readonly string[],
  from: number,
  options: ChainOptions,
  readChain: ReadChain,
): Members | undefined {
  if (from >= lines.length || options.depth >= maxDepth) return undefined;
  if (open.test(lines[from]!)) return readPrinted(lines, from, options, readChain);
  const box = skipBlank(lines, from);
  return box < lines.length && isMemberTitle(lines[box]!) ? readBoxes(lines, box, options, readChain) : undefined;
}

function readPrinted(lines: readonly string[], from: number, options: ChainOptions, readChain: ReadChain): Members {
  const group: { members: RaisedError[]; incomplete: string[] } = { members: [], incomplete: [] };
  let own: string[] = [];
  let column = -1;
  let closed = false;
  let at = from + 1;
  for (; at < lines.length && !closed; at++) {
    const line = lines[at]!;
    const mark = line.search(/\S/);
    const isDrawn = mark >= 0 && (line[mark] === "|" || line[mark] === "+");
    if (!isDrawn && isLoose(lines, at)) {
      own.push(line);
      continue;
    }
    if (!isDrawn || mark < column) break;
    if (column < 0) column = mark;
    const found = mark === column && line[mark] === "+" ? border.exec(line) : undefined;
    if (found) {
      addMember(group, own, options, readChain);
      own = [];
      closed = found[1] === undefined;
    } else own.push(cutMargin(line, column));
  }
  if (!closed) {
    addMember(group, own, options, readChain);
    // CPython prints one end for a group and for the group whose last member it is
    if (!own.some((line) => endOfInner.test(line))) group.incomplete.push("members of the group");
  }
  return { ...group, end: at };
}

function readBoxes(lines: readonly string[], from: number, options: ChainOptions, readChain: ReadChain): Members {
  const group: Members = { members: [], end: from, incomplete: [] };
  let end = from;
  for (let at = from; at < lines.length && isMemberTitle(lines[at]!); at = skipBlank(lines, end)) {
    const box = openBox(lines, at);
    addMember(group, box.content, options, readChain);
    if (!box.closed) group.incomplete.push("members of the group");
    end = box.end;
  }
  return { ...group, end };
}

function addMember(
  group: Pick<Members, "members" | "incomplete">,
  lines: readonly string[],
  options: ChainOptions,
  readChain: ReadChain,
) {
  const from = skipBlank(lines, 0);
  if (from >= lines.length) return;
  const omitted = more.exec(lines[from]!.trim());
  if (omitted) group.incomplete.push(`${omitted[1] ?? "further"} members of the group`);
  const chain = omitted ? undefined : readChain(lines, from, { whole: true, depth: options.depth + 1 });
  if (chain) group.members.push(chain.error);
  group.incomplete.push(...(chain?.incomplete ?? []));
}
