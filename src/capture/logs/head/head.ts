import { trimBytesEnd } from "../../lines/trim-bytes.ts";
import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { isTitleColumn } from "./level-here.ts";
import { messageAt } from "./message.ts";
import { levelColumns } from "./name.ts";
import { columnOf, longestClock, readCorner, sticky } from "./parts.ts";
import { levelOfSign } from "./sign.ts";
import { HeadState } from "./state.ts";
import { takeBracket, takeFramed, takeRound } from "./take-bracket.ts";
import { takeAside, takeWord } from "./take-word.ts";

/** The most parts of a head. */
const mostParts = 10;

/** structlog pads messages as well, and names the logger after them. */
const structlog = /^(.{1,400}?) +\[([\w.$-]{1,80})\](?: | [\w.]+=.*)?$/s;

/**
 * Reads the parts before a line's message: times, levels, names, process ids and places in the source, bare, in
 * brackets or between separators, in any order. One grammar for all loggers: a part is recognised by its form and its
 * neighbours.
 *
 * @returns Nothing unless a date with a clock, or a level where only loggers put it, is found.
 */
export function parseHead(line: string): LogLine | undefined {
  const indent = sticky(/[ ]*/y, line, 0)!.length;
  if (line[indent] === "|")
    return indent < 2 && tableRow.test(line) ? parseHead(line.replace(/^[ |]+/, "")) : undefined;
  if (indent > 0 && !isColumn(line, indent)) return indent > levelColumns ? readAlone(line, indent) : undefined;
  const head = new HeadState(line);
  head.at = indent;
  for (let count = 0; count < mostParts && head.at < line.length && takePart(head); count++) head.skipSeparator();
  if (!head.dated && !head.hasLevel) return readClock(head);
  const log = toLogLine(head);
  return head.time === undefined && indent > levelColumns ? { ...log, isSameTime: true } : log;
}

/** A bar, and a level in a column: `| ERROR    | nest | text`, ` | ERROR      2031-05-06 07:08:09   text`. */
const tableRow = /^ ?\|{1,2} ?[A-Z]{4,11} *(?:\|| \d{4}-\d\d-\d\d )/;

function toLogLine(head: HeadState): LogLine {
  const { level, time } = head;
  if (!level) {
    const message = messageAt({ ...placeOf(head), end: head.timeEnd }).replace(beforeMessage, "");
    return { time, ...(head.levelOfSign && { level: head.levelOfSign }), message };
  }
  const text = messageAt(placeOf(head))
    .replace(/ \+\d+m?s$/, "") // the time since the line before
    .replace(corners, "");
  const corner = head.levelStart === 1 && time === undefined ? readCorner(text) : undefined;
  if (corner) return { level, ...corner };
  const [, message = isLow(head) ? withoutPairs(text) : text, name] =
    head.name === undefined && isLow(head) ? (structlog.exec(text) ?? []) : [];
  return { time, level, logger: head.name ?? name, message, ...(head.hasTwoTimes && { hasTwoTimes: true }) };
}

