import { bunEnd } from "./forms/bun.ts";
import { listedCall } from "./forms/listed.ts";
import { tabledCall } from "./forms/table.ts";
import { parseFrame, type StackLine } from "./line/frame.ts";
import { guessHeader } from "./line/guess.ts";
import { findHeader, type Header } from "./line/header.ts";
import { type Run, readRun } from "./run.ts";

/** What each line of a text may be, judged by itself. */
export interface Scan {
  readonly texts: readonly string[];
  readonly stack: readonly (StackLine | undefined)[];
  readonly headers: readonly (Header | undefined)[];
  /** Index of the first frame, or header, at or after each line; `texts.length` if there is none. */
  readonly nextFrame: Uint32Array;
  readonly nextHeader: Uint32Array;
  /** Whether tslog's heading of a stack is in the text. */
  readonly hasTslog: boolean;
  /** Whether the text contains a call in a list, as youch and pretty-error print it. */
  readonly hasList: boolean;
  /** Whether the text contains a call in a table, as ololog prints it. */
  readonly hasTable: boolean;
  /** Whether the text contains Bun's last line. */
  readonly hasBun: boolean;
  /** Runs of frames that were read, by the index of their first line. */
  readonly runs: Map<number, Run>;
}

/** The most lines of a message. */
const messageLines = 250;
/** The most lines between a stack inside a message and the frames of the error itself. */
const linesBehindStack = 8;

export function scanLines(texts: readonly string[]): Scan {
  const count = texts.length;
  const stack = texts.map(parseFrame);
  const headers = texts.map((text, at) => (stack[at] ? undefined : findHeader(text)));
  const nextFrame = new Uint32Array(count + 1).fill(count);
  const nextHeader = new Uint32Array(count + 1).fill(count);
  for (let at = count - 1; at >= 0; at--) {
    const header = headers[at];
    if (header && !header.colon && !header.bracket && skipBlank(texts, at + 1) !== nextFrame[at + 1])
      headers[at] = undefined;
    nextFrame[at] = stack[at] ? at : nextFrame[at + 1]!;
    nextHeader[at] = headers[at] ? at : nextHeader[at + 1]!;
  }
  const hasTslog = texts.some((text) => text.length < 40 && /^\s*error stack:/i.test(text));
  const hasList = texts.some((text) => listedCall.test(text));
  const hasTable = texts.some((text) => tabledCall.test(text));
  const hasBun = texts.some((text) => bunEnd.test(text));
  return { texts, stack, headers, nextFrame, nextHeader, hasTslog, hasList, hasTable, hasBun, runs: new Map() };
}

/** The frames from line `start` on; they are read only once. */
export function runAt({ texts, stack, runs }: Scan, start: number): Run {
  const run = runs.get(start) ?? readRun(texts, stack, start);
  runs.set(start, run);
  return run;
}

/** The index itself, or the one after it if that line is blank: a text may have been double-spaced. */
export function skipBlank(texts: readonly string[], at: number): number {
  return texts[at]?.trim() === "" ? at + 1 : at;
}

/**
 * Where the frames begin of the error whose first line is `at`; the lines up to there are its message. Frames belong to
 * the nearest header, unless there is a sign that it is part of a message.
 *
 * @param certain - Whether an error certainly begins here: a source excerpt is above, or a log record begins.
 */
export function claimedFrames(scan: Scan, at: number, header: Header, certain: boolean): number | undefined {
  const frames = scan.nextFrame[at + 1]!;
  if (frames === scan.texts.length || frames - at > messageLines) return undefined;
  const rival = scan.headers[scan.nextHeader[at + 1]!];
  if (!rival || scan.nextHeader[at + 1]! > frames) return frames;
  if (rival.type === header.type && rival.message === header.message) return undefined;
  const announces = certain || /\S:\s*$/.test(header.message);
  return ownerlessFrames(scan, frames) ?? (announces ? frames : undefined);
}

/** Frames after the stack at `frames` without a header: the text up to them is a message. */
function ownerlessFrames(scan: Scan, frames: number): number | undefined {
  const { end, opens } = runAt(scan, frames);
  const next = scan.nextFrame[end]!;
  const isNear = next < scan.texts.length && next - end <= linesBehindStack && next > end;
  if (opens || !isNear || scan.nextHeader[end]! < next) return undefined;
  const above = scan.texts[next - 1]!;
  return isAside(above) || guessHeader(above) ? undefined : next;
}

/** Whether the frames below this line say where an error was seen, not where it came from. */
export function isAside(text: string): boolean {
  return /^\s*(?:Emitted '[^']*' event[^:]* at|Thrown at):\s*$/.test(text);
}
