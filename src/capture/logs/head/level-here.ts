import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import { isErrorName, longestClock, sticky } from "./parts.ts";

/** What is known of a head where a word may be its level. */
export interface LevelPlace {
  readonly line: string;
  /** Where the word begins. */
  readonly at: number;
  /** What is before it, without white space. */
  readonly separator: string;
  /** Whether it is the first part. */
  readonly isFirst: boolean;
  readonly hasTime: boolean;
  /** Whether the time has a date. */
  readonly dated: boolean;
}

/** Whether a word that names a level is one here: a message may begin with such a word as well. */
export function isLevelHere(word: string, { line, at, separator, isFirst, hasTime, dated }: LevelPlace): boolean {
  const end = at + word.length;
  const rest = line.slice(end, end + 3);
  if (word === word.toUpperCase()) {
    if (isFirst && !hasTime && ofUnittest.test(line)) return false;
    if (isFirst && rest[0] === "[" && findTimeEnd(line, end + 1) >= end + 1 + longestClock) return true;
    if (isFirst && !hasTime) return /^(?: |\t|\|\w|:[ \t\w.$<>/-])/.test(rest);
    return /^(?:[ \t:|]|[,;](?: |\w)|$)/.test(rest);
  }
  if (at === 1 && isTitleColumn(line, at)) return true;
  if (/[-|]/.test(separator) && sticky(/ {0,8}[-|]/y, line, end) !== undefined) return true;
  if (hasTime && separator.length === 3 && separator >= "\x80" && line.startsWith(` ${separator} `, end)) return true;
  const time = isFirst ? end + (sticky(/(?::| [|-])? {1,8}[[(<]?/y, line, end)?.length ?? 0) : 0;
  if (time > end && findTimeEnd(line, time) >= time + longestClock) return true;
  if (hasTime && !isFirst && sticky(/ (?:\[[\w.$@/ -]{1,60}\]|[a-z_]\w*(?:\.\w+)+): /y, line, end) !== undefined)
    return true;
  if (hasTime && !isFirst && /^(?:|\xe2\x80\xba)$/.test(separator) && rest.startsWith("  ")) return true;
  if (dated && separator === "" && startWords.test(word) && sticky(/ \[[\w.$@/-]{1,60}\] /y, line, end) !== undefined)
    return true;
  if (hasTime && separator === "" && line[at - 2] === "]" && /^(?:error|debug) [^ ]/.test(line.slice(at, at + 7)))
    return true; // shorter ones are padded to it
  if (isFirst && startWords.test(word) && sticky(/ \[[\w.$@/ -]{1,60}\]: /y, line, end) !== undefined) return true;
  if (isFirst && /^ {1,2}- \S?/.test(line.slice(end, end + 5)) && startWords.test(word)) return true;
  if (!isFirst && rest[0] === " " && rest[1] !== " " && at === isoEnd(line) && startWords.test(word)) return true;
  if (hasTime && !isFirst && separator === "" && (rest[0] === "\t" || isErrorBehind(line, end))) return true;
  if (word === "Error" && hasTime && rest.startsWith(": ") && errorInText.test(line.slice(end))) return true;
  if (paddingOf(word, line, end) > 0 && startWords.test(word) && (isFirst || hasTime)) return true;
  // by itself, it is a key of a printed object
  if (!/^:(?: |$)/.test(rest) || /^(?:Error|Exception)$/.test(word) || (isFirst && rest === ":")) return false;
  return !isFirst || hasTime || startWords.test(word);
}

/** The spaces that fill a level up to the width of the usual ones, or of all, in front of a colon: `info : text`. */
export function paddingOf(word: string, line: string, end: number): number {
  const filled = sticky(/ {1,4}(?=: )/y, line, end)?.length ?? 0;
  return /^[5-8]$/.test(`${word.length + filled}`) ? filled : 0;
}

/** A text and the error that was logged with it, which is not the first one then. */
const errorInText = /^: .{0,200}[^:\s] [A-Z]\w*Error: /;

/** In small letters, only these levels begin a line, or follow a time without a separator. */
const startWords = /^(?:error|warn|warning|critical|info|http|verbose|debug|silly)$/;

/** Where the text begins after the time that `toISOString` gives, if the line begins with one. */
const isoEnd = (line: string) => sticky(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z /y, line, 0)?.length;

/** Whether a level with a capital is padded to a column, as adze does behind one space. */
export function isTitleColumn(line: string, at: number): boolean {
  const column = sticky(/[A-Z][a-z]{2,8} {2,}(?=\S)/y, line, at);
  return column?.length === titleColumns && parseLevel(column.trimEnd()) !== undefined;
}

const titleColumns = 11;

/** How unittest announces a test that failed: `ERROR: test_egg (nest.TestEgg.test_egg)`. */
const ofUnittest = /^ERROR: \w+ \([\w.<>]+\)\s*$/;

/** Whether the name of an error and its message follow. */
function isErrorBehind(line: string, end: number): boolean {
  const name = sticky(/ [A-Z][\w$]*(?= ?(?:\[\w+\])?: )/y, line, end);
  return name !== undefined && isErrorName(name.slice(1));
}
