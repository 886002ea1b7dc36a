import type { Claim } from "../claim/claims.ts";
import { isQuiet } from "../claim/quiet.ts";
import { MAX_LINE } from "../rule.ts";
import type { Part } from "../scan.ts";

const LF = 0x0a;

/** A line with its claims, or several lines that share one. */
export interface Lines {
  readonly start: number;
  readonly end: number;
  /** The indexes of their first claims: from `first` up to but not including `next`. */
  readonly first: number;
  readonly next: number;
  claims: readonly Claim[];
  isChanged: boolean;
  /** Where the first claim is that the last round changed. */
  changedAt: number;
}

/** A text up to `end`, and the lines in it that were one. */
export interface Stretch {
  readonly text: Uint8Array;
  readonly end: number;
  readonly isLineStart: boolean;
  readonly groups: readonly Part[];
}

/** The lines in which the rules may find something new beside a placeholder, unless they are too long. */
export function restlessLines(stretch: Stretch, claims: readonly Claim[]): Lines[] {
  const all: Lines[] = [];
  for (let i = 0; i < claims.length; i++) {
    if (isQuiet(stretch.text, claims[i]!, stretch.end)) continue;
    const lines = linesAround(stretch, claims, i);
    i = lines.next - 1;
    const isShort = lines.start >= 0 && lines.end - lines.start < MAX_LINE;
    if (isShort && lines.claims.every(({ open }) => open === undefined)) all.push(lines);
  }
  return all;
}

/** The line of a claim, with the lines that share claims with it, or were one with it. */
function linesAround(stretch: Stretch, claims: readonly Claim[], index: number): Lines {
  const { text, end, isLineStart } = stretch;
  let first = index;
  let start = groupStart(stretch, lineStart(text, claims[first]!.start, isLineStart));
  while (first > 0 && start >= 0 && claims[first - 1]!.end > start)
    if (claims[--first]!.start < start) start = groupStart(stretch, lineStart(text, claims[first]!.start, isLineStart));
  let next = index;
  let stop = 0;
  while (next < claims.length && (next === index || claims[next]!.start < stop))
    stop = groupEnd(stretch, lineEnd(text, Math.max(stop, claims[next++]!.end), end));
  return { start, end: stop, first, next, claims: claims.slice(first, next), isChanged: false, changedAt: start };
}

/** The group that contains the byte at `at` or before it, if it is complete. */
function groupAt({ groups, end: textEnd }: Stretch, at: number, isAfter: boolean): Part | undefined {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { end } = groups[middle]!;
    if (isAfter ? end <= at : end < at) low = middle + 1;
    else high = middle;
  }
  const group = groups[low];
  if (group === undefined || group.end > textEnd) return undefined;
  return group.start < at || (isAfter && group.start === at) ? group : undefined;
}

/** The beginning of the group that contains the line at `line`; otherwise `line`. */
const groupStart = (stretch: Stretch, line: number): number =>
  line < 0 ? line : (groupAt(stretch, line, true)?.start ?? line);

/** The end of the group that contains the line ending at `line`; otherwise `line`. */
const groupEnd = (stretch: Stretch, line: number): number => groupAt(stretch, line, false)?.end ?? line;

/** All claims, including the new ones of these lines. */
export function withLines(claims: readonly Claim[], all: readonly Lines[]): Claim[] {
  const settled: Claim[] = [];
  let at = 0;
  for (const lines of all) {
    settled.push(...claims.slice(at, lines.first), ...lines.claims);
    at = lines.next;
  }
  settled.push(...claims.slice(at));
  return settled;
}

/** The beginning of the line that contains `at`, or -1 if it is too far away. */
function lineStart(text: Uint8Array, at: number, isLineStart: boolean): number {
  const low = Math.max(0, at - MAX_LINE);
  let i = at;
  while (i > low && text[i - 1] !== LF) i--;
  return i > low || (i === 0 && isLineStart) ? i : -1;
}

/** After the first line end at or after `at - 1`. */
function lineEnd(text: Uint8Array, at: number, end: number): number {
  if (at >= end || text[at - 1] === LF) return at;
  const found = text.indexOf(LF, at);
  return found < 0 || found >= end ? end : found + 1;
}
