import type { LogRecord } from "../record.ts";
import { type ChatName, speakerIn } from "./chat.ts";
import { formOf, type HeadedLine, isNameFirst, mayBeQuoted } from "./form.ts";
import type { Forms } from "./forms.ts";
import type { Open } from "./open-texts.ts";

/** What a log line may decide. */
export type Verdict =
  /** It has the form of the log's own lines, or no user can have written it: what it names is so. */
  | "own"
  /** Its logger, level, time or message may be what a user wrote: the error below is uncertain. */
  | "unlike"
  /** The same, and it is read as text that names nothing: a bot prints just that for a message. */
  | "text";

/**
 * Bots print chat as `[nick] text` or `nick: text`, some with a time in front, and messages have several lines: a user
 * can have written a log line, or the beginning of one. It is believed if the log's own lines have its form, or where no
 * text of a user may be open.
 *
 * @param openAbove - The text that may be open above it.
 */
export function judgeLogLine(
  { log, firstText: text, lines }: LogRecord,
  own: Forms,
  openAbove: () => Open | undefined,
): Verdict {
  if (!log || log.isSameTime) return "own";
  const isOwn = own.has({ text, log }, lines[0]!.line);
  if (log.level === undefined && log.logger === undefined) {
    const open = openAbove();
    const isSaid = isOfOneWord(speakerIn(log.said ?? log.message)) || (open === "chat" && !isOwn);
    return isSaid || open === "message" ? "unlike" : "own";
  }
  const form = formOf({ text, log });
  const isSuspect = own.isNamed({ text, log }, lines[0]!.line) || (log.level === "fatal" && onlyLevel.test(form));
  if (isOwn && !isSuspect) return "own";
  const open = openAbove();
  if (isSuspect && (open === "chat" || (log.logger !== undefined && !isOwn))) return "text";
  return isOwn || (!open && !log.inner && !mayBeQuoted({ text, log })) ? "own" : "unlike";
}

/** Several words in front of a colon may be a sentence. */
const isOfOneWord = (found: ChatName | undefined) => found !== undefined && !found.name.includes(" ");

/** The level may be the name of whoever wrote the message: `[CRITICAL] text`. */
const onlyLevel = /^\W?L\W* ?$/;

/**
 * Whether a log line may be a breadcrumb of the logger that it names, which a user may have written otherwise: where
 * the log's own lines name loggers, it has their form.
 */
export function mayName({ text, log }: HeadedLine, at: number, own: Pick<Forms, "has" | "haveNames">): boolean {
  if (log.inner === undefined && (log.logger === undefined || log.isSameTime)) return true;
  if (own.has({ text, log }, at)) return true;
  if (log.inner !== undefined || own.haveNames(at)) return false;
  if (isLevelFirst({ text, log })) return true;
  const form = formOf({ text, log });
  return form.includes("T") && !isNameFirst(form);
}

/** Whether a word is between the time of a log line and its logger, as in most logs. */
function isLevelFirst({ text, log: { time, logger } }: HeadedLine): boolean {
  if (typeof time !== "string") return false;
  const from = text.indexOf(time) + time.length;
  return from >= time.length && /\w/.test(text.slice(from, Math.max(from, text.indexOf(logger!, from))));
}
