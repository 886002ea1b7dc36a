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
  const timeMs = lineTimeMs(line, afterMs);
  return Object.freeze({
    message: decodeUtf8(line.said ?? line.message).slice(0, limits.messageUnits),
    ...(timeMs === undefined ? {} : { timeMs }),
    ...(line.level && { level: line.level }),
    ...(line.logger === undefined ? {} : { category: decodeUtf8(line.logger) }),
  });
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
