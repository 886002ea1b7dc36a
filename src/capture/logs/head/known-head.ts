import { findCommonEnd } from "../../time.ts";
import type { LogLine } from "../log-line.ts";
import { sticky } from "./parts.ts";

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
 * time in its most common form, a level in capitals, a logger's name, and a message that begins with a word.
 *
 * @param parse - Reads any line.
 */
export function readByKnownHead(line: string, parse: (line: string) => LogLine | undefined): LogLine | undefined {
  const place = placeOf(line);
  if (place === undefined) return parse(line);
  const known = readAt(line, place);
  if (known !== undefined) return known;
  const log = parse(line);
  const { from, timeEnd, end } = place;
  const text = line.slice(timeEnd, end);
  const isSame = log?.time === line.slice(from, timeEnd) && log.message === line.slice(end);
  if (!isSame || log.level === undefined || log.said !== undefined) return log;
  if (text.endsWith(` ${log.logger}: `) && text.startsWith("]") === (from === 1) && closed.test(text)) {
    const heads = knownHeads[from]!;
    if (heads.size >= mostKnown) heads.clear();
    heads.set(copyOf(text), { level: log.level, logger: copyOf(log.logger!) });
  }
  return log;
}

/**
 * Reads a line that has such a head and no carrier's prefix before it: what carriers write after a time of their own is
 * no such head, and more digits than a program writes are in their times.
 */
export function readBareLine(line: string): LogLine | undefined {
  const place = placeOf(line);
  return place && place.timeEnd - place.from <= longestOwnTime ? readAt(line, place) : undefined;
}

/** `2024-02-06T04:05:06.123456`. */
const longestOwnTime = 26;

/** Where the parts of a line with a head are: its time, what follows that, and its message. */
interface HeadPlace {
  readonly from: 0 | 1;
  readonly timeEnd: number;
  readonly end: number;
}

function placeOf(line: string): HeadPlace | undefined {
  const from = line.charCodeAt(0) === 91 ? 1 : 0;
  const timeEnd = findCommonEnd(line, from);
  if (timeEnd === from) return undefined;
  const end = line.indexOf(": ", timeEnd) + 2;
  if (end < 2 || end - 2 - timeEnd > longest || sticky(sentence, line, end) === undefined) return undefined;
  return { from, timeEnd, end };
}

function readAt(line: string, { from, timeEnd, end }: HeadPlace): LogLine | undefined {
  const head = knownHeads[from]!.get(line.slice(timeEnd, end));
  return head && { time: line.slice(from, timeEnd), level: head.level, logger: head.logger, message: line.slice(end) };
}

/** The same text, which does not keep the line in memory that it was a part of. */
const copyOf = (text: string) => Buffer.from(text, "latin1").toString("latin1");
