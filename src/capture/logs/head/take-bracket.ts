import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import { type BracketText, closing, readBracket } from "./bracket.ts";
import { levelOfLetter } from "./joined.ts";
import { findDateEnd, longestClock, sticky } from "./parts.ts";
import type { HeadState } from "./state.ts";

/** Reads the part between square brackets that begins here; false if it is the message. */
export function takeBracket(head: HeadState): boolean {
  const bracket = readBracket(head.line, head.at);
  if (!bracket || !fits(head, bracket.text) || isProperty(head, bracket.end)) return false;
  const {
    text: { time, name, level = isLetter(head, bracket.text) ? levelOfLetter[name!] : undefined, isLoud },
    end,
  } = bracket;
  if (time !== undefined && awaitsTime(head)) {
    head.setTime(time);
    head.timeEnd = end;
  } else if (time !== undefined) head.hasTwoTimes = !head.hasLevel;
  if (level) head.setLevel(level, head.at, end, isLoud || bracket.text.level === undefined);
  if (bracket.text.level === level && !(head.end === 0 && measured.test(name ?? ""))) head.setName(name, end);
  return head.accept(end);
}

/** Whether it is a property of an error that is logged line by line: `ERROR -   [cause]: TypeError: oh`. */
const isProperty = ({ line, at }: HeadState, end: number): boolean =>
  line.startsWith("  ", at - 2) && line[end] === ":" && /^\[(?:cause|errors)\]$/.test(line.slice(at, end));

/** `RAM 54.91 MB`: how much a program uses, which some loggers print before the time. */
const measured = /^(?:[A-Za-z][\w.]*[ :]+){0,3}\d[\d.]* ?(?:[KMGT]i?B|ms)$/i;

/**
 * `(time)`, `<level>`, `{level}` and, between a level and a colon, `(name)`: other texts in such brackets are not
 * parts.
 */
export function takeRound(head: HeadState): boolean {
  const bracket = readBracket(head.line, head.at);
  if (!bracket || !fits(head, bracket.text)) return false;
  const {
    text: { time, level, name, isLoud, isPlace },
    end,
  } = bracket;
  const isColumn = isPlace && head.dated && /^ [-|] /.test(head.line.slice(end, end + 3));
  const isScope = head.dated && /\[[a-z]+\] {1,4}$/.test(head.line.slice(head.levelStart, head.at)) && !isPlace;
  const isDotted = head.isLoud && /^[a-z_]\w*(?:\.\w+)+$/.test(name ?? "") && head.line[end] === " ";
  const isName =
    !level &&
    (isDotted ||
      (isScope && /^[a-z][\w.-]*$/.test(name ?? "")) ||
      (/^[\w.$@-]+$/.test(name ?? "") && isClosedName(head.line, end)));
  const isAlone = head.dated && head.isLoud && head.levelEnd === head.end && isNameAlone(head, name, end);
  const isBraced = head.end === 0 && head.line[head.at] === "{" && name !== undefined;
  const isBefore = (isBraced || /^[a-z_]\w*(?:\.\w+)+$/.test(name ?? "")) && !head.hasLevel && isBeforeLevel(head);
  const isFirst = head.end === 0 && isLoud && /^:? \S/.test(head.line.slice(end, end + 3));
  const isLevel = level !== undefined && name === undefined && (head.hasTime || time !== undefined || isFirst);
  return (time !== undefined || isLevel || isName || isAlone || isBefore || isColumn) && takeBracket(head);
}

/** Whether only a level in capitals is between a date and the name: `2031-05-06 07:08:09 ERROR (nest) text`. */
const isNameAlone = ({ line, at, separator }: HeadState, name: string | undefined, end: number): boolean =>
  line[at] === "(" && separator === "" && /^[a-z_][\w.-]*$/.test(name ?? "") && line[end] === " ";

/** Whether a colon or an angle follows, behind which only messages are. */
const isClosedName = (line: string, end: number): boolean =>
  line[end] === ":" || sticky(/ +\xe2\x80\xba /y, line, end) !== undefined;

