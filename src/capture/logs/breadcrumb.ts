import { limits } from "../../report/limits.ts";
import type { Breadcrumb } from "../../report/report.ts";
import { decodeUtf8 } from "../lines/decode.ts";
import { parseEpoch, parseLogTime } from "../time.ts";
import type { LogLine } from "./log-line.ts";

/**
 * The step that a log line describes; it never changes.
 *
 * @param afterMs - As for `parseLogTime`.
 */
export function toBreadcrumb(line: LogLine, afterMs?: number): Breadcrumb {
  const message = decodeUtf8(line.said ?? line.message)
    .trimStart()
    .slice(0, limits.messageUnits);
  const timeMs = lineTimeMs(line, afterMs);
  const crumb: { -readonly [Name in keyof Breadcrumb]: Breadcrumb[Name] } = { message };
  if (timeMs !== undefined) crumb.timeMs = timeMs;
  if (line.level) crumb.level = line.level;
  if (line.logger !== undefined) crumb.category = decodeUtf8(line.logger);
  return Object.freeze(crumb);
}

/**
 * Epoch milliseconds of a log line.
 *
 * @param afterMs - As for `parseLogTime`.
 */
export function lineTimeMs({ time }: LogLine, afterMs?: number): number | undefined {
  if (time === undefined) return undefined;
  if (typeof time === "number") return parseEpoch(time);
  return !time.includes(":") && /^\d+(?:\.\d+)?$/.test(time) ? parseEpoch(Number(time)) : parseLogTime(time, afterMs);
}
