import { limits } from "../../report/limits.ts";
import type { Frame } from "../../report/report.ts";
import type { StackLine } from "./line/frame.ts";

/** Consecutive frames. */
export interface Run {
  /** Newest call first, as printed. */
  readonly frames: readonly Frame[];
  /** Index after its last line. */
  readonly end: number;
  /** Whether properties begin at its end. */
  readonly opens: boolean;
}

/** Lines among the frames of one error that are not frames, such as markers for omitted ones. */
const between = new RegExp(
  `^\\s*(?:${[
    String.raw`\.\.\. \d+ lines matching cause stack trace \.\.\.`,
    String.raw`\[\.\.\. lines matching original stack trace \.\.\.\]`,
    // Deno, Node 26
    String.raw`\.\.\. collapsed (?<calls>\d{1,9}) duplicate lines matching above (?<cycle>\d{1,3}) lines \d+ times\.\.\.`,
    // bluebird; longjohn; Node 12 with source maps
    "From previous event:",
    "-{3,}",
    String.raw`-> \S.*:\d+:\d+`,
  ].join("|")})\\s*(?<opens>\\{)?$`,
);

/** Reads the frames from line `start` on. A text that was double-spaced has a blank line between any two. */
export function readRun(texts: readonly string[], stack: readonly (StackLine | undefined)[], start: number): Run {
  const frames: Frame[] = [];
  let opens = false;
  let end = start;
  for (let at = start; at < texts.length && !opens; at++) {
    const line = stack[at];
    const elided = line ? undefined : between.exec(texts[at]!)?.groups;
    if (line) frames.push(line.frame);
    else if (!elided && !(texts[at]!.trim() === "" && isPart(texts, stack, at + 1))) break;
    if (elided?.calls) frames.push(...collapsed(frames, elided));
    opens = line?.opens ?? elided?.opens !== undefined;
    end = at + 1;
  }
  return { frames, end, opens };
}

/** The calls that were not printed, since they repeat the last ones: at most as many as are kept. */
function collapsed(frames: readonly Frame[], { calls, cycle }: Record<string, string | undefined>): Frame[] {
  const last = frames.slice(-Number(cycle));
  const count = Math.min(Number(calls), limits.frames - frames.length);
  return last.length === 0 ? [] : Array.from({ length: Math.max(0, count) }, (_, at) => last[at % last.length]!);
}

function isPart(texts: readonly string[], stack: readonly (StackLine | undefined)[], at: number): boolean {
  return stack[at] !== undefined || between.test(texts[at] ?? "");
}
