import { levelOfSign } from "../head/sign.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";

/** A longer text before a message is shortened: it is no head. */
const longest = 160;

/**
 * The text before a log line's message, with `T` for its time, `N` for its logger, `L` for its level, `w` for other
 * words: lines of one logger have the same. Structured lines have the sign or the field that they begin with.
 */
export function formOf({ text, log }: { readonly text: string; readonly log: LogLine }): string {
  if (log.inner !== undefined) return `{${formOf({ text: log.inner, log: { ...log, inner: undefined } })}`;
  const [prefix = ""] = log.carrier?.exec(text) ?? [];
  const rest = text.slice(prefix.length);
  const [structured] = /^\s*\{(?=\s*["'}])|^[A-Za-z_][\w.]*=/.exec(rest) ?? [];
  const end = log.message === "" ? rest.length : rest.lastIndexOf(log.message);
  let head = (prefix + (structured?.trim() ?? (end < 0 ? rest : rest.slice(0, end)))).slice(0, longest);
  if (typeof log.time === "string") head = head.replace(log.time, "\x01");
  const at = log.logger && !structured ? head.lastIndexOf(log.logger) : -1; // a carrier may have the same name
  if (at >= 0) head = `${head.slice(0, at)}\x02${head.slice(at + log.logger!.length)}`;
  const words = head.replace(word, (text) => (parseLevel(text) || /^[DIWEFC]$/.test(text) ? "\x03" : "w"));
  const signs = log.level === undefined || words.includes("\x03") ? words : head.replace(word, signOf);
  return signs.replace(/\s+/g, " ").replace("\x01", "T").replace("\x02", "N").replaceAll("\x03", "L");
}

const word = /[\w.$@]+|[\x80-\xff]+/g;

/** A sign may stand for the level. */
const signOf = (text: string) => (levelOfSign(text) ? "\x03" : "w");

/**
 * Whether a bot prints a form like this for chat, if a user writes a level: `[nick] ERROR text`, `nick - ERROR - text`.
 * Between name and level, some loggers print a sign of their own.
 */
export const isNameFirst = (form: string) => /^\{?(?:[^LN]*T)?[^LTw]*N[^LTw]*L/.test(form);

/** Whether it is the form of a log line within an object. */
export const isInObject = (form: string) => /^\{./.test(form);

/** Whether it is the form of a structured line. */
export const isStructuredForm = (form: string) => /(?:\{|[wL]=)$/.test(form);
