import { limits } from "../../../report/limits.ts";
import type { Frame } from "../../../report/report.ts";
import { parsePlainFrame } from "../forms/cell.ts";
import { indentOf, isBlank, isElided, parseFrameLine, parseHeader, parseLink, parseRepeated } from "../text/lines.ts";
import { looksLikeException, parseExceptionLine } from "../text/type.ts";

/** The calls of one exception as they were printed. */
export interface Stack {
  readonly frames: readonly Frame[];
  /** Index of the first line that is not part of it. */
  readonly end: number;
  /** The place of a SyntaxError, whose lines are last. */
  readonly place: Frame | undefined;
}

/** Where the calls end that were read last in these lines. */
const lastRead = new WeakMap<readonly string[], { readonly from: number; readonly end: number }>();

/** Where the calls end that begin at line `from`: they may have been read already, to find out whose they are. */
export function endOfStack(lines: readonly string[], from: number): number {
  const last = lastRead.get(lines);
  return last?.from === from ? last.end : readStack(lines, from).end;
}

/** Reads frames with their source lines, markers and value trees from line `from` on. */
export function readStack(lines: readonly string[], from: number): Stack {
  const frames: OpenFrame[] = [];
  let frameIndent = -1;
  let place: OpenFrame | undefined;
  let at = from;
  for (; at < lines.length; at++) {
    const line = untag(lines[at]!);
    if (frameIndent >= 0 && isPlainSource(line, frameIndent)) {
      const frame = place ?? frames.at(-1);
      if (frame && frame.source === undefined) frame.source = sourceOf(line);
      continue;
    }
    const found = parseFrameLine(line) ?? parsePlainFrame(line);
    if (found) {
      frameIndent = indentOf(line);
      place = found.function === undefined ? found : undefined;
      if (!place) frames.push(found);
      continue;
    }
    const more = parseRepeated(line);
    if (more !== undefined) repeat(frames, more);
    else if (isBlank(line) || isElided(line)) continue;
    else if (frameIndent < 0 || !isBelowFrame(lines, at, frameIndent)) break;
    else addSource(place ?? frames.at(-1), line);
  }
  while (at > from && isBlank(lines[at - 1]!)) at--;
  lastRead.set(lines, { from, end: at });
  return { frames, end: at, place };
}

/** Whether a line below a frame can only be source: it is indented more, and begins with a small letter. */
function isPlainSource(line: string, frameIndent: number): boolean {
  let at = 0;
  while (line.charCodeAt(at) === 32) at++;
  const code = line.charCodeAt(at);
  return at > frameIndent && code >= 97 && code <= 122;
}

/** GitHub's runner marks a source line that mentions an error. */
const untag = (line: string) => (line.startsWith(tag) ? line.slice("Error: ".length) : line);
const tag = "Error:    ";

/** Source and markers under it are indented more than the frame, unless all indentation was lost. */
function isBelowFrame(lines: readonly string[], at: number, frameIndent: number): boolean {
  const line = untag(lines[at]!);
  if (indentOf(line) > frameIndent || marked.test(line) || /^\s*[\^~][\^~\s]*$/.test(line)) return true;
  if (frameIndent > 0 || parseHeader(line) || parseLink(line)) return false;
  const isException = parseExceptionLine(line) !== undefined;
  if (!parseFrameLine(lines[at - 1]!)) return !isException && hasCallBelow(lines, at);
  const next = lines[at + 1];
  return !isException || (next !== undefined && !parseFrameLine(line) && parseExceptionLine(next) !== undefined);
}

/** The most source lines of a call, with their markers. */
const sourceLines = 8;

/** Whether the next call of the same traceback, or its exception, is still to come. */
function hasCallBelow(lines: readonly string[], at: number): boolean {
  for (const line of lines.slice(at + 1, at + sourceLines)) {
    if (isBlank(line) || parseHeader(line) || parseLink(line)) return false;
    if (parseFrameLine(line) || looksLikeException(line)) return true;
  }
  return false;
}

/** stackprinter shows lines around the one that was running, each with its number. */
const marked = /^--> ?\d+ +/;
const numbered = /^ {2,}\d+ {2,}\S|^ +\.{20,}$/;

/** A frame while lines are still added to it. */
type OpenFrame = { -readonly [Field in keyof Frame]: Frame[Field] };

/** The first line below a frame is its source, or the marked one; the others are markers, or continue the source. */
function addSource(frame: OpenFrame | undefined, line: string): void {
  if (!frame || numbered.test(line) || (frame.source !== undefined && !marked.test(line))) return;
  frame.source = sourceOf(line.replace(marked, ""));
}

const sourceOf = (line: string) => line.trim().slice(0, limits.sourceUnits);

function repeat(frames: readonly OpenFrame[], more: number): void {
  const last = frames.at(-1);
  if (last) last.repeated = (last.repeated ?? 0) + more;
}