/** structlog's pairs behind a message, which it pads to a column. */
const pairs = /(?: [A-Za-z_][\w.]*=(?:'[^']*'|"[^"]*"|(?!['"])\S*))+ *$/y;
const pairsColumn = 30;

function withoutPairs(text: string): string {
  const begin = text.slice(pairsColumn).search(/ [A-Za-z_][\w.]*=/);
  if (begin < 0 || sticky(pairs, text, pairsColumn + begin) === undefined) return text;
  return trimBytesEnd(text.slice(0, pairsColumn + begin));
}

/** What winston-console-format draws in front of a message, whose data is in the lines below. */
const corners = /^(?:\xe2\x96\xaa|\xe2\x94\x8f) (?=\S)/;

/** What Twisted writes for no system, and the request of a function at AWS. */
const beforeMessage = /^(?:\[-\] |[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[ \t](?=\S))/;

/** Without a date or a level, only electron-log's angle shows for certain that a logger wrote the clock. */
function readClock(head: HeadState): LogLine | undefined {
  const { line, at, time, name, separator, timeEnd } = head;
  if (time === undefined) return undefined;
  if (separator === "\xe2\x80\xba") return { time, logger: name, message: line.slice(at) };
  if (!/^\d\d?:\d\d:\d\d/.test(time)) return undefined;
  const message = messageAt({ ...placeOf(head), end: timeEnd }).replace(/^[-|>] /, "");
  return message === "" || message.startsWith("<") ? undefined : { time, message, isWeak: true };
}

const placeOf = ({ line, end, separator, hasLevel, levelStart, levelEnd }: HeadState) => ({
  ...{ line, end, separator, hasLevel, levelStart, levelEnd },
});

/**
 * Rich without a column for levels: only the message, between the omitted time, which is the same as above, and its
 * place.
 */
function readAlone(line: string, indent: number): LogLine | undefined {
  const column = columnOf(line);
  if (column < 0 || /^[|+\x80-\xff]/.test(line.slice(indent))) return undefined;
  return { message: trimBytesEnd(line.slice(indent, column)), isSameTime: true };
}

/** Whether the level is padded within its bracket, as structlog does. */
const isLow = ({ isLoud, line, levelEnd }: HeadState): boolean => !isLoud && line[levelEnd - 1] === "]";

/** Rich omits a time that is the same as above, and consola prints its levels as a badge. */
function isColumn(line: string, indent: number): boolean {
  if (indent === 1 && sticky(/(?:info|warn): [^\s"'`[{\d]/y, line, 1) !== undefined && !line.endsWith(",")) return true;
  if (indent === 1 && (isTitleColumn(line, indent) || (line[1]! <= "9" && findTimeEnd(line, 1) > longestClock)))
    return true;
  const word = sticky(/[A-Z]+(?= )/y, line, indent);
  if (!word || !parseLevel(word)) return false;
  const width = word.length + sticky(/ */y, line, indent + word.length)!.length;
  return indent === 1 ? width === word.length + 2 : width === levelColumns;
}

/** Reads the part that begins here; false if it is the message. */
function takePart(head: HeadState): boolean {
  const first = head.line[head.at]!;
  if (first === "[") return takeBracket(head);
  if ("(<{".includes(first) && takeRound(head)) return true;
  if ("*=#-".includes(first)) return takeFramed(head) || (head.hasLevel && (takeDashes(head) || takeTag(head)));
  if (head.time === undefined ? takeTime(head) : skipTime(head)) return true;
  if (first >= "\x80") return takeBadge(head);
  return takeAside(head) || takeWord(head);
}

/** Spring's, before a thread in brackets. */
function takeDashes(head: HeadState): boolean {
  const dashes = sticky(/--- (?=\[)/y, head.line, head.at);
  return dashes !== undefined && head.accept(head.at + dashes.length);
}

/** adze's name of a logger: `#nest  `. */
function takeTag(head: HeadState): boolean {
  const tag = sticky(/#[\w.-]+(?= {2})/y, head.line, head.at);
  if (tag === undefined || head.hasName) return false;
  head.setName(tag.slice(1), head.at + tag.length);
  return head.accept(head.at + tag.length);
}

function takeTime(head: HeadState): boolean {
  const { line, at } = head;
  const end = findTimeEnd(line, at);
  if (end === at) return false;
  if (!/[\s:|,;\]=-]/.test(line[end] ?? " ")) return false;
  head.setTime(line.slice(at, end));
  head.timeEnd = line[end - 1] === "M" && line.startsWith("  ", end) ? end + 1 : end; // Render adds two spaces
  return head.accept(head.timeEnd);
}

/** Skips a second time with a date: the first was written by what carried the line. */
function skipTime(head: HeadState): boolean {
  if (head.end !== (head.hasLevel ? head.levelEnd : head.timeEnd)) return false;
  const end = findTimeEnd(head.line, head.at);
  if (end < head.at + longestClock && !(head.hasLevel && head.isAgain(head.line.slice(head.at, end)))) return false;
  head.hasTwoTimes = !head.hasLevel;
  return head.accept(end);
}

/** An arrow, a tick, a cross: what follows may be the word for it. */
function takeBadge(head: HeadState): boolean {
  if (head.hasLevel) return false;
  const { line, at } = head;
  const end = at + sticky(/(?:[\x80-\xff]+[ \t]*)+(?:[|:-] (?=[[(\d]))?/y, line, at)!.length;
  const loud = sticky(/[A-Z]{4,8}(?=[ \t:])/y, line, end);
  if (loud !== undefined && parseLevel(loud)) return head.accept(end);
  const level = head.end === 0 ? parseLevel(sticky(/[A-Za-z]{4,8}(?= +[[<(\d]|: \S)/y, line, end) ?? "") : undefined;
  if (level) {
    const wordEnd = end + sticky(/[A-Za-z]+/y, line, end)!.length;
    head.setLevel(level, end, wordEnd, true);
    return head.accept(wordEnd);
  }
  if (head.end === 0 ? /[[<(\d]/.test(line[end] ?? "") : sticky(/\[[A-Z]{4,8}\]/y, line, end) !== undefined) {
    if (head.end === 0) head.levelOfSign = levelOfSign(trimBytesEnd(line.slice(at, end)));
    head.at = end;
    return takePart(head);
  }
  const word = head.hasTime ? sticky(/[A-Za-z]{2,12}(?=[ \t]{2})/y, line, end) : undefined;
  if (word === undefined) return false;
  const filled = end + word.length + sticky(/[ \t]*/y, line, end + word.length)!.length;
  head.setLevel(parseLevel(word) ?? "info", end, filled - 1, false);
  return head.accept(filled - 1);
}
