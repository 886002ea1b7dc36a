import type { Level } from "../../report/report.ts";
import { decodeUtf8 } from "../decode.ts";
import { parseLevel, parseLevelNumber } from "../log-level.ts";
import type { LogLine } from "../log-line.ts";

/** Depth and number of fields that are looked at for texts of several lines. */
const maxDepth = 3;
const maxFields = 200;

/** pino, bunyan, winston, structlog and Python's JSON formatters: one JSON object a line. */
export function matchJsonLine(line: string): LogLine | undefined {
  if (!line.endsWith("}")) return undefined;
  const entry = parseObject(decodeUtf8(line));
  if (!entry) return undefined;
  const message = pickText(entry, ["msg", "message", "event", "text"]);
  const level = pickLevel(entry);
  const logger = pickText(entry, ["logger", "logger_name", "name", "module", "category"]);
  const time = pickTime(entry);
  if (message === undefined && level === undefined && time === undefined) return undefined;
  const texts = longTexts(entry);
  return {
    ...(time === undefined ? {} : { time }),
    ...(level && { level }),
    ...(logger === undefined ? {} : { logger }),
    message: Buffer.from(message ?? "", "utf8").toString("latin1"),
    ...(texts.length > 0 && { texts }),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function pickText(entry: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) if (typeof entry[name] === "string") return entry[name];
  return undefined;
}

function pickTime(entry: Record<string, unknown>): string | number | undefined {
  for (const name of ["time", "timestamp", "@timestamp", "ts", "asctime", "datetime"]) {
    const value = entry[name];
    if (typeof value === "number" || typeof value === "string") return value;
  }
  return undefined;
}

function pickLevel(entry: Record<string, unknown>): Level | undefined {
  for (const name of ["level", "levelname", "severity", "log_level", "log.level"]) {
    const value = entry[name];
    if (typeof value === "string") return parseLevel(value.trim());
    if (typeof value === "number") return parseLevelNumber(value);
  }
  return undefined;
}

/** Every string of several lines, in the order of the fields; a stack is one. */
function longTexts(entry: Record<string, unknown>): string[] {
  const texts: string[] = [];
  let fields = 0;
  const visit = (value: unknown, depth: number) => {
    if (++fields > maxFields) return;
    if (typeof value === "string") {
      if (value.includes("\n") || value.includes("\\n")) texts.push(value);
    } else if (typeof value === "object" && value !== null && depth < maxDepth)
      for (const part of Object.values(value)) visit(part, depth + 1);
  };
  visit(entry, 0);
  return texts;
}
