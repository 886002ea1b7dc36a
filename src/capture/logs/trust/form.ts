import { levelOfSign } from "../head/sign.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { chatNameIn } from "./chat.ts";

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
export const formOf = (line: HeadedLine): string => markParts(line).form;

/** A form from a head in which control characters mark the parts. */
export const asForm = (head: string) =>
  head
    .replace(/ +/g, " ")
    .replace(/(?<!\s)\s*\t\s*/g, "\t")
    .replaceAll(timeMark, "T")
    .replaceAll(nameMark, "N")
    .replaceAll(levelMark, "L");

const timeMark = "\x01";
export const nameMark = "\x02";
export const levelMark = "\x03";

/** The text before a message, with marks for its parts, and what the levels were, in their order. */
export interface MarkedHead {
  readonly head: string;
  readonly levels: readonly string[];
  readonly form: string;
}

/** Stands for the head of a line with its time at the right edge: consola has one for errors, and one for the rest. */
const cornered = "(corner) ";

/** The shortest time with a date. */
const shortestDated = 14;

/** How many heads are remembered: most lines have one of a few, apart from time and logger. */
const mostMarked = 256;

const marked = new Map<string, MarkedHead>();
const markedWithLevel = new Map<string, MarkedHead>();

export function markParts({ text, log }: HeadedLine): MarkedHead {
  const last = marks.get(log);
  if (last?.text === text) return last.head;
  const head = markHead(text, log);
  marks.set(log, { text, head });
  return head;
}

/** Lines are asked about again for each error below them. */
const marks = new WeakMap<LogLine, { readonly text: string; readonly head: MarkedHead }>();

function markHead(text: string, log: LogLine): MarkedHead {
  const head = log.inner === undefined ? headOf(text, log) : `{${headOf(log.inner, log)}`;
  const hasLevel = log.level !== undefined;
  const known = hasLevel ? markedWithLevel : marked;
  const same = known.get(head);
  if (same) return same;
  const found = markLevels(head, hasLevel);
  if (known.size >= mostMarked) known.clear();
  known.set(head, found);
  return found;
}

/** The text before the message, with marks for time and logger. */
function headOf(text: string, { carrier, message, time, logger, texts }: LogLine): string {
  const [prefix = ""] = carrier?.exec(text) ?? [];
  const rest = prefix === "" ? text : text.slice(prefix.length);
  const [structured] = /^\s*\{(?=\s*["'}])|^[A-Za-z_][\w.]*=/.exec(rest) ?? [];
  if (typeof time === "string" && rest.trimEnd().endsWith(time) && !message.endsWith(time)) return cornered;
  const end = message === "" ? rest.length : texts ? rest.indexOf(message) : rest.lastIndexOf(message);
  let head = (prefix + (structured?.trim() ?? (end < 0 ? rest : rest.slice(0, end)))).slice(0, longest);
  if (typeof time === "string") head = head.replace(time, timeMark);
  const at = logger && !structured ? head.lastIndexOf(logger) : -1; // a carrier may have the same name
  return at < 0 ? head : `${head.slice(0, at)}${nameMark}${head.slice(at + logger!.length)}`;
}

/** @param hasLevel - Whether the line has a level: a sign may stand for it. */
function markLevels(text: string, hasLevel: boolean): MarkedHead {
  const levels: string[] = [];
  const mark = (isLevel: (text: string) => boolean) =>
    text.replace(word, (text) => {
      if (!isLevel(text)) return "w";
      levels.push(text);
      return levelMark;
    });
  const words = mark((text) => parseLevel(text) !== undefined || /^[DIWEFC]$/.test(text));
  const isBySign = hasLevel && levels.length === 0;
  const head = isBySign ? mark((text) => levelOfSign(text) !== undefined) : words;
  return { head, levels, form: asForm(head) };
}

const word = /[\w.$@]+|[\x80-\xff]+/g;

/**
 * Whether a bot prints a form like this for chat, if a user writes a level: `[nick] ERROR text`, `nick - ERROR - text`.
 * Between name and level, some loggers print a sign of their own.
 */
export const isNameFirst = (form: string) => /^\{?(?:[^LN]*T)?[^LNTw]*N[^LTw]*L/.test(form);

/**
 * Whether what is in front of a level may be the name of whoever wrote the rest: `[nick] ERROR text`, also with a clock,
 * but not with the program and a part of it: `[07:08:09] [nest / egg] ERROR text`.
 */
export function mayBeName(line: HeadedLine): boolean {
  const form = formOf(line);
  if (!form.includes("T")) return isNameFirst(form);
  const { time, logger = "" } = line.log;
  return String(time).length < shortestDated && /^\{?\W?T\W*[[(<]N/.test(form) && !logger.includes(" / ");
}

/** Whether what looks like a carrier's prefix may be a name as well: `nick: 2031-05-06 07:08:09 ERROR text`. */
export function isNamedCarrier({ text, log }: HeadedLine): boolean {
  const prefix = log.innerPrefix ?? log.carrier?.exec(text)?.[0];
  return prefix !== undefined && chatNameIn(`${prefix.trimEnd()} x`) !== undefined;
}

/** Whether what looks like a carrier's prefix may be another log line's head, whose message this line is. */
export const mayBeQuoted = ({ text, log }: HeadedLine): boolean =>
  (log.carrier?.exec(text)?.[0].match(/[A-Za-z]{3,}/g) ?? []).some(
    (word) => word !== "log" && parseLevel(word) !== undefined,
  );

/** Whether it is the form of a log line within an object: in one of a logger, a single part is between braces. */
export const isInObject = (form: string) => /^\{(?![LNT]\})./.test(form);
