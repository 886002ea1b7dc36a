import { limits } from "../report/limits.ts";
import { isBlank, parseHeader, parseLink } from "./python-lines.ts";
import { isBoxTitle } from "./rich-box.ts";

export interface Message {
  readonly value: string;
  /** Index of the first line that is not part of it. */
  readonly end: number;
}

export interface MessageOptions {
  /** Whether blank lines may be part of the message. */
  readonly whole: boolean;
  /** Columns after which rich breaks lines. */
  readonly width?: number;
}

/** What Python and those who paste its output print right behind an exception. */
const trailer =
  /^(?:Call stack:|Exception ignored |Exception in |Ignoring exception |Fatal Python error|sys:\d+: |future: |Task exception |\s*\+-\+?-{3}|```|Process [\w-]+:|--- Logging error ---|The above excep|During handl)/;

/** Reads the lines of a message that begins with `first`, whose own line is `from - 1`; notes follow it and belong to it. */
export function readMessage(lines: readonly string[], from: number, first: string, options: MessageOptions): Message {
  let value = first;
  let units = value.length;
  const parts: string[] = [];
  let previous = lines[from - 1] ?? "";
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (endsMessage(lines, at, options.whole)) break;
    if (units <= limits.messageUnits) {
      parts.push(joint(previous, line, options.width), line.trimEnd());
      units += line.length + 1;
    }
    previous = line;
  }
  value = `${value}${parts.join("")}`.trimEnd();
  return { value: closeQuote(value), end: at };
}

function endsMessage(lines: readonly string[], at: number, whole: boolean): boolean {
  const line = lines[at]!;
  if (isBlank(line)) return !whole || isBlankBeforeLink(lines, at);
  return (
    (line.includes("Traceback (most") && (parseHeader(line) !== undefined || isBoxTitle(line))) ||
    (trailer.test(line) && !isUnfollowedLink(lines, at))
  );
}

const unfollowed = (lines: readonly string[], at: number) => linkEnd(lines, at) === undefined;
const isUnfollowedLink = (lines: readonly string[], at: number) => parseLink(lines[at]!) !== undefined && unfollowed(lines, at);

function isBlankBeforeLink(lines: readonly string[], at: number): boolean {
  const next = skipBlank(lines, at);
  return next < lines.length && linkEnd(lines, next) !== undefined;
}

/** Index of the first line that is not blank, from `at` on. */
export function skipBlank(lines: readonly string[], at: number): number {
  let to = at;
  while (to < lines.length && isBlank(lines[to]!)) to++;
  return to;
}

/**
 * Where the next exception of a chain begins if line `at` is the sentence between two: a message may hold the same
 * sentence, but no traceback follows it there. `lines.length` if the text ends with the sentence.
 */
export function linkEnd(lines: readonly string[], at: number): number | undefined {
  if (parseLink(lines[at]!) === undefined) return undefined;
  const next = skipBlank(lines, at + 1);
  if (next >= lines.length) return next;
  const line = lines[next]!;
  return parseHeader(line) || isBoxTitle(line) ? next : undefined;
}

function joint(previous: string, line: string, width: number | undefined): string {
  if (width === undefined) return "\n";
  const kept = previous.trimEnd();
  if (kept.length >= width) return "";
  const word = line.slice(0, line.search(/\s|$/));
  return kept.length + 1 + word.length > width ? " " : "\n";
}

/** Drops the backtick of a chat message that ended with the error. */
function closeQuote(value: string): string {
  const tail = /`+$/.exec(value)?.[0] ?? "";
  const odd = tail.length > 0 && value.split("`").length % 2 === 0;
  return odd ? value.slice(0, -tail.length).trimEnd() : value;
}
