import type { Level } from "../../../report/report.ts";
import { carriedIn } from "../../lines/carriers/json.ts";
import { decodeUtf8 } from "../../lines/decode.ts";
import { trimBytesEnd } from "../../lines/trim-bytes.ts";
import { isErrorName } from "../head/parts.ts";
import { parseLevel, parseLevelNumber } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { printExceptionData } from "./exception-data.ts";
import { FieldTexts, isErrorField, isOwnName } from "./own-fields.ts";
import { printStackData } from "./stack-data.ts";

/** The most levels and fields that are searched for texts of several lines. */
const maxDepth = 4;
const maxFields = 200;

/** pino, bunyan, winston, structlog and Python's JSON formatters: one JSON object a line. */
export function matchJsonLine(line: string): LogLine | undefined {
  if (!/^\s*\{\s*["}]/.test(line)) return undefined; // JSON.parse takes long to refuse
  if (!line.endsWith("}")) return matchBrokenLine(line);
  const entry = parseObject(decodeUtf8(line));
  const log = matchEntry(entry);
  if (!log || !entry) return undefined;
  const carried = log.logger === undefined ? carriedIn(entry) : undefined;
  if (!carried) return { ...log, begins };
  const message = log.message || Buffer.from(carried.text, "utf8").toString("latin1");
  return { ...log, message, begins, carrying: carried.carrying };
}

/** Reads an entry with all its texts. */
export const matchEntry = (entry: Entry | undefined): LogLine | undefined =>
  entry && toLogLine(entry, longTexts(entry));

const begins = /^\s*\{/;

/** A string with unescaped line ends continues in the next lines; the text before it is complete. */
function matchBrokenLine(line: string): LogLine | undefined {
  const [, whole, name, open] = /^(\{".*),\s*"([^"]{1,80})":\s*"((?:[^"\\]|\\.)*)$/.exec(line) ?? [];
  const entry = whole === undefined ? undefined : parseObject(decodeUtf8(`${whole}}`));
  const log = entry && toLogLine(entry);
  return (
    log && {
      ...log,
      message: open!,
      said: log.message,
      isOpen: true,
      ...(!isOpenName(name!, log.message) && { ownTexts: 0 }),
    }
  );
}

/** A line has one message: what else is named like one may be a user's text. */
const isOpenName = (name: string, said: string) => (said === "" ? isOwnName(name) : isErrorField([name]));

/**
 * Separates a message from the data after it, if the data contains an error's stack or the line's time, as with AWS
 * Lambda and winston.
 */
export function cutData(message: string): Pick<LogLine, "message" | "texts" | "ownTexts" | "time"> | undefined {
  if (!message.endsWith("}") || !/"(?:stack(?:Trace)?|timestamp)":/.test(message)) return undefined;
  const begin = message.search(/(?:^|\s)\{"/);
  const entry = begin < 0 ? undefined : parseObject(decodeUtf8(message.slice(begin).trim()));
  const texts = entry ? longTexts(entry).toLog() : {};
  const time = typeof entry?.timestamp === "string" ? entry.timestamp : undefined;
  if (!texts.texts && time === undefined) return undefined;
  return {
    message: trimBytesEnd(message.slice(0, begin)),
    ...texts,
    ...(time !== undefined && { time }),
  };
}

/** Reads the fields of a structured log entry; `undefined` if there is no level, time or message among them. */
export function toLogLine(entry: Entry, texts = new FieldTexts()): LogLine | undefined {
  const parts = partsOf(entry);
  const message = pickMessage(parts);
  const level = pickLevel(parts);
  const logger = pickLogger(parts);
  const time = pickTime(parts);
  if (message === undefined && level === undefined && time === undefined) return undefined;
  return {
    ...(time === undefined ? {} : { time }),
    ...(level && { level }),
    ...(logger === undefined ? {} : { logger }),
    message: Buffer.from(message ?? "", "utf8").toString("latin1"),
    ...texts.toLog(),
  };
}

/** Where loguru, Elastic, roarr, tslog, Railway, Logstash and Google Cloud put the data of a line. */
const nests = [
  "",
  "record",
  "log",
  "context",
  "_meta",
  "_logMeta",
  "attributes",
  "@fields",
  "jsonPayload",
  "content",
  "logging.googleapis.com/labels",
];

const partsOf = (entry: Entry) => nests.map((name) => (name === "" ? entry : entry[name])).filter(isObject);

export type Entry = Record<string, unknown>;

const isObject = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseObject(text: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The values of these fields, those of the first part first: what is nested deeper may be a user's. */
function* pick(parts: readonly Entry[], names: readonly string[]): Generator<unknown> {
  for (const part of parts) for (const name of names) if (part[name] !== undefined) yield part[name];
}

const messageNames = [
  "msg",
  "message",
  "event",
  "text",
  "0",
  "@message",
  "textPayload",
  "short_message",
  "@m",
  "@mt",
  "body",
  "Body",
];

/** loguru's `text` is the whole line as it would be printed. */
function pickMessage(parts: readonly Entry[]): string | undefined {
  const names = isObject(parts[0]?.record) ? messageNames.filter((name) => name !== "text") : messageNames;
  return pickText(parts, names) ?? firstArgument(parts[0]);
}

/** What was logged, as consola and tslog 3 list it. */
const argumentsOf = ({ args, argumentsArray }: Entry = {}): unknown => args ?? argumentsArray;

function firstArgument(entry: Entry | undefined): string | undefined {
  const all = argumentsOf(entry);
  return Array.isArray(all) && typeof all[0] === "string" ? all[0] : undefined;
}

function pickText(
  parts: readonly Entry[],
  names: readonly string[],
  fits: (text: string) => boolean = () => true,
): string | undefined {
  for (const value of pick(parts, names)) if (typeof value === "string" && fits(value)) return value;
  return undefined;
}

const loggerNames =
  "logger log.logger logger.name logger_name loggerName logName name module category channel label tag namespace package SourceContext python_logger".split(
    " ",
  );

/** winston writes the name of an error where others write that of a logger, Google Cloud that of a whole log. */
function pickLogger(parts: readonly Entry[]): string | undefined {
  const named = parts.map(({ logger }) => logger).find(isObject); // Datadog's
  const isName = (text: string) => !isErrorName(text) && !text.startsWith("projects/");
  const name =
    pickText(parts, loggerNames, isName) ??
    (typeof named?.name === "string" ? named.name : undefined) ??
    contextOf(parts);
  return name !== undefined && isName(name) ? name : undefined;
}

/** Nest's name of a logger: others write any text there. */
const contextOf = ([{ context } = {}]: readonly Entry[]) =>
  typeof context === "string" && /^[A-Za-z_]\w*$/.test(context) ? context : undefined;

const timeNames = [
  "time",
  "timestamp",
  "@timestamp",
  "ts",
  "asctime",
  "datetime",
  "created",
  "date",
  "t",
  "@t",
  "Timestamp",
];

function pickTime(parts: readonly Entry[]): string | number | undefined {
  for (const value of pick(parts, timeNames)) {
    if (typeof value === "number" || typeof value === "string") return value;
    // loguru; Google's loggers; MongoDB's
    const own = isObject(value) ? (value.timestamp ?? value.seconds ?? value.$date) : undefined;
    if (typeof own === "number" || typeof own === "string") return own;
  }
  return undefined;
}

const levelNames =
  "level levelname level_name severity log_level log.level logLevel logLevelName levelName _logLevel lvl @l SeverityText severityText severity_text".split(
    " ",
  );

function pickLevel(parts: readonly Entry[]): Level | undefined {
  const { type } = parts[0] ?? {};
  if (typeof type === "string" && Array.isArray(parts[0]?.args)) return parseLevel(type) ?? levelOfType(type);
  for (const value of pick(parts, levelNames)) {
    const own = isObject(value) ? value.name : value;
    const named = typeof own === "string" ? parseLevel(own.trim()) : undefined;
    if (named) return named;
    if (typeof own === "number") return parseLevelNumber(own);
  }
  return parseLevel(pickText(parts, ["status"]) ?? ""); // Datadog's
}

/** consola's further types; its numbers count the other way round than those of others. */
const levelOfType = (type: string): Level => (type === "fail" ? "error" : "info");

/** A text that the stack beside it repeats; by itself, a user's text in it may look like another error. */
const isInStack = (name: string, { message, stack }: { message?: unknown; stack?: unknown }): boolean =>
  name === "message" && typeof stack === "string" && typeof message === "string" && stack.includes(message);

/** loguru and GELF hold the whole line beside its message. */
const isRendered = (name: string, entry: Entry): boolean =>
  name === "text" ? isObject(entry.record) : name === "full_message" && typeof entry.short_message === "string";

/** Every string of several lines, in the order of the fields, including stacks that are lists. */
function longTexts(entry: Entry): FieldTexts {
  const texts = new FieldTexts();
  const message = pickMessage(partsOf(entry));
  const isOwn = (value: string, path: readonly string[]) => {
    if (value === message || isErrorField(path)) return true;
    return path.length === 1 && (isRendered(path[0]!, entry) || (message === undefined && isOwnName(path[0]!)));
  };
  let fields = 0;
  const visit = (value: unknown, path: readonly string[]) => {
    if (++fields > maxFields) return;
    if (typeof value === "string") {
      if (value.includes("\n") || value.includes("\\n")) texts.add(value, isOwn(value, path));
      return;
    }
    const printed = printExceptionData(value) ?? printStackData(value);
    if (printed !== undefined)
      texts.add(printed, true); // no text looks like this
    else if (typeof value === "object" && value !== null && path.length < maxDepth)
      for (const [name, part] of Object.entries(value)) if (!isInStack(name, value)) visit(part, [...path, name]);
  };
  visit(entry, []);
  return texts;
}
