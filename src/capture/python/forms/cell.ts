import { limits } from "../../../report/limits.ts";
import type { Frame } from "../../../report/report.ts";
import { indentOf, isBlank, parseHeader, parseLink } from "../text/lines.ts";

const title = /^\s*([\p{L}_][\p{L}\p{N}_.]*?)\s*Traceback \(most recent call last\)\s*$/u;
const cell = /^\s*((?:Cell|Input) In ?\[\d+\])(?:, line (\d+))?(?:,? in (.+))?$/s;
const file = /^File (\S.*):(\d+)(?:, in (.+))?$/s;
const plain = /^ {2}File (\S.*):(\d+)(?: in (\S.*))?$/s;
/** As IPython 5 to 7 print it: the line is next to the arrow. */
const bare = /^((?:[~/<.]|\w:|[\w-]+[\\/]).*) in (\S.*)/s;
const arrow = /^-*> ?(\d+)(?!\d) ?(.*)/s;
const similar = /^\s*\[\.\.\. skipping similar frames: .* at line \d+ \((\d+) times\)\]$/;
const numbered = /^\s+\d+(?:\s|$)/;

/** The most lines of variables that `%xmode Verbose` prints; after more lines, the traceback has ended. */
const strangeLines = 40;

/** The name of the exception, if IPython or Jupyter begin a traceback here: CPython prints a colon at the end. */
export function cellTitle(line: string): string | undefined {
  return line.includes("Traceback (most") ? title.exec(line)?.[1] : undefined;
}

/** The calls of one exception as IPython prints them. */
export interface Cells {
  readonly frames: readonly Frame[];
  /** Index of the first line that is not part of them. */
  readonly end: number;
  /** Whether line `end` names the exception. */
  readonly named: boolean;
}

/**
 * Reads the calls below the title of an exception with this name; `undefined` if there are neither calls nor an
 * exception.
 */
export function readCells(lines: readonly string[], from: number, name: string): Cells | undefined {
  const frames: Frame[] = [];
  let end = from;
  const indent = indentOf(lines[from - 1]!);
  for (let at = from; at < lines.length && at - end <= strangeLines; at++) {
    const line = lines[at]!.slice(Math.min(indent, indentOf(lines[at]!)));
    if (line === name || line.startsWith(`${name}:`)) return { frames, end: at, named: true };
    if (parseHeader(line) || parseLink(line)) break;
    if (isBlank(line)) continue;
    if (addFrame(frames, line) || addMarked(frames, line) || numbered.test(line)) end = at + 1;
  }
  return frames.length > 0 ? { frames, end, named: false } : undefined;
}

/** Reads a call as `%xmode Plain` prints it below CPython's header: `  File ~/x.py:9 in f`, `  Cell In[3], line 2`. */
export function parsePlainFrame(line: string): Frame | undefined {
  if (!line.startsWith("  ")) return undefined;
  const isCell = line.includes(" In");
  const found = isCell || line.startsWith("  File ") ? (isCell ? cell : plain).exec(line) : null;
  if (found?.[2] === undefined) return undefined;
  return { path: found[1]!, line: Number(found[2]), function: found[3] ?? "<module>" };
}

/** The most lines of a SyntaxError's place. */
const placeLines = 5;

/** The place of a SyntaxError in a cell whose lines end before line `at`: `Cell In[5], line 1`, source and caret. */
export function cellPlaceAbove(lines: readonly string[], at: number): Frame | undefined {
  for (let up = at - 1; up >= Math.max(0, at - placeLines); up--) {
    const [, path, line] = lines[up]!.includes(" In") ? (cell.exec(lines[up]!) ?? []) : [];
    if (path === undefined) continue;
    const source = lines
      .slice(up + 1, at)
      .find((text) => !isBlank(text))
      ?.trim();
    return {
      path,
      ...(line && { line: Number(line) }),
      ...(source && { source: source.slice(0, limits.sourceUnits) }),
    };
  }
  return undefined;
}

function addFrame(frames: Frame[], line: string): boolean {
  const place = cell.exec(line) ?? file.exec(line);
  const old = place ? null : bare.exec(line);
  if (!place && !old) return false;
  const [, path, at] = place ?? old!;
  const call = place ? (place[3] ?? "<module>") : old![2]!;
  frames.push({ path: path!, ...(place && at && { line: Number(at) }), function: withoutArguments(call) });
  return true;
}

/** The name before the arguments; `<cell line: 1>()` has none. */
const withoutArguments = (call: string) => /^(?:<[^<>]*>|[^\s(])+/.exec(call)?.[0] ?? call;

/** The line that was running, or a marker for omitted calls. */
function addMarked(frames: Frame[], line: string): boolean {
  const last = frames.at(-1);
  const [, at, source] = arrow.exec(line) ?? [];
  const more = similar.exec(line)?.[1];
  if (!last || (at === undefined && more === undefined)) return false;
  if (more) frames[frames.length - 1] = { ...last, repeated: (last.repeated ?? 0) + Number(more) };
  else if (last.source === undefined)
    frames[frames.length - 1] = {
      ...last,
      line: last.line ?? Number(at),
      source: source!.trim().slice(0, limits.sourceUnits),
    };
  return true;
}
