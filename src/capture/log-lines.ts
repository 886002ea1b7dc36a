import type { Level } from "../report/report.ts";
import type { LogFormat } from "./log-formats/format.ts";
import { matchJsonLine } from "./log-formats/json.ts";
import { matchLogfmtLine } from "./log-formats/logfmt.ts";
import { nodeLoggers, nodeLoggersUntimed } from "./log-formats/node.ts";
import { pythonLogging, pythonLoggingUntimed } from "./log-formats/python-logging.ts";
import { red, redUntimed } from "./log-formats/red.ts";
import { structured } from "./log-formats/structured.ts";
import { parseLevel } from "./log-level.ts";
import { timeSource } from "./log-time.ts";

/** What a log line says in front of its message. */
export interface LogLine {
  /** As the line gives it: text, or a number since 1970. */
  readonly time?: string | number;
  readonly level?: Level;
  readonly logger?: string;
  /** Latin1, like the line. */
  readonly message: string;
  /** Further texts of a structured line, such as a stack, already decoded. */
  readonly texts?: readonly string[];
}

/** Formats that follow a time, in the order they are tried: the particular before the general. */
const timed: readonly LogFormat[] = [
  ...red,
  ...structured,
  ...nodeLoggers.slice(0, 1),
  ...pythonLogging,
  ...nodeLoggers.slice(1),
];
const untimed: readonly LogFormat[] = [...redUntimed, ...pythonLoggingUntimed, ...nodeLoggersUntimed];

const time = new RegExp(String.raw`\[?(${timeSource}|\d{13})\]?`, "y");

/** Reads the beginning of a log line of any known format; `undefined` if it is none. */
export function matchLogLine(line: string): LogLine | undefined {
  const first = line.charCodeAt(0);
  if (first === 123) return matchJsonLine(line);
  if (first === 91 || (first >= 48 && first <= 57)) {
    time.lastIndex = 0;
    const found = time.exec(line);
    if (found) return matchFormats(timed, line, time.lastIndex, found[1]!) ?? bareTime(line, time.lastIndex, found[1]!);
  }
  if (first === 91 || (first >= 65 && first <= 90) || (first >= 97 && first <= 122) || first === 32)
    return matchLogfmtLine(line) ?? matchFormats(untimed, line, 0);
  return undefined;
}

function matchFormats(formats: readonly LogFormat[], line: string, from: number, at?: string): LogLine | undefined {
  for (const { pattern, level: levelGroup, logger: loggerGroup } of formats) {
    pattern.lastIndex = from;
    const match = pattern.exec(line);
    if (!match) continue;
    const level = levelGroup === undefined ? undefined : parseLevel(match[levelGroup]!);
    if (levelGroup !== undefined && !level) continue;
    const logger = loggerGroup === undefined ? undefined : match[loggerGroup];
    return {
      ...(at === undefined ? {} : { time: at }),
      ...(level && { level }),
      ...(logger === undefined ? {} : { logger }),
      message: line.slice(pattern.lastIndex),
    };
  }
  return undefined;
}

/** A date and a clock at the start make a log line whatever follows; a clock alone does not. */
function bareTime(line: string, from: number, at: string): LogLine | undefined {
  if (at.length < 16) return undefined;
  const next = line.charAt(from);
  if (next !== "" && next !== " " && next !== ":") return undefined;
  const start = next === ":" ? from + 1 : from;
  return { time: at, message: line.slice(line.charAt(start) === " " ? start + 1 : start) };
}
