import type { Frame } from "../../../report/report.ts";
import { isBlank } from "../text/lines.ts";
import type { Chain } from "../text/raised.ts";

const heading = /(?:Fatal Python error: (?:[A-Za-z_]\w*: )?|Windows fatal exception: )(.*)/s;
const thread = /^\s*(?:Current thread|Thread) .*\(most recent call first\):/;
const frame = /^\s*File "(.*)", line (\d+|\?\?\?) in (.*)/s;

/** Whether the interpreter reports here that it dies. */
export const isFault = (line: string) =>
  line.includes("Fatal Python error: ") || line.includes("Windows fatal exception: ");

/** Reads the output of faulthandler when the interpreter dies: the stack of the current thread, newest call first. */
export function readFault(lines: readonly string[], from: number): Chain {
  const value = heading.exec(lines[from]!)?.[1] ?? "";
  const frames: Frame[] = [];
  let at = from + 1;
  while (at < lines.length && !lines[at]!.trimStart().startsWith("Current thread") && isPreamble(lines[at]!)) at++;
  if (at < lines.length && thread.test(lines[at]!)) at++;
  for (; at < lines.length; at++) {
    const match = frame.exec(lines[at]!);
    if (!match) break;
    frames.push({ path: match[1]!, function: match[3]!, ...(match[2] !== "???" && { line: Number(match[2]) }) });
  }
  const error = { type: "FatalPythonError", value, frames: frames.reverse() };
  return { error, end: at, incomplete: frames.length > 0 ? [] : ["the end of the traceback"] };
}

const isPreamble = (line: string) =>
  isBlank(line) || line.trimStart().startsWith("Python runtime state:") || thread.test(line) || frame.test(line);
