import { levelOfSign } from "../head/sign.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";

/** A longer text before a message is shortened: it is no head. */
const longest = 160;

/**
 * The text before a log line's message, with `T` for its time, `N` for its logger, `L` for its level, `w` for other
 * words: lines of one logger have the same. Structured lines have the sign or the field that they begin with.
 */
export const formOf = (line: HeadedLine): string => render(line, () => LEVEL);

/**
 * The same with the width of the level's column, if a sign ends it: `[INFO ]` and `[ERROR]` have the same in a log that
 * fills its levels up with blanks.
 */
export const columnsOf = (line: HeadedLine): string => render(line, (level) => LEVEL.repeat(level.length));

export interface HeadedLine {
  readonly text: string;
  readonly log: LogLine;
}

const LEVEL = "\x03";
/** A level's column that a sign ends. */
const column = / *\x03{2,} *(?=[^\s\w\x80-\xff])/g;

function render({ text, log }: HeadedLine, levelAs: (level: string) => string): string {
  if (log.inner !== undefined) return `{${render({ text: log.inner, log: { ...log, inner: undefined } }, levelAs)}`;
  const [prefix = ""] = log.carrier?.exec(text) ?? [];
  const rest = text.slice(prefix.length);
  const [structured] = /^\s*\{(?=\s*["'}])|^[A-Za-z_][\w.]*=/.exec(rest) ?? [];
  const end = log.message === "" ? rest.length : rest.lastIndexOf(log.message);
  let head = (prefix + (structured?.trim() ?? (end < 0 ? rest : rest.slice(0, end)))).slice(0, longest);
  if (typeof log.time === "string") head = head.replace(log.time, "\x01");
  const at = log.logger && !structured ? head.lastIndexOf(log.logger) : -1; // a carrier may have the same name
  if (at >= 0) head = `${head.slice(0, at)}\x02${head.slice(at + log.logger!.length)}`;
  const words = head.replace(word, (text) => (parseLevel(text) || /^[DIWEFC]$/.test(text) ? levelAs(text) : "w"));
  const signs = log.level === undefined || words.includes(LEVEL) ? words : head.replace(word, signOf);
  const columns = signs.replace(column, (field) => `L${field.length}`);
  return columns.replace(/\s+/g, " ").replace("\x01", "T").replace("\x02", "N").replace(/\x03+/g, "L");
}

const word = /[\w.$@]+|[\x80-\xff]+/g;

/** A sign may stand for the level. */
const signOf = (text: string) => (levelOfSign(text) ? LEVEL : "w");

/**
 * Whether a bot prints a form like this for chat, if a user writes a level: `[nick] ERROR text`, `nick - ERROR - text`.
 * Between name and level, some loggers print a sign of their own.
 */
export const isNameFirst = (form: string) => /^\{?(?:[^LN]*T)?[^LTw]*N[^LTw]*L/.test(form);

/** Whether it is the form of a log line within an object. */
export const isInObject = (form: string) => /^\{./.test(form);

/** Whether it is the form of a structured line. */
export const isStructuredForm = (form: string) => /(?:\{|[wL]=)$/.test(form);
