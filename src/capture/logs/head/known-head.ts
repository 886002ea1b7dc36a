import { findCommonEnd } from "../../time.ts";
import type { LogLine } from "../log-line.ts";
import { learnBeforeSentence, readBeforeSentence, type TimedLine } from "./before-sentence.ts";
import { columnOf, copyOf, sticky } from "./parts.ts";

/** What stands between the time and the message of a line. */
type Head = Pick<LogLine, "level" | "logger">;

/** `] [INFO] nest.egg: `, ` INFO     nest.egg: `: none of it can mean anything else, whatever message follows. */
const closed = /^\]?(?: \[[A-Z]{3,8} *\]| [A-Z]{3,8}) +[A-Za-z_][\w.]*: $/;
/** What cannot be a part of a head after a logger's name: a word of a sentence. */
const sentence = /(?!Main|Thread|\w*Pool)[A-Za-z]{1,40} /y;
/** A longer text is no head. */
const longest = 100;
/** The most heads that are remembered. */
const mostKnown = 1_000;

/** By the text between time and message: for lines that begin with their time, and those that have it in brackets. */
const knownHeads: readonly Map<string, Head>[] = [new Map(), new Map()];

/**
 * Reads a line by what an earlier one with the same head was read as: a log has few, apart from the time. Only for a
 * time in its most common form, and either a level in capitals, a logger's name and a message that begins with a word,
 * or a message that is a sentence (before-sentence.ts).
 *
 * @param parse - Reads any line.
 */
export function readByKnownHead(line: string, parse: (line: string) => LogLine | undefined): LogLine | undefined {
  const timed = timeOf(line);
  if (timed === undefined) return parse(line);
  const place = placeOf(timed);
  const known = (place && readAt(line, place)) ?? readBeforeSentence(timed, false);
  if (known !== undefined) return known;
  const log = parse(line);
  if (log !== undefined && !(place && learn(line, place, log))) learnBeforeSentence(timed, log);
  return log;
}

/** Returns whether the head is remembered. @param log - What the line was read as. */
function learn(line: string, { from, timeEnd, end }: HeadPlace, log: LogLine): boolean {
  const text = line.slice(timeEnd, end);
  const isSame = log.time === line.slice(from, timeEnd) && log.message === line.slice(end);
  if (!isSame || log.level === undefined || log.said !== undefined) return false;
  if (!text.endsWith(` ${log.logger}: `) || text.startsWith("]") !== (from === 1) || !closed.test(text)) return false;
  const heads = knownHeads[from]!;
  if (heads.size >= mostKnown) heads.clear();
  heads.set(copyOf(text), { level: log.level, logger: copyOf(log.logger!) });
  return true;
}

/**
 * Reads a line that has such a head and no carrier's prefix before it: what carriers write after a time of their own is
 * no such head, and more digits than a program writes are in their times.
 */
export function readBareLine(line: string): LogLine | undefined {
  const timed = timeOf(line);
  if (timed === undefined || timed.timeEnd - timed.from > longestOwnTime) return undefined;
  const place = placeOf(timed);
  return (place && readAt(line, place)) ?? readBeforeSentence(timed, true);
}

/** `2024-02-06T04:05:06.123456`. */
const longestOwnTime = 26;

/** Where the parts of a line with a head are: its time, what follows that, and its message. */
interface HeadPlace {
  readonly from: 0 | 1;
  readonly timeEnd: number;
  readonly end: number;
}

interface TimedFrom extends TimedLine {
  readonly from: 0 | 1;
}

function timeOf(line: string): TimedFrom | undefined {
  const from = line.charCodeAt(0) === 91 ? 1 : 0;
  const timeEnd = findCommonEnd(line, from);
  return timeEnd === from ? undefined : { line, from, timeEnd };
}

function placeOf({ line, from, timeEnd }: TimedFrom): HeadPlace | undefined {
  if (hasMoreBehind(line)) return undefined;
  const end = line.indexOf(": ", timeEnd) + 2;
  if (end < 2 || end - 2 - timeEnd > longest || sticky(sentence, line, end) === undefined) return undefined;
  return { from, timeEnd, end };
}

/** Whether a place in the source or the time since the line before is behind the message, and no part of it. */
function hasMoreBehind(line: string): boolean {
  const last = line.charCodeAt(line.length - 1);
  if (last === 115) return / \+\d+m?s$/.test(line);
  return (last === 32 || (last >= 48 && last <= 57)) && columnOf(line) >= 0;
}

function readAt(line: string, { from, timeEnd, end }: HeadPlace): LogLine | undefined {
  const head = knownHeads[from]!.get(line.slice(timeEnd, end));
  return head && { time: line.slice(from, timeEnd), level: head.level, logger: head.logger, message: line.slice(end) };
}
