import { levelOfSign } from "../head/sign.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";

/** A longer text before a message is shortened: it is no head. */
const longest = 160;

/** A log line as its program wrote it. */
export interface HeadedLine {
  readonly text: string;
  readonly log: LogLine;
}

/**
 * The text before a log line's message, with `T` for its time, `N` for its logger, `L` for its level, `w` for other
 * words: lines of one logger have the same. Structured lines have the sign or the field that they begin with.
 */
export function formOf(line: HeadedLine): string {
  return asForm(markParts(line).head);
}

/** A form from a head in which control characters mark the parts. */
export const asForm = (head: string) =>
  head.replace(/\s+/g, " ").replaceAll(timeMark, "T").replaceAll(nameMark, "N").replaceAll(levelMark, "L");

const timeMark = "\x01";
export const nameMark = "\x02";
export const levelMark = "\x03";

/** The text before a message, with marks for its parts, and what the level and the logger were, in their order. */
export interface MarkedHead {
  readonly head: string;
  readonly levels: readonly string[];
  readonly name: string;
}

export function markParts({ text, log }: HeadedLine): MarkedHead {
  if (log.inner !== undefined) {
    const marked = markParts({ text: log.inner, log: { ...log, inner: undefined } });
    return { ...marked, head: `{${marked.head}` };
  }
  const [prefix = ""] = log.carrier?.exec(text) ?? [];
  const rest = text.slice(prefix.length);
  const [structured] = /^\s*\{(?=\s*["'}])|^[A-Za-z_][\w.]*=/.exec(rest) ?? [];
  const end = log.message === "" ? rest.length : rest.lastIndexOf(log.message);
  let head = (prefix + (structured?.trim() ?? (end < 0 ? rest : rest.slice(0, end)))).slice(0, longest);
  if (typeof log.time === "string") head = head.replace(log.time, timeMark);
  const at = log.logger && !structured ? head.lastIndexOf(log.logger) : -1; // a carrier may have the same name
  if (at >= 0) head = `${head.slice(0, at)}${nameMark}${head.slice(at + log.logger!.length)}`;
  const levels: string[] = [];
  const mark = (isLevel: (text: string) => boolean) =>
    head.replace(word, (text) => {
      if (!isLevel(text)) return "w";
      levels.push(text);
      return levelMark;
    });
  const words = mark((text) => parseLevel(text) !== undefined || /^[DIWEFC]$/.test(text));
  const isBySign = log.level !== undefined && levels.length === 0; // a sign may stand for it
  return { head: isBySign ? mark((text) => levelOfSign(text) !== undefined) : words, levels, name: log.logger ?? "" };
}

const word = /[\w.$@]+|[\x80-\xff]+/g;

/**
 * Whether a bot prints a form like this for chat, if a user writes a level: `[nick] ERROR text`, `nick - ERROR - text`.
 * Between name and level, some loggers print a sign of their own.
 */
export const isNameFirst = (form: string) => /^\{?(?:[^LN]*T)?[^LTw]*N[^LTw]*L/.test(form);

/** Whether it is the form of a log line within an object. */
export const isInObject = (form: string) => /^\{./.test(form);

/** Whether it is the form of a structured line. */
export const isStructuredForm = (form: string) => /(?:\{|[wL]=)$/.test(form);
