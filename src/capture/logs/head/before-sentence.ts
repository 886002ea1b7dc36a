import type { LogLine } from "../log-line.ts";
import { copyOf } from "./parts.ts";

/** What stands between the time and the message of a line. */
interface Head extends Pick<LogLine, "level" | "logger"> {
  /** Whether no carrier's prefix can look like it, after this form of time. */
  readonly isBare: boolean;
}

/**
 * A word with a capital, one in small letters, and a text in which no logger names itself: nothing of it can be a part
 * of a head, whatever stands before it.
 */
const sentence = /[A-Z][a-z]+(?:'[a-z]+)? [a-z]+(?=[ ,.:;!)]|$)(?! \d)[^[=+]*$/y;
/** What a head consists of that is remembered: a number may be a process, the name of an error may be its message. */
const closed = /^(?!.*(?:Error|Exception))[\][ A-Za-z_.:|-]+ $/;
/** After a time with a `T`, carriers write other heads of their own. */
const ofWinston = /^ \[[a-z]+\]: $/;
/** A longer text is no head. */
const longest = 100;
/** The most words of a head. */
const mostWords = 5;
/** The most heads that are remembered. */
const mostKnown = 1_000;

/** By the form of the time, and the text between it and the message. */
const known = new Map<string, Head>();

/** A line of which the time is known, in its most common form. */
export interface TimedLine {
  readonly line: string;
  /** Where the time begins and ends. */
  readonly from: number;
  readonly timeEnd: number;
}

/**
 * Reads a line by what an earlier one with the same head was read as, if its message is a sentence.
 *
 * @param onlyBare - Only if it certainly has no carrier's prefix before it.
 */
export function readBeforeSentence(timed: TimedLine, onlyBare: boolean): LogLine | undefined {
  const { line, from, timeEnd } = timed;
  if (known.size === 0 || !endsPlainly(line)) return undefined;
  let at = timeEnd;
  for (let words = 0; words < mostWords; words++) {
    at = nextWord(line, at);
    if (at < 0 || at - timeEnd > longest) return undefined;
    if (!isCapital(line.charCodeAt(at))) continue;
    const head = known.get(keyOf(timed, at));
    if (head === undefined) continue;
    sentence.lastIndex = at;
    if ((onlyBare && !head.isBare) || !sentence.test(line)) return undefined;
    return { time: line.slice(from, timeEnd), level: head.level, logger: head.logger, message: line.slice(at) };
  }
  return undefined;
}

/** Remembers the head of a line. @param log - What the line was read as. */
export function learnBeforeSentence(timed: TimedLine, log: LogLine): void {
  const { line, from, timeEnd } = timed;
  const { time, level, logger, message, ...rest } = log;
  const at = line.length - message.length;
  if (level === undefined || Object.keys(rest).length > 0 || time !== line.slice(from, timeEnd)) return;
  sentence.lastIndex = at;
  if (at <= timeEnd || at - timeEnd > longest || !line.endsWith(message) || !sentence.test(line)) return;
  const head = line.slice(timeEnd, at);
  if (!closed.test(head) || !endsPlainly(line)) return;
  if (known.size >= mostKnown) known.clear();
  const isBare = from === 1 || line.charCodeAt(from + 10) === 32 || ofWinston.test(head);
  known.set(copyOf(keyOf(timed, at)), { level, logger: logger === undefined ? undefined : copyOf(logger), isBare });
}

/** Whether no column is at the end of a line, and no blanks: places in the source end with digits. */
function endsPlainly(line: string): boolean {
  const last = line.charCodeAt(line.length - 1);
  return last > 32 && last < 127 && !(last >= 48 && last <= 57);
}

/** Where the next word begins behind blanks; -1 if there is none. */
function nextWord(line: string, from: number): number {
  let at = line.indexOf(" ", from);
  if (at < 0) return -1;
  while (line.charCodeAt(at) === 32) at++;
  return at < line.length ? at : -1;
}

const isCapital = (code: number) => code >= 65 && code <= 90;

/** The head, and of the time what decides how it is read: its place, its sign in the middle, its length and its end. */
const keyOf = ({ line, from, timeEnd }: TimedLine, at: number): string =>
  `${from}${line[from + 10]}${timeEnd - from}${line[from + 19]}${line[timeEnd - 1] === "Z"}${line.slice(timeEnd, at)}`;