const framed = /(\*{1,3}|-{2,3}|={2,3}|#{2,3}) ?([A-Z]{4,8}) ?\1(?=:?[ \t]+\S)/y;

/** `** ERROR **`, `--ERROR--`: a level between equal signs. */
export function takeFramed(head: HeadState): boolean {
  framed.lastIndex = head.at;
  const [text, , word] = head.hasLevel ? [] : (framed.exec(head.line) ?? []);
  const level = parseLevel(word ?? "");
  if (text === undefined || !level) return false;
  head.setLevel(level, head.at, head.at + text.length, true);
  return head.accept(head.at + text.length);
}

/** Whether it is a letter that means a level, between a time and the message. */
const isLetter = ({ hasTime, hasLevel }: HeadState, { name = "" }: BracketText): boolean =>
  hasTime && !hasLevel && levelOfLetter[name] !== undefined;

/** Whether there is no time before it, or only a date. A carrier may have written another. */
const awaitsTime = ({ time }: HeadState): boolean => time === undefined || findDateEnd(time, 0) === time.length;

/** Whether a bracket is a part here: a message may begin with one as well. */
function fits(head: HeadState, { time, level, name, isPlace }: BracketText): boolean {
  if (time !== undefined && awaitsTime(head)) return true;
  if (time !== undefined)
    return (head.hasLevel || head.name !== undefined) && (time.length >= longestClock || head.isAgain(time));
  if (level) return !head.hasLevel;
  if (isPlace) return head.time !== undefined || head.hasLevel;
  if (name === undefined || isFilledUp(head)) return false;
  if (head.hasName) return head.hasTime && !head.hasLevel && isBeforeLevel(head); // a second name is not kept
  return head.time !== undefined || head.levelEnd >= 0 || isBeforeLevel(head);
}

/** Whether there is a level before it, in small letters and padded within its bracket: a message follows. */
function isFilledUp({ hasLevel, isLoud, line, levelEnd }: HeadState): boolean {
  return hasLevel && !isLoud && /[^a-z]\]?$/.test(line.slice(0, levelEnd - 1));
}

/** Whether a level in capitals, or after a name with dots a date with a clock, comes right after the bracket here. */
function isBeforeLevel({ line, at, hasTime }: HeadState): boolean {
  const close = line.indexOf(closing[line[at]!]!, at);
  if (
    isLevelBeforeTime(line, close + 1) ||
    isLoudBracket(line, hasTime || line[at] === "{" ? close + 1 + Number(line[close + 1] === " ") : close + 1)
  )
    return true;
  if (
    sticky(
      / (?:(?:error|warn|info|http|verbose|debug|silly):|\[(?:[Ee]rror|[Ww]arn(?:ing)?|[Ii]nfo|[Dd]ebug)\]) /y,
      line,
      close + 1,
    ) !== undefined
  )
    return true;
  const isDotted = line.slice(at + 1, close).includes(".");
  return (
    ((isDotted || (at === 0 && measured.test(line.slice(1, close)))) && isTimeAt(line, close + 1)) ||
    parseLevel(sticky(/ {1,2}[A-Z]{4,8}(?=:? )/y, line, close + 1)?.trim() ?? "") !== undefined
  );
}

/** Whether a date with a clock follows, in brackets or not. */
function isTimeAt(line: string, at: number): boolean {
  const time = at + sticky(/ ?[[(]?/y, line, at)!.length;
  return findTimeEnd(line, time) >= time + longestClock;
}

/** Whether a level in capitals follows, in brackets without a space before them. */
const isLoudBracket = (line: string, at: number): boolean =>
  parseLevel(
    sticky(/\[[A-Z]{4,8} *\](?=:? )/y, line, at)
      ?.slice(1, -1)
      .trim() ?? "",
  ) !== undefined;

/** Whether a level in brackets follows, and a date with a clock: `[nest] [error] 2031-05-06 07:08:09`. */
function isLevelBeforeTime(line: string, at: number): boolean {
  const level = sticky(/ ?\[[A-Za-z]{4,8}\] /y, line, at);
  if (level === undefined || !parseLevel(level.trim().slice(1, -1))) return false;
  const time = at + level.length + Number("[(".includes(line[at + level.length] ?? " "));
  return findTimeEnd(line, time) >= time + longestClock;
}
