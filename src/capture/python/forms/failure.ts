import type { Frame } from "../../../report/report.ts";
import { isBlank, isElided } from "../text/lines.ts";
import type { Chain } from "../text/raised.ts";
import { splitType } from "../text/type.ts";

const title = /(?:^|\[Failure instance: )Traceback(?: \(failure with no frames\))?: <class '([\w.<>]+)'>: (.*)/s;
const call = /^\s*(\S.*):(\d{1,9}):([^\s:]{1,256})\s*$/s;

export const isFailure = (line: string) => line.includes("Traceback") && title.test(line);

/** Reads the short form of a Twisted Failure, if line `at` begins one: first its name, then one call per line. */
export function readFailure(lines: readonly string[], at: number): Chain | undefined {
  const [, name, first] = isFailure(lines[at]!) ? title.exec(lines[at]!)! : [];
  if (name === undefined) return undefined;
  const frames: Frame[] = [];
  const message = [first!];
  let end = at + 1;
  for (; end < lines.length; end++) {
    const [, path, line, called] = call.exec(lines[end]!) ?? [];
    if (path !== undefined) frames.push({ path, line: Number(line), function: called! });
    else if (isElided(lines[end]!)) continue;
    else if (frames.length > 0 || !hasCallBelow(lines, end)) break;
    else message.push(lines[end]!);
  }
  if (/^\s*\]\s*$/.test(lines[end] ?? "")) end += 1;
  return { error: { ...splitType(name), value: message.join("\n").trimEnd(), frames }, end, incomplete: [] };
}

/** The most lines of a message before the first call. */
const messageLines = 20;

function hasCallBelow(lines: readonly string[], at: number): boolean {
  for (const line of lines.slice(at, at + messageLines)) {
    if (isBlank(line)) return false;
    if (call.test(line) || isElided(line)) return true;
  }
  return false;
}
