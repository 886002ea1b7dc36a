import { stripAnsi } from "../../lines/ansi.ts";
import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { parseHead } from "./head.ts";
import { levelOfLetter } from "./joined.ts";
import { readCorner } from "./parts.ts";
import { levelOfSign } from "./sign.ts";

/**
 * glog and absl (`E0506 07:08:09.250 812 nest.py:41] `), Tornado (`[E 310506 07:08:09 web:41] `), Jupyter and Optuna
 * (with a date).
 */
const lettered =
  /^(?:\[([DIWECF]) (?:(\d{4}-\d\d-\d\d )|(\d{6} ))?(\d\d:\d\d:\d\d(?:[.,]\d+)?)(?: ([^\]\s]{1,80}))?|\[?([DIWECF])(?:(20\d{6}) |\d{4} )(\d\d:\d\d:\d\d(?:\.\d+)?) +(?:\d+ +)?[\w./\\-]{1,120}:\d+(?: [\w.$-]{1,80})?)\]:? (.*)$/s;

/** signale without a time and a scope: a sign, two spaces, a word in its column. */
const unscoped = /^\xe2[\x80-\xbf]{2} {2}([a-z]{4,9}) {2,}(.*)/s;

/** The same with a sign and a word that a bot chose itself, or without a sign: the column has the usual width. */
const ownColumn =
  /^(?:(?:\xf0\x9f[\x80-\xbf]{2}(?:\xef\xb8\x8f)?|[*!]{2}) {2}(?=[A-Za-z]{2,8} +\S)|(?=[a-z]{4,8} {2,}\S))(?=.{8}[^:] \S)([A-Za-z]{2,8}) {2,}(.*)/s;

/** signale without a time: `[nest] \u203a \u2716  error     `, `\u203a error     `. */
const scoped =
  /^(?:\[(?!\d+[/.-]\d)([\w.@/ -]{1,60})\] ){0,4}\xe2\x80\xba (?:[\x80-\xff]+ +)?([a-z]{2,12}|[A-Z]{4,8}) {2,}(.*)/s;

/** consola's badge behind a name: `[nest]  ERROR  text`. */
const taggedWord = /^\[([A-Za-z@][\w.@:/ -]{0,59})\] {2}([A-Z]{4,8}) {2}(?=\S)(.*)$/s;

function readTaggedWord(line: string): LogLine | undefined {
  const [, logger, word = "", message] = taggedWord.exec(line) ?? [];
  const level = parseLevel(word);
  return level && { level, logger: logger!, message: message! };
}

/** Nest's name and its process, before a head of the usual kind: `[Nest] 812  - 05/06/2031, 7:08:09 AM   ERROR [Owls] text`. */
const ofNest = /^\[[A-Za-z][\w -]{0,39}\] \d{1,8} {1,3}- (?=\d)/;

function readNest(line: string): LogLine | undefined {
  const start = ofNest.exec(line)?.[0].length;
  const log = start === undefined ? undefined : parseHead(line.slice(start));
  return log?.level === undefined || log.time === undefined ? undefined : log;
}

/** A letter and a name: `[E] [nest] text`. */
const letterAndName = /^\[([DIWEFC])\] \[([A-Za-z_][\w.-]{0,59})\]:? (?=\S)(.*)$/s;

function readLetterAndName(line: string): LogLine | undefined {
  const [, letter, logger, message] = letterAndName.exec(line) ?? [];
  return message === undefined ? undefined : { level: levelOfLetter[letter!], logger: logger!, message };
}

/** The prefix of consola if it knows the width of the window. */
const badge = /^(\xe2(?:[\x84\x86\x97\x9a\x9c\x9e])[\x80-\xbf]) (?=\S)/;

/** The same behind a name, as consola prints it: `[nest] \u2139 text`. */
const taggedBadge = /^\[([A-Za-z@][\w.@:/ -]{0,59})\] (\xe2[\x80-\xbf]{2}(?:\xef\xb8\x8f)?) (?=\S)(.*)$/s;

/** The other way round: `\u2716 [nest] text`. */
const badgeTagged = /^(\xe2[\x80-\xbf]{2}(?:\xef\xb8\x8f)?) {1,2}\[([A-Za-z@][\w.@:/ -]{0,59})\]:? (?=\S)(.*)$/s;

