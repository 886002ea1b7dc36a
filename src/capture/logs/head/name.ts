import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import { columnOf, longestClock, sticky, wideSign } from "./parts.ts";

/** The state of a head where a word may be a logger's name. */
export interface NamePlace {
  readonly line: string;
  /** Where the word begins. */
  readonly at: number;
  /** The text before it, without white space. */
  readonly separator: string;
  /** Whether there is a time with a date and a clock before it. */
  readonly dated: boolean;
  /** Whether there is a time before it, perhaps without a date. */
  readonly hasTime: boolean;
  /** Whether there is a level before it, and whether it is written in capitals. */
  readonly hasLevel: boolean;
  readonly isLoud: boolean;
  readonly levelStart: number;
  readonly levelEnd: number;
}

/** Columns of a level that is padded, with the space after it. */
export const levelColumns = 9;

const sign = `(?:[-|:]|${wideSign})`;
/** A level between two equal signs: `name - LEVEL - `, `name: LEVEL: `. */
const between = new RegExp(String.raw`^ ?(${sign}) ?([A-Z]{3,9}) *(?:\1(?: |$)|(?<=^ - [A-Z]+): )`);
/** `:function:line` after a module. */
const loguruCall = new RegExp(String.raw`(?::[^:|\s]*)?:\d+(?= ${sign} )|:[\w.-]+\.py:\d+(?= )|\(\)(?= ${sign} )`, "y");
const signBehind = new RegExp(`^ (${sign}|[>~#/]) `);
/** `:egg` after a logger's name in a column, which tslog prints after those of its parents. */
const scopes = /(?::[A-Za-z][\w-]*)+(?=\t)/y;
/** What only loggers write after a word. */
const isPlainSign = /^ (?:\|\||[=-]>|>>|::|[|~]|\xe2(?:\x80[\xa2\xba]|\x94[\x82\x83]|\x96[\xb6\xb8\xba])|\xc2\xbb) /;

/** Spaces that fill up a column before a sign. */
const padded = new RegExp(`^ {2,30}(?=(?:::|[=-]>|>{1,3}|-|${wideSign}) )`);

/** Some loggers write their signs twice, or as arrows. */
const toOneSign = (signs: string) => signs.replace(/^(?:(\||:|>|-)\1{1,2}|[=-](>))$/, "$1$2");

/** A name with dots that is not a logger: a file, an address. */
const fileOrHost =
  /\.(?:py|[cm]?[jt]sx?|json|ya?ml|toml|txt|log|png|jpe?g|gif|webp|mp[34]|db|sqlite\d?|html?|com|net|org|gg|io|dev|me|tv)$/;

const dottedName = /^[a-z_]\w*(?:\.[a-z_]\w*)+$/;

/**
 * The length of the text after a name that belongs to it; `undefined` if it is not a name but the beginning of the
 * message.
 */
export function closeOfName(name: string, place: NamePlace): number | undefined {
  const { line, dated, hasLevel, isLoud, at } = place;
  const separator = toOneSign(place.separator);
  const column = line.slice(at + name.length, at + name.length + 160);
  const behind = dottedName.test(name) ? column.replace(padded, " ") : column;
  const rest = behind.replace(
    /^( ?)(?:\|\||[=-]>|>{2,3}|::|--)(?= )/,
    (all, space: string) => space + toOneSign(all.trim()),
  );
  const isBehindLevel = hasLevel && isLoud;
  const scope = isBehindLevel && line[at - 1] === "\t" ? sticky(scopes, rest, 0) : undefined;
  if (scope !== undefined) return scope.length;
  const isColumn = separator === "|" || separator === "-";
  const loguru = isColumn || isBehindLevel ? sticky(loguruCall, rest, 0) : undefined;
  if (loguru !== undefined) return loguru.length;
  const called = separator === "|" && isBehindLevel ? sticky(/:[\w<>]{1,60}(?= (?:->|=>) )/y, rest, 0) : undefined;
  if (called !== undefined) return called.length;
  if (!hasLevel && (isBetween(rest) || (dated && (isBehindTwoColons(behind) || isBeforeColumn(rest))))) return 0;
  const columns = !hasLevel && dated && isColumn ? columnsBeforeLevel.exec(rest)?.[0] : undefined;
  if (columns !== undefined) return columns.length;
  if (/^ *\|/.test(rest) && separator === "|" && (isBehindLevel || levelAhead(rest))) return 0;
  if (/^ - /.test(rest) && (separator === "-" || isBehindLevel) && (dated || isBehindLevel)) return 0;
  const sign = signBehind.exec(rest)?.[1];
  if (isBehindLevel && sign !== undefined && (sign === separator || isPlainSign.test(behind))) return 0;
  const id = isBehindLevel ? sticky(/\[[\w.-]{1,40}\](?=: )/y, rest, 0) : undefined;
  if (id !== undefined) return id.length;
  if (isBehindLevel && /^[,;]$/.test(separator) && rest.startsWith(separator) && /^.[\S ]/.test(rest)) return 0;
  if (/^ = /.test(rest) && separator === "=") return 0;
  if (/^\t/.test(rest) && isBehindLevel) return 0;
  return isBehindLevel ? closeBehindLevel(name, rest, place) : closeBeforeLevel(name, rest, place);
}

