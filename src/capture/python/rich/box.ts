import { limits } from "../../../report/limits.ts";
import type { Frame } from "../../../report/report.ts";
import { locateFrozen } from "./frozen-frame.ts";
import type { Columns } from "./wrap.ts";

// Written in ASCII, like all built files: corners \u256d \u250c, \u256e \u2510, \u2570 \u2514; sides \u2500 \u2501
// \u2502; arrow \u2771.
const title = /^\s*(?:[\u256d\u250c][\u2500\u2501 ]|\+-).*Traceback \(most recent call last\).*[\u256e\u2510+]\s*$/;
const memberTitle = /^\s*(?:[\u256d\u250c][\u2500\u2501 ]|\+-).* Sub-exception #\d+ .*[\u256e\u2510+]\s*$/;
const located = /^(.+):(\d+) in (\S.*)/s;
const unlocated = /^in (\S+?)(?::(\d+))?$/;
const numbered = /^[\u2771>] *\d+(?!\d) ?(.*)/s;

/** The most characters of a frame's text; a longer text is not a path. */
const maxFrameUnits = 4096;

/** A narrow window cuts the title. */
const shortTitle =
  /^\s*[\u256d\u250c][\u2500\u2501]+ ?Traceback(?: \((?:m[a-z ]*)?)?\u2026? ?[\u2500\u2501]*[\u256e\u2510]\s*$/;

/** Whether rich's box around a traceback opens here. */
export const isBoxTitle = (line: string) =>
  line.includes("Traceback") && line.length <= maxTitleUnits && (title.test(line) || shortTitle.test(line));

/** No console is wider; the patterns of titles take the square of a line's length. */
const maxTitleUnits = 4096;

/** Whether rich's box around a member of an exception group opens here. */
export const isMemberTitle = (line: string) =>
  line.includes("Sub-exception #") && line.length <= maxTitleUnits && memberTitle.test(line);

export interface Box {
  readonly frames: readonly Frame[];
  /** The place of a SyntaxError. */
  readonly place?: Frame | undefined;
  /** Index of the first line after it, and after the box that shows the place of a SyntaxError. */
  readonly end: number;
  /** The width of the console, or of the table's column. */
  readonly columns: Columns;
  readonly incomplete: readonly string[];
}

/** Reads the frames in the box that line `from` opens. */
export function readBox(lines: readonly string[], from: number): Box {
  const { content, full, end, closed } = openBox(lines, from);
  const frames = locateFrozen(readFrames(content, full));
  const left = lines[from]!.search(/\S/);
  const columns = { left, width: lines[from]!.trimEnd().length - left };
  const incomplete = closed ? [] : ["the end of the traceback"];
  const shown = closed ? readPlaceBox(lines, end) : undefined;
  return { frames, place: shown?.place, end: shown?.end ?? end, columns, incomplete };
}

/** The lines inside the box that line `from` opens, without its border; padding is kept. */
export function openBox(lines: readonly string[], from: number) {
  const opening = lines[from]!.trimEnd();
  const left = opening.search(/\S/);
  const inner = opening.length - left - 4;
  const content: string[] = [];
  const full: boolean[] = [];
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at]!;
    const mark = line.charAt(left);
    if (/[\u2570\u2514+]/.test(mark)) return { content, full, end: at + 1, closed: true };
    if (mark !== "\u2502" && mark !== "|") return { content, full, end: at, closed: false };
    const text = line.slice(left + 2).replace(/ ?[\u2502|]\s*$/, "");
    content.push(text);
    full.push(text.trimEnd().length >= inner);
  }
  return { content, full, end: lines.length, closed: false };
}

/**
 * Where the box with the place of a SyntaxError opens, if line `at` is its last line: such an error has no other box
 * unless it has frames.
 */
export function openingOfPlace(lines: readonly string[], at: number): number | undefined {
  if (!/^\s*(?:[\u2570\u2514]\u2500|\+-)/.test(lines[at] ?? "")) return undefined;
  let up = at - 1;
  while (up > at - placeLines && /^\s*[\u2502|]/.test(lines[up] ?? "")) up--;
  return /^\s*(?:[\u256d\u250c]\u2500|\+-)/.test(lines[up] ?? "") && /:\d+\s*[\u2502|]\s*$/.test(lines[up + 1]!)
    ? up
    : undefined;
}

/** The most lines of such a box: the source line may be wrapped. */
const placeLines = 40;

/** Reads the box that shows the place of a SyntaxError, if line `at` opens one. */
export function readPlaceBox(
  lines: readonly string[],
  at: number,
): { place: Frame | undefined; end: number } | undefined {
  const line = lines[at];
  if (line === undefined || !/^\s*(?:[\u256d\u250c]\u2500|\+-)/.test(line) || isBoxTitle(line)) return undefined;
  const { content, end } = openBox(lines, at);
  const [, path, number] = /^(.+):(\d+)$/.exec(content[0]?.trim() ?? "") ?? [];
  const source = content[1]?.trim();
  return { place: path === undefined ? undefined : { path, line: Number(number), ...(source && { source }) }, end };
}

function readFrames(content: readonly string[], full: readonly boolean[]): Frame[] {
  const frames: Frame[] = [];
  let wrapped = "";
  let glue = "";
  let inLocals = false;
  content.forEach((padded, at) => {
    const line = padded.trimEnd();
    if (inLocals) inLocals = !/^[\u2570\u2514]|^\+-+\+$/.test(line);
    else if (/^[\u256d\u250c]|^\+-/.test(line)) inLocals = true;
    else if (/^[\u2771>]/.test(line)) addSource(frames, line);
    else if (line !== "" && !line.startsWith(" ") && !line.startsWith("...")) {
      const text = wrapped + glue + line;
      const frame = parseFrame(text);
      if (frame) frames.push(frame);
      wrapped = frame || text.length > maxFrameUnits ? "" : text;
      glue = wrapped !== "" && !full[at] ? " " : "";
    }
  });
  return frames;
}

function parseFrame(text: string): Frame | undefined {
  const bare = unlocated.exec(text);
  if (bare) return { function: bare[1]!, ...(bare[2] && { line: Number(bare[2]) }) };
  const match = located.exec(text);
  return match ? { path: match[1]!, line: Number(match[2]), function: match[3]! } : undefined;
}

function addSource(frames: Frame[], line: string): void {
  const last = frames.at(-1);
  const source = numbered.exec(line)?.[1]?.replace(/^[\u2502\s]+/, "");
  if (last && last.source === undefined && source)
    frames[frames.length - 1] = { ...last, source: source.slice(0, limits.sourceUnits) };
}
