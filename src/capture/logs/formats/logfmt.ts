import type { Level } from "../../../report/report.ts";
import { decodeUtf8 } from "../../lines/decode.ts";
import { unescapeText } from "../../lines/escapes.ts";
import { lowestLevel, parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { FieldTexts, isErrorField } from "./own-fields.ts";

const start = /[A-Za-z_][\w.]*=/y;
const begins = /^[A-Za-z_][\w.]*=/;
const field = /([A-Za-z_][\w.]*)=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(?!")(\d{4}-\d\d-\d\d \d\d:\S+|\S*)) ?/y;
/** A quoted text whose line ends are not escaped. */
const open = /([A-Za-z_][\w.]*)="((?:[^"\\]|\\.)*)$/y;

/** logfmt: `time=… level=error msg="…"`, and structlog's pairs: `event='…' level='error'`. */
export function matchLogfmtLine(line: string): LogLine | undefined {
  start.lastIndex = 0;
  if (!line.includes("=") || !start.test(line)) return undefined;
  const fields = new Map<string, string>();
  const levels: (Level | undefined)[] = [];
  open.lastIndex = field.lastIndex = 0;
  for (let match = field.exec(line); match; match = field.exec(line)) {
    const quoted = match[2] ?? match[3];
    const value = quoted === undefined ? match[4]! : unescapeText(quoted);
    if (!fields.has(match[1]!)) fields.set(match[1]!, value);
    if (/^(?:level|lvl|severity|at)$/.test(match[1]!)) levels.push(parseLevel(value));
    open.lastIndex = field.lastIndex;
  }
  const end = open.lastIndex;
  const [, openName = "", rest] = open.exec(line) ?? [];
  const time = fields.get("time") ?? fields.get("ts") ?? fields.get("timestamp");
  const level = lowestLevel(levels); // a second one may be of a user, in a text without quotes
  const logger = fields.get("logger") ?? fields.get("name") ?? fields.get("component") ?? fields.get("module");
  if (time === undefined && level === undefined) return undefined;
  const bare = /(?:^|\s)(?:msg|message|event)=((?!["'])(?:[^=]*|\S*))$/.exec(line)?.[1];
  const behind = level === undefined ? "" : line.slice(end);
  const message = bare ?? fields.get("msg") ?? fields.get("message") ?? fields.get("event") ?? behind;
  const texts = new FieldTexts();
  for (const [name, value] of fields)
    if (value.includes("\n")) texts.add(decodeUtf8(value), value === message || isErrorField([name]));
  const found = texts.toLog();
  return {
    ...(time === undefined ? {} : { time }),
    ...(level && { level }),
    ...(logger === undefined ? {} : { logger }),
    message: rest ?? message,
    ...(rest !== undefined && { said: message, isOpen: true, ...(!isOpenOwn(openName, message) && { ownTexts: 0 }) }),
    ...(found.texts && { ...found, begins }),
  };
}

const isOpenOwn = (name: string, said: string) =>
  isErrorField([name]) || (said === "" && /^(?:msg|message|event)$/.test(name));
