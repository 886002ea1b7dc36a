import { trimBytesEnd } from "../../lines/trim-bytes.ts";

/** A time that is longer has a date: UTF-16 units. */
export const longestClock = 14;

/** The match of a sticky pattern at this index; `undefined` if there is none. */
export function sticky(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0];
}

/** Dots, dashes, bars, arrows and triangles beyond ASCII that loggers write between parts, as their bytes. */
export const wideSign = String.raw`(?:\xe2(?:\x80[\x93\x94\xa2\xa3\xba]|\x86\x92|\x87\x92|\x94[\x82\x83](?!.*\x94[\x82\x83] *$)|\x96[\xaa\xb6\xb8\xba]|\x9d[\xaf\xb1]|\x9f[\xa9\xab]|\x9e[\x94\x9c\xa1\xa4])|\xc2[\xb7\xbb])`;

/** The separators that loggers write between the parts before a message. */
const separator = new RegExp(
  String.raw`[ \t]*(?::(?=[^\s:])|[,;](?=\w)|(?::{1,2}|[,;]) |(?:\|{1,2}|[=-]{0,2}>{1,3}|[=~])[ \t]*|(?:-{1,2}|\/{1,2}|[#@^])[ \t]+|#(?=[A-Z]{4,8}[ :])|-(?=[[(<{])|${wideSign}[ \t]+)?[ \t]*`,
  "y",
);

/** The index after the separator, or the spaces, at this index. */
export const separatorEnd = (line: string, at: number): number => at + sticky(separator, line, at)!.length;

const date = /\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}/y;

/** The index after a date without a clock; the same index if there is none. */
export function findDateEnd(line: string, at: number): number {
  return at + (sticky(date, line, at)?.length ?? 0);
}

/** Whether a word is the name of an error's class, which may be where a logger's name would. */
export const isErrorName = (word: string) =>
  /(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Failure|Fault|Rejection)$/.test(word) &&
  /(?:^|\.)_*[A-Z]\w*$/.test(word);

const column = /[^ \t] {2,}(?=[\w.-]+\.\w+:\d+ *$)/;

/** The beginning of the line's last column, in which rich names a place in the source; -1 if there is none. */
export function columnOf(line: string): number {
  if (!/\d *$/.test(line.slice(-8))) return -1;
  const from = Math.max(0, line.length - columnUnits);
  const found = column.exec(line.slice(from));
  return found ? from + found.index + 1 : -1;
}

const columnUnits = 200;

/** The text that consola prints at the right edge of a line: a name and a clock; `undefined` if there is none. */
export function readCorner(text: string): { message: string; logger?: string; time: string } | undefined {
  const from = Math.max(0, text.length - cornerUnits);
  const found = corner.exec(text.slice(from));
  if (!found) return undefined;
  const [, logger, time] = found;
  return { message: trimBytesEnd(text.slice(0, from + found.index)), ...(logger && { logger }), time: time! };
}

const cornerUnits = 60;
const corner = / {2}(?:([\w.:@/-]+) )?(\d\d?:\d\d:\d\d(?: [AP]M)?) *$/;

/** The same text, which does not keep the line in memory that it was a part of. */
export const copyOf = (text: string) => Buffer.from(text, "latin1").toString("latin1");
