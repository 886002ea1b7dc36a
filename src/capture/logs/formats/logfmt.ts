import { decodeUtf8 } from "../../lines/decode.ts";
import { unescapeText } from "../../lines/escapes.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";

const start = /(?:time|ts|timestamp|level|lvl|at)=/y;
const field = /([A-Za-z_][\w.]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*)) ?/y;

/** logfmt: `time=… level=error msg="…"`. */
export function matchLogfmtLine(line: string): LogLine | undefined {
  start.lastIndex = 0;
  if (!start.test(line)) return undefined;
  const fields = new Map<string, string>();
  field.lastIndex = 0;
  for (let match = field.exec(line); match; match = field.exec(line))
    fields.set(match[1]!, match[2] === undefined ? match[3]! : unescapeText(match[2]));
  const time = fields.get("time") ?? fields.get("ts") ?? fields.get("timestamp");
  const level = parseLevel(fields.get("level") ?? fields.get("lvl") ?? "");
  const logger = fields.get("logger") ?? fields.get("name") ?? fields.get("component");
  if (time === undefined && level === undefined) return undefined;
  const texts = [...fields.values()].filter((value) => value.includes("\n")).map(decodeUtf8);
  return {
    ...(time === undefined ? {} : { time }),
    ...(level && { level }),
    ...(logger === undefined ? {} : { logger }),
    message: fields.get("msg") ?? fields.get("message") ?? "",
    ...(texts.length > 0 && { texts }),
  };
}