/** A function, a line, between the same signs before a level: `nest - hatch - line 41 - ERROR - `. */
const columnsBeforeLevel =
  /^(?:( [-|]) (?:[\w.<>$]{1,60}|line \d+|[\w.<>$]{1,60}:\d+)){1,3}?(?=\1 +(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL) )/;

const isBehindTwoColons = (behind: string) => parseLevel(/^:: ([A-Z]{4,8}) /.exec(behind)?.[1] ?? "") !== undefined;

/** Whether a level in a column of its own follows: `nest | error | `, `nest - [Error] - `. */
const isBeforeColumn = (rest: string) =>
  parseLevel(/^ ([|-]) [[(<]?([A-Za-z]{4,8})[\])>]? +\1 /.exec(rest)?.[2] ?? "") !== undefined;

const isBetween = (rest: string) =>
  parseLevel(between.exec(rest)?.[2] ?? /^([:,;])([A-Z]{4,8})\1\S/.exec(rest)?.[2] ?? "") !== undefined;

/** Whether a level follows between bars, or between a bar and a colon. */
const levelAhead = (rest: string) =>
  parseLevel(/^ *\| *(?:([A-Z]+) *(?:\||-|[=-]?>{1,3} )|([A-Za-z]+):(?: |$))/.exec(rest)?.slice(1).join("") ?? "") !==
  undefined;

function closeBehindLevel(name: string, rest: string, place: NamePlace): number | undefined {
  const { dated, separator, line, levelEnd } = place;
  if (!dated && line.startsWith(": ", levelEnd)) return undefined; // whoever prints `INFO: wren: text` names a user
  if (/^(?::\d+)?:(?: |$)/.test(rest) && !/^[<\d]/.test(name)) return /^:\d/.test(rest) ? rest.indexOf(":", 1) : 0;
  if (separator === ":" && rest.startsWith(":")) return sticky(/:\d{1,6}(?=:(?!\d\d\b)\S)/y, rest, 0)?.length ?? 0;
  const inRound = dated ? sticky(/\(\d{0,6}\)(?=: )/y, rest, 0) : undefined;
  if (inRound !== undefined) return inRound.length;
  if (isPadded(name, place) && /^:? /.test(rest)) return 0;
  const call = place.hasTime ? sticky(/(?::[\w.<>]{1,60})?:\d+(?= )/y, rest, 0) : undefined;
  if (call !== undefined && /^[A-Za-z_][\w.]*$/.test(name) && separator === "") return call.length;
  if (!dated) return / /.test(rest[0] ?? "") && place.levelStart === 0 && isLoggerName(name) ? 0 : undefined;
  if (threadBehind.test(rest) || (separator === "" && processBehind.test(rest) && notOfSentence.test(name))) return 0;
  if (/^ \w+ \d+: /.test(rest)) return sticky(/ \w+ \d+/y, rest, 0)!.length;
  const isBehindThread = / --- (?:\[[^\]]*\] )?\[[^\]]*\] +$/.test(line.slice(levelEnd, place.at)); // Spring's
  if (/^ +: /.test(rest) && (name.includes(".") || isBehindThread)) return rest.indexOf(":");
  return isLoggerName(name) && separator === "" ? (sticky(/ \[[\w -]{0,60}\](?= )/y, rest, 0)?.length ?? 0) : undefined;
}

