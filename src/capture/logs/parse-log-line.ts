import { findCommonEnd, findTimeEnd } from "../time/time.ts";
import type { LogFormat } from "./formats/format.ts";
import { matchJsonLine } from "./formats/json.ts";
import { matchLogfmtLine } from "./formats/logfmt.ts";
import { nodeLoggers, nodeLoggersUntimed } from "./formats/node.ts";
import { levelBeforeTime, pythonLogging, pythonLoggingUntimed } from "./formats/python-logging.ts";
import { red, redUntimed } from "./formats/red.ts";
import { structured } from "./formats/structured.ts";
import { parseLevel } from "./level.ts";
import type { LogLine } from "./log-line.ts";

const isDigit = (code: number) => code >= 48 && code <= 57;
const isCapital = (code: number) => code >= 65 && code <= 90;
const isLetter = (code: number) => isCapital(code) || (code >= 97 && code <= 122);

/** Characters beyond ASCII are looked up here. */
const anyOther = 128;

/** Formats by the character that may come first. */
type Index = readonly (readonly LogFormat[])[];

/** Formats that follow a time, in the order they are tried: the particular before the general. */
const timed = indexByFirst([
  ...red,
  ...structured,
  ...nodeLoggers.slice(0, 1),
  ...pythonLogging,
  ...nodeLoggers.slice(1),
]);
const untimed = indexByFirst([levelBeforeTime, ...redUntimed, ...pythonLoggingUntimed, ...nodeLoggersUntimed]);

/** Reads the beginning of a log line of any known format; `undefined` if it is none. */
export function matchLogLine(line: string): LogLine | undefined {
  const first = line.charCodeAt(0);
  if (first === 123) return matchJsonLine(line);
  const bracket = first === 91;
  if (bracket || isDigit(first)) {
    const from = bracket ? 1 : 0;
    const end = findTimeEnd(line, from);
    if (end > from) return matchTimed(line, line.slice(from, end), line.charCodeAt(end) === 93 ? end + 1 : end);
  }
  if (bracket || first === 32 || isLetter(first)) return matchLogfmtLine(line) ?? matchFormats(untimed, line, 0);
  return undefined;
}

/** Whether a line certainly is a log line that nothing carried; `false` for many that are. */
export function isBareLogLine(line: string): boolean {
  const from = line.charCodeAt(0) === 91 ? 1 : 0;
  const end = findCommonEnd(line, from);
  if (end === from || line.charCodeAt(from + 10) !== 32) return false;
  return from === 1 ? line.startsWith("] ", end) : line.charCodeAt(end) === 32;
}

function matchTimed(line: string, time: string, end: number): LogLine | undefined {
  // formats begin with one space; what is indented is no level
  const isWide = line.charCodeAt(end) === 32 && line.charCodeAt(end + 1) === 32 && isCapital(line.charCodeAt(end + 2));
  return matchFormats(timed, line, isWide ? end + 1 : end, time) ?? matchBareTime(line, end, time);
}

function matchFormats(formats: Index, line: string, from: number, time?: string): LogLine | undefined {
  let start = from;
  while (line.charCodeAt(start) === 32) start++;
  const candidates = formats[Math.min(line.charCodeAt(start) || 0, anyOther)]!;
  for (let at = 0; at < candidates.length; at++) {
    const { pattern, level: levelGroup, logger: loggerGroup, time: timeGroup } = candidates[at]!;
    pattern.lastIndex = from;
    const match = pattern.exec(line);
    if (!match) continue;
    const level = levelGroup === undefined ? undefined : parseLevel(match[levelGroup]!);
    if (levelGroup !== undefined && !level) continue;
    const logger = loggerGroup === undefined ? undefined : match[loggerGroup];
    const own = timeGroup === undefined ? time : match[timeGroup];
    return { time: own, level, logger, message: line.slice(pattern.lastIndex), texts: undefined };
  }
  return undefined;
}

/** The formats to try for each character that may come first. */
function indexByFirst(formats: readonly LogFormat[]): Index {
  return Array.from({ length: anyOther + 1 }, (_, code) => {
    const shown = isLetter(code) ? "A" : String.fromCharCode(code);
    return formats.filter(({ first }) => first === "*" || first.includes(shown));
  });
}

/** A date and a clock at the start make a log line whatever follows; a clock alone does not. */
function matchBareTime(line: string, from: number, time: string): LogLine | undefined {
  if (time.length < 16) return undefined;
  const next = line.charAt(from);
  if (next !== "" && next !== " " && next !== ":") return undefined;
  const start = next === ":" ? from + 1 : from;
  const message = line.slice(line.charAt(start) === " " ? start + 1 : start);
  return { time, level: undefined, logger: undefined, message, texts: undefined };
}
