import type { ParsedError } from "../../parser.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { toLogLine } from "./json.ts";

/** The most lines between the error and either end of the object that contains it. */
const mostLines = 400;

const property = /^ {2}(?:'([^']{1,80})'|([\w$]{1,80})): (?:(['"`])(.*)\3|(\d{1,20})),?$/;

/**
 * Reads the properties around an error in a log entry that `util.inspect` printed, as winston's `prettyPrint` does. An
 * object without a level in words is not a log entry: bots print messages and members, whose names and levels users
 * choose, and text within the error may be a user's as well.
 */
export function readInspected(lines: readonly string[], { first, last }: ParsedError): LogLine | undefined {
  const open = edgeOf(lines, first, -1);
  const close = edgeOf(lines, last, 1);
  if (lines[open]?.trimEnd() !== "{" || !lines[close]?.startsWith("}")) return undefined;
  return readEntry([...lines.slice(open + 1, first), ...lines.slice(last + 1, close)]);
}

/** Reads the lines between the brackets of such an entry. */
export function readEntry(lines: readonly string[]): LogLine | undefined {
  const fields = lines.flatMap((line): [string, string | number][] => {
    const [, quoted, plain, quote, text, number] = property.exec(line) ?? [];
    const key = quoted ?? plain;
    return key === undefined ? [] : [[key, quote === undefined ? Number(number) : text!]];
  });
  const entry = Object.fromEntries(fields);
  return parseLevel(String(entry.level)) && toLogLine(entry);
}

function edgeOf(lines: readonly string[], from: number, step: 1 | -1): number {
  let at = from;
  while (/^\s/.test(lines[at] ?? "") && Math.abs(at - from) < mostLines) at += step;
  return at;
}
