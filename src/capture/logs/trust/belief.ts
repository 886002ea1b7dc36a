import type { LogRecord } from "../record.ts";
import { type ChatName, speakerIn } from "./chat.ts";
import { formOf, type HeadedLine, isNameFirst, isStructuredForm } from "./form.ts";
import type { OwnForms } from "./own-forms.ts";

/** What lines above a log line show of the log. */
export interface OthersAbove {
  /** Whether some may be chat, and whether more than one is. */
  readonly isChat: boolean;
  readonly isTalk: boolean;
  /** Whether one has a time and another form. */
  readonly isTimed: boolean;
  /** Whether several have no head, so that a bot may print messages as they are. */
  readonly isPlain: boolean;
  /** Whether the nearest of the log's own lines may be a chat message that the bot logged: this may be a part of it. */
  readonly isInMessage: boolean;
}

/** What a log line may decide. */
export type Verdict =
  /** It is like the log's own lines, or in a log without chat: what it names is so. */
  | "own"
  /** Its logger, level, time or message may be what a user wrote: the error below is uncertain. */
  | "unlike"
  /** It is read as text that names nothing: a bot prints just that for a message, or it names no logger. */
  | "text"
  /** The same, but it may be in a message that a log line above logs: the error below is uncertain. */
  | "said";

/**
 * Bots print chat as `[nick] text` or `nick: text`, some with a time in front, and messages have several lines: a user
 * can have written a log line, or the beginning of one. It is believed if the log's own lines have its form; otherwise
 * only in a log without chat, not below a log line with chat, without times if it has none, and without lines of no
 * form if it names a logger.
 *
 * @param othersAbove - What the lines above it show, if its form is this.
 */
export function judgeLogLine(
  { log, firstText: text }: LogRecord,
  own: Pick<OwnForms, "has" | "haveNames">,
  othersAbove: (form: string) => OthersAbove,
): Verdict {
  if (!log || log.isSameTime) return "own";
  const form = formOf({ text, log });
  const isOwn = own.has({ text, log });
  if (log.level === undefined && log.logger === undefined) {
    const { isTalk, isInMessage } = othersAbove(form);
    return isInMessage || (isTalk && isOfOneWord(speakerIn(log.said ?? log.message))) ? "unlike" : "own";
  }
  const hasTime = form.includes("T");
  const isSuspect = (!hasTime && isNameFirst(form)) || (log.level === "fatal" && onlyLevel.test(form));
  if (isOwn && !isSuspect) return "own";
  const { isChat, isTalk, isTimed, isPlain, isInMessage } = othersAbove(form);
  if (isSuspect && (isChat || (log.logger !== undefined && !isOwn))) return isInMessage ? "said" : "text";
  if (isOwn) return "own";
  if (log.inner !== undefined || isInMessage) return "unlike";
  const isStructured = isStructuredForm(form);
  const isAmongTexts = isPlain && (log.logger !== undefined || isStructured);
  if (!isChat && (hasTime || (!isTimed && !own.haveNames && !isAmongTexts))) return "own";
  if (log.logger !== undefined || isStructured) return "unlike";
  if (!hasTime) return "text";
  return isTalk ? "unlike" : "own"; // it names no logger
}

/** Several words in front of a colon may be a sentence. */
const isOfOneWord = (found: ChatName | undefined) => found !== undefined && !found.name.includes(" ");

/** The level may be the name of whoever wrote the message: `[CRITICAL] text`. */
const onlyLevel = /^\W?L\W* ?$/;

/**
 * Whether a log line may be a breadcrumb of the logger that it names, which a user may have written otherwise: where
 * the log's own lines name loggers, it has their form.
 */
export function mayName({ text, log }: HeadedLine, own: Pick<OwnForms, "has" | "haveNames">): boolean {
  if (log.inner === undefined && (log.logger === undefined || log.isSameTime)) return true;
  if (own.has({ text, log })) return true;
  if (log.inner !== undefined || own.haveNames) return false;
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
