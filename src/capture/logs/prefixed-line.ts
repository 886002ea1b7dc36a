import { findTimeEnd } from "../time.ts";
import { matchJsonLine } from "./formats/json.ts";
import { isErrorName } from "./head/parts.ts";
import type { LogLine } from "./log-line.ts";

/** The most parts, and bytes, before a line. */
const mostParts = 7;
const mostBytes = 160;

const label = /\[[^\]]{1,80}\]|\{[^}]{1,120}\}|[\w@.$/-][\w@.$/+-]*(?:\[[^\]]{1,60}\][\w-]*)?~?(?: *\( *\d{1,8}\))?/y;
const dayAndClock = /\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/y;
const gap = /[ \t]*(?:[:|]|\xe2\x94\x82)?[ \t]*/y;
/** A line behind a prefix has a level or an object: most lines that are checked here are prose. */
const mayHold =
  /\{ *"|\b(?:trac|verb|sill|debu|dbg|info|http|log\b|succ|note|noti|warn|err|crit|fata|seve|aler|emer|pani)|\d \[?[DIWECF]\]? [a-z]/i;
const first = / *\d{1,7}(?= )|\+/y;

interface Prefix {
  /** Index after it. */
  readonly end: number;
  /** As written. */
  readonly time: string | undefined;
}

/**
 * Reads a line that another program prefixed with times, names and numbers, in any order. A log line as its program
 * wrote it follows. One grammar for all prefixes, instead of a pattern for each.
 *
 * @param match - Reads the beginning of a line without such a prefix.
 */
export function parsePrefixedLine(line: string, match: (line: string) => LogLine | undefined): LogLine | undefined {
  const begin = endOf(first, line, 0);
  if (begin === undefined && line.charCodeAt(0) === 32) return undefined;
  if (!mayHold.test(line)) return undefined;
  const seen = new Set<number>();
  const readHere = ({ end, time }: Prefix): LogLine | undefined => {
    const inner = readStrict(line.slice(end), match);
    return (
      inner && {
        ...inner,
        time: isDated(inner.time) ? inner.time : (time ?? inner.time),
        carrier: shapeOf(line.slice(0, end)),
      }
    );
  };
  const go = (at: number, parts: number, time: string | undefined): LogLine | undefined => {
    if (parts > mostParts || at > mostBytes || at >= line.length) return undefined;
    for (const part of partsAt(line, at)) {
      const end = endOf(gap, line, part.end)!;
      if (seen.has(end)) continue;
      seen.add(end);
      const prefix = { end, time: time ?? part.time };
      const found = (part.closes || /[:|\t\x82]/.test(line.slice(part.end, end))) && readHere(prefix);
      const more = found || (end > part.end && go(end, parts + 1, prefix.time));
      if (more) return more;
    }
    return undefined;
  };
  const numbered = begin === undefined ? undefined : readHere({ end: endOf(gap, line, begin)!, time: undefined });
  return numbered ?? (line.charCodeAt(0) === 32 ? undefined : go(0, 0, undefined));
}

/** The next part, and whether a line may follow it without a separator. */
function* partsAt(line: string, at: number): Generator<{ end: number; time?: string; closes: boolean }> {
  const timeEnd = endOf(dayAndClock, line, at) ?? findTimeEnd(line, at);
  if (timeEnd > at) yield { end: timeEnd, time: line.slice(at, timeEnd), closes: true };
  const end = endOf(label, line, at);
  if (end === undefined) return;
  const text = line.slice(at, end);
  if (isErrorName(text) || /^(?:Traceback|File|at)$/.test(text)) return;
  const time = text.startsWith("[") && findTimeEnd(text, 1) === text.length - 1 ? { time: text.slice(1, -1) } : {};
  yield { end, ...time, closes: /[\]})~]$|[0-9a-f]{8}$|^-$/.test(text) };
}

const begin = /^(?:[[(<\d]|\{[A-Z]{4,8}\} |[*=#-]{2}|[A-Z]{4,8}\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? |[a-z]+=)/;

/** Only what certainly is a log line: prose may begin with anything. */
function readStrict(line: string, match: (line: string) => LogLine | undefined): LogLine | undefined {
  if (line.startsWith("{")) {
    const log = matchJsonLine(line);
    return log && (log.level !== undefined || log.time !== undefined) ? log : undefined;
  }
  if (!begin.test(line)) return undefined;
  const log = match(line);
  const isLoud = /^(?:[[({]|([*=#-]){2,3} ?)?[A-Z]{4,8}\b/.test(line);
  return log?.level !== undefined && (log.time !== undefined || isLoud) ? log : undefined;
}

/** A time without a date says less than the carrier does. */
export const isDated = (time: string | number | undefined) =>
  typeof time === "number" || (time !== undefined && (time.length >= 14 || /^\d{10}/.test(time)));

function endOf(pattern: RegExp, line: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}

/** Matches the prefix of other lines from this carrier, with other numbers, dates and levels. */
function shapeOf(prefix: string): RegExp {
  const source = prefix.trimEnd().replace(/[A-Za-z0-9]+|[ \t]+|[^A-Za-z0-9 \t]/g, (run) => {
    if (/^[ \t]/.test(run)) return "[ \\t]+";
    if (/^\d+$/.test(run)) return "[0-9a-f]+";
    if (/^[AP]M$/.test(run)) return "[AP]M";
    if (/\d/.test(run)) return "[A-Za-z0-9]+";
    if (/^[A-Z]$/.test(run)) return "[A-Z]";
    if (/^(?:[A-Z][a-z]{2}|inf|err|dbg|wrn)$/.test(run)) return "[A-Za-z]{3}";
    return run.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  });
  const behind = prefix.slice(prefix.trimEnd().length);
  return new RegExp(`^[ \\t]*${source}(?:${behind.replace(/\t/g, "\\t") || "(?!)"}|$${behind === "" ? "|" : ""})`);
}