function readTagged(line: string): LogLine | undefined {
  const [, mark, scope, text] = badgeTagged.exec(line) ?? [];
  if (mark !== undefined && parseLevel(scope!)) return undefined;
  const [, logger = scope, sign = mark, message = text] = taggedBadge.exec(line) ?? [];
  const level = levelOfSign(sign ?? "");
  return level && { level, logger: logger!, message: message! };
}

/** `E 2026-05-06 07:08:09 nest: `, `[E] 2026-…`: a letter before a date with a clock. */
const letterFirst = /^(?:([DIWECF])|\[([DIWECF])\])(?:\/| [|/]? ?)(?=\d{2,4}[-/.]\d\d[-/.]\d\d)/;

/** A letter before a date with a clock means the same as a level after it. */
function readLetterFirst(line: string): LogLine | undefined {
  const [start, bare, inBrackets] = letterFirst.exec(line) ?? [];
  const end = start === undefined ? 0 : findTimeEnd(line, start.length);
  if (start === undefined || end <= start.length) return undefined;
  const level = levelOfLetter[bare ?? inBrackets!]!;
  const log = parseHead(`${line.slice(start.length, end)} ${level.toUpperCase()}${line.slice(end)}`);
  return log && { ...log, level };
}

/** Ruby's Logger: `E, [2031-05-06T07:08:09.250123 #812] ERROR -- nest: `. */
const ofRuby = /^[DIWEFA], \[(\S{19,32}) #\d+\] +([A-Z]{3,7}) -- ([^:]{0,80}): (.*)$/s;

function readRuby(line: string): LogLine | undefined {
  const [, time, word, name, message] = ofRuby.exec(line) ?? [];
  return message === undefined
    ? undefined
    : { time, level: parseLevel(word!) ?? "info", ...(name && { logger: name }), message };
}

/** npm and npmlog: `npm error code 1`, `npm ERR! code 1`, `ERR! nest text`, `owls ERR! nest text`. */
const ofNpm =
  /^(?:(npm) (ERR!|WARN|error|warn|notice|info|http|verbose|silly)|(?:[\w.@/-]{1,40} )?(ERR!)(?: (?=\w)([\w.-]+(?!\S)))?)(?: (.*))?$/s;

/** npmlog's other levels in small letters, with a name and without a heading. */
const ofNpmlog = /^(info|http|verb|sill|notice) ([a-z][\w.-]{0,39}) (\S.*)$/s;

function readNpm(line: string): LogLine | undefined {
  const [all, npm, word = "ERR!", , name, message = ""] = ofNpm.exec(line) ?? [];
  if (all !== undefined) return { level: parseLevel(word.replace("!", "")) ?? "info", logger: npm ?? name, message };
  const [, small, logger, said] = ofNpmlog.exec(line) ?? [];
  return small === undefined
    ? undefined
    : { level: parseLevel(small) ?? "debug", logger: logger!, message: said!, isWeak: true };
}

/** debug without colours: `2031-05-06T07:08:09.250Z nest:egg text`. */
const ofDebug = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([a-z][\w.-]*(?::[\w.*-]+)+) (?![[(<]?[A-Z]{4,8}\b)(.*)$/s;

function readDebug(line: string): LogLine | undefined {
  const [, time, logger, message] = ofDebug.exec(line) ?? [];
  return message === undefined ? undefined : { time: time!, logger: logger!, message };
}

/** The same with colours, in which the time since the line before is behind the message instead. */
const ofTintedDebug = /^ {2}\x1b\[3\d(?:;5;\d+)?;1m([\w.*:-]+) \x1b\[0m(?=[^\s)\]}])(.*)$/s;
const tintedTime = /(?: \x1b\[3\d(?:;5;\d+)?m\+\d+(?:ms|[smhd])\x1b\[0m)$/;

/** @param line - With its colours. */
export function readTintedDebug(line: string): LogLine | undefined {
  const [, logger, message] = ofTintedDebug.exec(line) ?? [];
  return message === undefined ? undefined : { logger: logger!, message: stripAnsi(message.replace(tintedTime, "")) };
}

/** rslog: a word in a column of eight. */
const ofColumn = /^(?=.{7} [^\s:])([a-z]{3,7}) +(.*)/s;

function readColumn(line: string): LogLine | undefined {
  const [, word, message] = line[8] === " " || line[7] !== " " ? [] : (ofColumn.exec(line) ?? []);
  const level = word === undefined || line.slice(word.length, 8).trim() !== "" ? undefined : parseLevel(word);
  return level && word!.length < 7 ? { level, message: message! } : undefined;
}

function readOwnColumn(line: string): LogLine | undefined {
  const [start, word, message] = ownColumn.exec(line) ?? [];
  const level = word === undefined ? undefined : (parseLevel(word) ?? (start!.startsWith(word) ? undefined : "info"));
  return level && { level, message: message! };
}

/** A logger with dots and its process before a level: `nest.egg[812]: ERROR: text`. A service has no dots. */
const ofProcess = /^([a-z_]\w*(?:\.[a-z_]\w*)+)\[\d{1,8}\]: (?=[A-Z]{4,8}\b)/;

function readProcess(line: string): LogLine | undefined {
  const [start, logger] = ofProcess.exec(line) ?? [];
  const log = start === undefined ? undefined : parseHead(line.slice(start.length));
  return log?.level === undefined ? undefined : { ...log, logger: log.logger ?? logger! };
}

/** Reads the beginning of a line whose parts have a fixed order: in other lines, a letter or a sign is not a level. */
export function parseFixedHead(line: string): LogLine | undefined {
  const first = line.charCodeAt(0);
  if (first === 91 || (first >= 65 && first <= 87)) {
    const log =
      readTaggedWord(line) ??
      readNest(line) ??
      readLetterAndName(line) ??
      readLettered(line) ??
      readLetterFirst(line) ??
      readRuby(line) ??
      readNpm(line);
    if (log) return log;
  } else if (first === 50) return readDebug(line);
  else if (first >= 97 && first <= 122)
    return readColumn(line) ?? readOwnColumn(line) ?? readNpm(line) ?? readProcess(line);
  else if (first === 33 || first === 42 || first === 240) return readOwnColumn(line);
  return first === 91 || first === 226 ? (readScoped(line) ?? readTagged(line) ?? readBadge(line)) : undefined;
}

/** An emoji or a mark before a message: many bots print nothing else. */
const emoji =
  /^(\[[-+!*~?ix]\]|\xe2[\x80-\xbf]{2}(?:\xef\xb8\x8f)?|\xf0\x9f[\x80-\xbf]{2}(?:\xef\xb8\x8f)?) {1,2}(?=\S)/;

/** Reads a line that has only an emoji or a mark in front of its message. */
export function readEmoji(line: string): LogLine | undefined {
  const [start, sign] = emoji.exec(line) ?? [];
  if (start === undefined || !(/^[[\xf0]/.test(sign!) || levelOfSign(sign!))) return undefined;
  return { message: line.slice(start.length), isWeak: true };
}

function readLettered(line: string): LogLine | undefined {
  const [, tornado, date, short, clock, place, glog, full, glogClock, message] = lettered.exec(line) ?? [];
  if (message === undefined) return undefined;
  if (full !== undefined) return { time: `${full} ${glogClock}`, level: levelOfLetter[glog!], message };
  const day = date ?? short?.replace(/^(..)(..)(..)/, "20$1-$2-$3") ?? "";
  const name = /^([A-Za-z_][\w.-]*)(?::\d+)?$/.exec(place ?? "")?.[1];
  return {
    time: clock && `${day}${clock}`,
    level: levelOfLetter[tornado ?? glog!],
    logger: name,
    message,
  };
}

function readScoped(line: string): LogLine | undefined {
  const [, plain, text] = unscoped.exec(line) ?? [];
  if (plain !== undefined) return { level: parseLevel(plain) ?? "info", message: text! };
  const [, name, word, message] = scoped.exec(line) ?? [];
  if (word === undefined || message === undefined) return undefined;
  const isFile = /\.[cm]?[jt]sx?$/.test(name ?? "");
  return { level: parseLevel(word) ?? "info", logger: isFile ? undefined : name, message };
}

function readBadge(line: string): LogLine | undefined {
  const [start, sign] = badge.exec(line) ?? [];
  const corner = start === undefined ? undefined : readCorner(line.slice(start.length));
  return corner && { ...corner, level: levelOfSign(sign!) ?? "info" };
}
