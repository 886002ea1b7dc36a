import type { LogLine } from "../logs/log-line.ts";
import {
  awaitsMore,
  beginsTraceback,
  exceptionName,
  goesOnInDump,
  isBareFrame,
  isCall,
  isFrame,
  isInner,
  isLink,
  isMargin,
  lastText,
} from "../logs/parts-of-errors.ts";
import { isSoonAfter, readTimed } from "../logs/timed.ts";
import { isCompleteLine } from "../node/line/complete.ts";
import type { OpenRecord } from "./open-record.ts";

/**
 * Whether a log line is only one more line of the error that is open: some handlers put time, level and logger before
 * every line of a traceback. If only their time shows it, `stitched` is set.
 */
export function isContinuedBy(record: OpenRecord, log: LogLine, text: string): boolean {
  return isContinuedByLine(record, withoutColumn(record, log), text);
}

/** A log line without the blanks that fill up a column before the messages of both. */
function withoutColumn({ log: first }: OpenRecord, log: LogLine): LogLine {
  const [blanks = ""] = /^ {2,}(?=\w)/.exec(first?.message ?? "") ?? [];
  return blanks !== "" && log.message.startsWith(blanks) ? { ...log, message: log.message.slice(blanks.length) } : log;
}

function isContinuedByLine(record: OpenRecord, log: LogLine, text: string): boolean {
  const { log: first, timed, lines } = record;
  if (record.isText(log)) return true;
  if (timed) {
    const next = readTimed({ text, log });
    if (next?.shape !== timed.shape) return false;
    return isSoonAfter(next, timed) || isInner(log.message) || awaitsMore(lines);
  }
  if (!first || log.level !== first.level || log.logger !== first.logger) return false;
  if (log.texts || log.isOpen || first.texts) return false; // each structured line is complete
  if (beginsTraceback(log.message) && lines.length === 1 && log.time === first.time) return true;
  if (!record.hot) return isCall(log.message);
  if (log.message.trim() === "" && lines.length > 1 && !record.isPrefixed) return false; // what is logged is below
  if (isInner(log.message) || (record.isPrefixed && awaitsMore(lines))) return true;
  if (log.level === undefined && log.time === undefined) return false; // a name alone is no reason
  if (!record.awaitsFrames || log.time !== first.time || isBareFrame(lastText(lines))) return false;
  if (isCompleteLine(log.message) || log.message === lines[0]!.text) return false; // one more error
  record.stitched = true;
  return true;
}

/**
 * Whether a line without time or level continues a traceback that others interrupted.
 *
 * @param since - The last line of the others; frames directly below a warning or an error belong to it.
 */
export function isResumedBy(record: OpenRecord, text: string, since: OpenRecord | undefined): boolean {
  const last = lastText(record.lines);
  if (since && isEmpty(since)) return false;
  if (isLink(text)) return true;
  if (text.includes("Traceback (most")) return isLink(last) || /^\s+\|/.test(text);
  const { hasFrames, awaitsFrames } = record;
  if (isFrame(text)) return (hasFrames || awaitsFrames) && !(since && isUnexplained(since));
  if (isLink(last)) return false;
  if (hasFrames) return goesOnInDump(last, text);
  if (isCall(text)) return true;
  if (awaitsFrames) return !isComplete(record) && !(since && isUnexplained(since));
  if (isMargin(last) && isMargin(text)) return true;
  return /^\s/.test(text) ? /^\s/.test(last) : awaitsMore(record.lines) && exceptionName.test(text);
}

/** Whether the name of an exception comes next, which rich and Bun may print as `error: …`, like winston. */
export function awaitsName({ hot, lines }: OpenRecord): boolean {
  if (!hot) return false;
  const [source, last] = lines.slice(-2).map(({ text }) => text);
  return /^\s*\xe2\x95\xb0/.test(last ?? source!) || (/^ *\^$/.test(last ?? "") && /\d \| /.test(source!));
}

/** Whether it is an error that says all without frames; what comes after lines of others is more likely to be chat. */
const isComplete = ({ lines }: OpenRecord): boolean => lines.length === 1 && isCompleteLine(lines[0]!.text);

/** Whether it is a log line without a message, which announces the lines below. */
const isEmpty = ({ log, lines }: OpenRecord): boolean =>
  log !== undefined && lines.length > 0 && lines.every(({ text }) => text.trim() === "");

/** Whether it says that something went wrong, but not yet where. */
const isUnexplained = ({ log, lines }: OpenRecord): boolean =>
  lines.filter(({ text }) => text.trim() !== "").length === 1 && /^(?:warning|error|fatal)$/.test(log?.level ?? "");
