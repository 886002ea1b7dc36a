import type { LogLine } from "./log-line.ts";

/** A log line with a time, and no level or logger: either its program wrote the time, or what carried the line. */
export interface Timed {
  /** The text before the message, with `0` for each number and word. */
  readonly shape: string;
  readonly time: string;
  readonly message: string;
}

interface Line {
  readonly text: string;
  readonly log: LogLine | undefined;
}

/** The parts of a line that has only a time in front of it; `undefined` for others. */
export function readTimed({ text, log }: Line): Timed | undefined {
  if (typeof log?.time !== "string" || log.level !== undefined || log.logger !== undefined) return undefined;
  const { time, message, texts, isOpen } = log;
  if (texts || isOpen || !text.endsWith(message)) return undefined;
  const prefix = text.slice(0, text.length - message.length).trimEnd();
  if (prefix.endsWith("\xe2\x80\xba")) return undefined; // electron-log's
  return { shape: prefix.replace(/\w+/g, "0"), time, message };
}

/** Whether two such lines may be lines of one text, as far as their times say. */
export const isSoonAfter = (line: Timed, before: Timed): boolean =>
  line.shape === before.shape && isSoon(line.time, before.time);

/** Whether a clock shows the same moment as another one, or one soon after it. */
export const isSoon = (time: string, before: string): boolean =>
  (secondOf(time) - secondOf(before) + halfDay) % halfDay <= mostSeconds;

/** The longest pause between two lines of an error. */
const mostSeconds = 2;
const halfDay = 12 * 3600;

function secondOf(time: string): number {
  const [, hours, minutes, seconds = 0] = /(\d{1,2}):(\d\d)(?::(\d\d))?/.exec(time) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
