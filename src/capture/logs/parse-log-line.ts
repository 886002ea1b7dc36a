import { stripAnsi } from "../lines/ansi.ts";
import { findCommonEnd } from "../time.ts";
import { cutData, matchJsonLine } from "./formats/json.ts";
import { matchLogfmtLine } from "./formats/logfmt.ts";
import { matchPrintedLine } from "./formats/printed.ts";
import { bracketLevels } from "./head/bracket.ts";
import { parseFixedHead, readEmoji } from "./head/fixed.ts";
import { parseHead } from "./head/head.ts";
import { readByKnownHead } from "./head/known-head.ts";
import { isTitleColumn } from "./head/level-here.ts";
import { levelColumns } from "./head/name.ts";
import { sticky } from "./head/parts.ts";
import { levelWords } from "./level.ts";
import type { LogLine } from "./log-line.ts";
import { isDated, parsePrefixedLine } from "./prefixed-line.ts";

/** Reads the beginning of a log line; `undefined` if it is not a log line. */
export function matchLogLine(line: string): LogLine | undefined {
  const first = line.charCodeAt(0);
  if (first === 123)
    return /^\{(?:[\w.-]{1,60}\} \[[A-Z]{4,8}\] | ?(?:[A-Z]{4,8} *|[^"'{}]{0,24}\d\d:\d\d[^"'{}]{0,24})\})/.test(line)
      ? parseHead(line)
      : matchObject(line);
  if (isIndented(line) || !mayHold.test(line))
    return first === 91 && line.charCodeAt(2) === 93 ? readEmoji(line) : undefined;
  if (!mayBegin[first])
    return (/^[*=#!-]{2}/.test(line) ? (parseHead(line) ?? parseFixedHead(line)) : undefined) ?? readPointed(line);
  if (drawn.test(line)) return undefined;
  return matchAnyLine(line);
}

/** A line with or without the prefix of an unknown carrier. */
function matchAnyLine(line: string): LogLine | undefined {
  const first = line.charCodeAt(0);
  const log = matchPlainLine(line);
  if (log && !log.hasTwoTimes && (log.level !== undefined || log.logger !== undefined)) return log;
  return parsePrefixedLine(line, matchPlainLine) ?? log ?? (first >= 128 || first === 91 ? readEmoji(line) : undefined);
}

/** The data of a message below it, as winston-console-format draws it: `error:   \u2503 [ 1] TypeError: oh`. */
const drawn = /^[a-z]{3,8}: +\xe2\x94[\x83\x97] \[ *\d+\] /;

/**
 * A sign that some bots print before all their lines: `» [ERROR] text`, `~ 07:08:09 ~ [ERROR] text`,
 * `*** 2031-05-06 07:08:09 ERROR text`, `#ERROR    [2031-05-06 07:08:09] - nest.py:41 - text`.
 */
const pointer =
  /^(?:(?:\xc2\xbb|[-=]>) (?=\[?[A-Z]{4,8}\b)|(?:~|[*#+=-]{1,3}|>{2,3}) (?=[[(]?\d)|#(?=[A-Z]{4,8} *[[(]\d))/;

function readPointed(line: string): LogLine | undefined {
  const start = pointer.exec(line)?.[0].length;
  const log = start === undefined ? undefined : parseHead(line.slice(start));
  return log?.level === undefined ? undefined : log;
}

function matchObject(line: string): LogLine | undefined {
  const log = (line.charCodeAt(1) === 34 ? undefined : matchPrintedLine(line)) ?? matchJsonLine(line);
  return log?.carrying ? (matchInner(log) ?? log) : log;
}

/** Most messages are sentences. */
const mayBeHead = /^(?:[[({<|\d\x1b\xe2\xf0]|[A-Z]{4,8}\b|[\w-]+=|[a-z]+: )/;

/** The log line that begins a text which a host or a collector of logs put into an object. */
function matchInner(outer: LogLine): LogLine | undefined {
  if (!mayBeHead.test(outer.message)) return undefined;
  const [inner = ""] = outer.message.split("\n", 1);
  const log = inner.charCodeAt(0) === 123 ? matchJsonLine(inner) : matchAnyLine(stripAnsi(inner));
  if (log?.level === undefined || (log.time === undefined && log.logger === undefined)) return undefined;
  const { texts, ownTexts } = log.texts ? log : outer;
  const innerPrefix = log.carrier?.exec(inner)?.[0];
  return {
    ...outer,
    ...(innerPrefix !== undefined && { innerPrefix }),
    ...{ level: log.level, logger: log.logger, message: log.message, texts, ownTexts, inner },
    time: isDated(log.time) ? log.time : (outer.time ?? log.time),
  };
}

function matchPlainLine(line: string): LogLine | undefined {
  const log = readByKnownHead(line, parseAnyHead);
  const data = log && (cutData(log.message) ?? cutPairs(log));
  return data ? { ...log, ...data, time: log.time ?? data.time } : log;
}

/** structlog's pairs behind the head of Python's logging: `ERROR nest.egg event='oh' exception='…'`. */
function cutPairs({ level, message }: LogLine): Pick<LogLine, "message" | "texts" | "ownTexts" | "time"> | undefined {
  const pairs = level && /^event=['"]/.test(message) ? matchLogfmtLine(message) : undefined;
  return pairs && { message: pairs.message, texts: pairs.texts, ownTexts: pairs.ownTexts, time: pairs.time };
}

const parseAnyHead = (line: string): LogLine | undefined =>
  matchLogfmtLine(line) ?? parseFixedHead(line) ?? parseHead(line);

/**
 * Every log line has a digit, a word for a level, a sign beyond ASCII, a pair or an object: most other lines do not.
 */
const mayHold = new RegExp(String.raw`[\d\x80-\xff=]|\{ *"|${[...levelWords, ...bracketLevels].join("|")}`, "i");

/** Log lines begin with a bracket, a bar, a digit, a letter, a space or a sign of three bytes. */
const mayBegin = Array.from({ length: 256 }, (_, code) => /[[(<|\d A-Za-z\xe2\xf0@.+]/.test(String.fromCharCode(code)));

/**
 * Whether a line is indented a little and continues neither with a digit nor with a word in capitals, as calls and
 * their source do: then it is no log line, and no carrier's prefix is in front of it.
 */
export function isIndented(line: string): boolean {
  if (line.charCodeAt(0) !== 32) return false;
  let at = 1;
  while (line.charCodeAt(at) === 32) at++;
  if (at > levelColumns || at === line.length) return false;
  const code = line.charCodeAt(at);
  if (at === 1 && (line.startsWith("info: ", 1) || line.startsWith("warn: ", 1))) return false;
  if (at === 1 && (code === 124 || isTitleColumn(line, at))) return false;
  const next = line.charCodeAt(at + 1);
  return !(isDigit(code) || (isCapital(code) && (isCapital(next) || next === 32)));
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isCapital = (code: number) => code >= 65 && code <= 90;

/** Whether a line certainly is a log line without a carrier's prefix; `false` also for many that are. */
export function isBareLogLine(line: string): boolean {
  const from = line.charCodeAt(0) === 91 ? 1 : 0;
  const end = findCommonEnd(line, from);
  if (end === from) return false;
  if (line.charCodeAt(from + 10) !== 32) return sticky(from === 1 ? levelBehindIso : winston, line, end) !== undefined;
  return from === 1 ? line.startsWith("] ", end) : line.charCodeAt(end) === 32;
}

/** What follows a time with a `T`, as log4js and winston print it: carriers write no such time, or nothing like this. */
const levelBehindIso = /\] \[[A-Z]{4,5}\] /y;
const winston = / \[(?:error|warn|info|http|verbose|debug|silly)\]: /y;