/** `nest MainThread : `, `nest (worker-3): `. */
const threadBehind =
  /^ (?:\([\w.# -]{1,40}\)(?=: )|(?:Main(?:Thread|Process)|Thread-\d+|[\w-]*Pool[\w-]*_\d+)(?= +[:|-] ))/;

/** `nest (812) text`. */
const processBehind = /^ \(\d{1,8}\) \S/;
/** A word that is not in front of other numbers in brackets: `status (404) text`. */
const notOfSentence =
  /^(?!(?:attempt|channel|cluster|code|errno|error|event|exit|guild|http|id|line|message|opcode|request|retry|role|server|shard|signal|status|try|user|worker)$)[a-z_][\w.-]*$/;

/** Names of loggers that are no words of a sentence: `ERROR nest.egg text`, `ERROR asyncio text`. */
const isLoggerName = (name: string) => (dottedName.test(name) && !fileOrHost.test(name)) || library.test(name);

const library =
  /^(?:__\w+__|asyncio|aiohttp|apscheduler|disnake|hikari|nextcord|sqlalchemy|urllib3|uvicorn|wavelink|werkzeug)$/;

/** Names without dots that bots give to their loggers: in a column, any other word may begin a message. */
const usual = new RegExp(`${library.source}|^(?:bot|discord|main|red|root)$`);

/** The time as discord.py prints it; before a sentence, any word in the column is the name of a logger there. */
const isOfDiscord = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]/;

const levelBehind = new RegExp(
  String.raw`^(?:@|:\d+| \+\d+:)?(?: (?:->|=>|>>|${sign}))? (?:([A-Z]{4,8}|[a-z]{4,7}(?=: ))(?=:? )|[[<({]([A-Z]+) *[\])>}])|^\(([A-Z]{4,8})\)(?= )`,
);

function closeBeforeLevel(name: string, rest: string, place: NamePlace): number | undefined {
  const { hasLevel, dated, hasTime, at, line, levelEnd } = place;
  if (at === 0 && dottedName.test(name) && !fileOrHost.test(name))
    return isLevelBehindFirst(rest) || findTimeEnd(rest, rest[0] === ":" ? 2 : 1) >= longestClock + 1 ? 0 : undefined;
  const isBehindSmall = hasLevel && /[a-z]/.test(line[levelEnd - (line[levelEnd - 1] === "]" ? 2 : 1)]!);
  if (isBehindSmall && (dated || line[levelEnd - 1] === "]") && dottedName.test(name) && rest.startsWith(": "))
    return 0;
  if (!hasLevel && dated && dottedName.test(name) && /^ [DIWEFC] \S/.test(rest)) return 0;
  const isSpaced = hasTime && dottedName.test(name); // a date without a year, a clock alone, a column
  const before = !hasLevel && (dated || isSpaced) ? levelBehind.exec(isSpaced ? rest.replace(/^ +/, " ") : rest) : null;
  if (!before || !parseLevel(before[1] ?? before[2] ?? before[3]!)) return undefined;
  return sticky(/(?:| \+):?\d+:?(?= )/y, rest, 0)?.length ?? 0;
}

/**
 * `nest.egg ERROR: `, `nest.egg [ERROR] `, `nest.egg   : ERROR `, `nest.egg<tab>ERROR<tab>`: a level behind the first
 * word.
 */
const isLevelBehindFirst = (rest: string): boolean => {
  const [, ...words] =
    /^(?: ([A-Z]{4,8}):| \[([A-Z]{4,8}) *\]| *: ([A-Z]{4,8})| ([A-Z]{4,8})|\t([A-Z]{4,8})(?=\t))[ \t]/.exec(rest) ?? [];
  return parseLevel(words.join("")) !== undefined;
};

/** discord.py pads levels to a column; so does rich, but there the message follows. */
function isPadded(name: string, { line, at, dated, levelStart, levelEnd }: NamePlace): boolean {
  const isColumn =
    at === levelStart + levelColumns &&
    line.slice(levelEnd, at).trim() === "" &&
    at > levelEnd &&
    /\w/.test(line[levelStart]!);
  const end = at + name.length;
  const isUsual = usual.test(name) || (/^ [A-Z]/.test(line.slice(end, end + 2)) && isOfDiscord.test(line));
  const isNamed = line[end] === ":" || (isUsual && line[0] !== "["); // rich has a time in brackets
  const isLogger = name.includes(".") || (isNamed && /^[a-z_$]/.test(name));
  return isColumn && isLogger && (dated || name.includes(".") || line[at + name.length] === ":") && columnOf(line) < 0;
}
