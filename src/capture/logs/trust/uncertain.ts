import type { RaisedError } from "../../../report/report.ts";
import type { ParsedError } from "../../parser.ts";
import { parseLevel } from "../level.ts";
import { nodeHeader } from "../parts-of-errors.ts";
import type { ReadLine } from "../read-line.ts";
import type { LogRecord } from "../record.ts";

/** The surroundings of an error in its record. */
export interface Place {
  /** Whether another error is in the same text. */
  readonly isWithOthers: boolean;
  /** Whether an error of another plugin is in the record. */
  readonly isMixed: boolean;
  /** Whether its lines were carried by more than a log line shortly before was. */
  readonly isDeeper: boolean;
  /** Whether its log line has another form than those of the log, as for `judgeLogLine`. */
  readonly isUnlike: boolean;
  /** Whether a lone CR is in front of it, within a line that is not its log line. */
  readonly isDivided: boolean;
  /** Whether each of its lines may be a chat message. */
  readonly isChat: boolean;
  /** Whether chat is in front of it, or above it without a log line in between. */
  readonly isBelowChat: boolean;
  /** The line before the record; absent if there is none, or it belongs to an error. */
  readonly before: Pick<ReadLine, "raw" | "text" | "log"> | undefined;
}

/**
 * Why an error may be a chat message that the bot logged, in words; `undefined` if there is no sign of that. A message
 * that imitates a whole record of the log cannot be recognised, nor can one that the bot prints without a level.
 */
export function whyUncertain(
  record: LogRecord,
  { isWithOthers, isMixed, isDeeper, isUnlike, isDivided, isChat, isBelowChat, before }: Place,
): string | undefined {
  const { log, stream, stitched, torn, resumed } = record;
  if (isDeeper) return carriedAlone;
  if (isDivided) return "it is behind a carriage return within a line";
  if (isChat) return "its lines have a name in front of them, like chat";
  if (isBelowChat) return "what is above it may be chat, and no log line is between them";
  if (torn) return "the log line that it is below is far above it";
  if (resumed) return "log lines of others are between its lines";
  if (!log) return undefined;
  if (log.level === "info" || log.level === "debug") return `the log line in front of it is of level ${log.level}`;
  if (isLower(log.logger) || isLower(loudWord(log.message))) return "the log line in front of it names two levels";
  if (isUnlike) return "the log line in front of it has another form than those of the log";
  if (isWithOthers && !stitched) return "the same record of the log holds another error";
  if (isMixed && !stitched) return "the same record of the log holds an error of another plugin";
  if (before === undefined) return undefined;
  const carrier = before.log?.carrier?.exec(before.text)?.[0] ?? "";
  if (log.carrier && !log.carrier.test(carrier)) return carriedAlone;
  const isAlike = stream === "" && log.carrying !== undefined && before.raw.text.startsWith("{"); // its line was unwrapped
  const isForeign =
    log.texts && before.log && log.begins?.test(before.text.slice(carrier.length)) === false && !isAlike;
  return isForeign ? "it is JSON in a log of plain lines" : undefined;
}

const carriedAlone = "no log line is carried like it in front of it";

/** A level in capitals, or in brackets, directly after the head of a log line. */
const loudWord = (message: string) => /^(?:([A-Z]{4,8})\b|\[([A-Za-z]{4,8})\])/.exec(message)?.slice(1).join("");

/** Django's own logger is called `log`. */
const isLower = (word = "") => word !== "log" && /^(?:debug|info)$/.test(parseLevel(word) ?? "");

/** Why what was read as one error of Python's may be two, of which one quotes the other. @param lines - Of its text. */
export function whyMixed({ platform, error, first }: ParsedError, lines: readonly string[]): string | undefined {
  if (platform !== "python" || !hasNodeCalls(error)) return undefined;
  return lines.slice(0, first + 1).some((line) => nodeHeader.test(line))
    ? "calls of another language are below it"
    : undefined;
}

function hasNodeCalls(error: RaisedError): boolean {
  for (let one: RaisedError | undefined = error; one; one = one.cause ?? one.context)
    if (/\n(?:[^\S\n]+|[^\S\n]*\n)at .*:\d+:\d+\)?\s*(?:\n|$)/.test(one.value)) return true;
  return false;
}
