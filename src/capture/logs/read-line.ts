import { stripAnsi } from "../lines/ansi.ts";
import { unwrap } from "../lines/carriers/carrier.ts";
import type { Divided } from "../lines/divided.ts";
import type { RawLine } from "../lines/raw-line.ts";
import { findTimeEnd } from "../time.ts";
import { cutData } from "./formats/json.ts";
import { readTintedDebug } from "./head/fixed.ts";
import { readBareLine } from "./head/known-head.ts";
import type { LogLine } from "./log-line.ts";
import { isIndented, matchLogLine } from "./parse-log-line.ts";
import { readTimed, type Timed } from "./timed.ts";

/** A line that was examined: its carrier, and the text that the program wrote. */
export interface ReadLine {
  readonly raw: RawLine;
  /** As in `Carried`. */
  readonly stream: string;
  readonly carrierTime: string | number | undefined;
  /** The text that the program wrote, without colours. */
  readonly text: string;
  readonly log: LogLine | undefined;
  /** As in `Carried`. */
  readonly partial: boolean;
  /** As in `Carried`. */
  readonly isEntry?: boolean;
  /** Whether it lacks the carrier's prefix of its record's first line. */
  readonly isBare?: boolean;
}

/** @param weak - As for `unwrap`. */
export function readLine(raw: RawLine, weak: boolean): ReadLine {
  const line = raw.text;
  if (raw.divided) return readDivided(raw, raw.divided, weak);
  if (line === tracebackHeader) return asWritten(raw, line);
  if (isCallAsWritten(line)) return asWritten(raw, line);
  return readKnown(raw, line) ?? readAny(raw, line, weak);
}

/** Whether it is a line like a call or its source, which is as the program wrote it. */
export const isCallAsWritten = (text: string) => isIndented(text) && !text.includes("\x1b");

const tracebackHeader = "Traceback (most recent call last):";

const asWritten = (raw: RawLine, text: string): ReadLine => ({
  raw,
  stream: "",
  carrierTime: undefined,
  text,
  log: undefined,
  partial: false,
});

/** A line like earlier ones, of which nothing is a carrier's, a colour or data. */
function readKnown(raw: RawLine, text: string): ReadLine | undefined {
  const log = readBareLine(text);
  if (log === undefined || cutData(log.message) || text.includes("\x1b")) return undefined;
  return { raw, stream: "", carrierTime: undefined, text, log, partial: false };
}

function readAny(raw: RawLine, line: string, weak: boolean): ReadLine {
  const { text: carried, stream, time, partial = false, isEntry = false } = unwrap(line, weak);
  const text = stripAnsi(carried);
  const isHalf = partial && text.startsWith("{"); // structured lines are complete
  const log = isHalf ? undefined : logOf(carried, text);
  const read = { raw, stream, carrierTime: time, text, log, partial, ...(isEntry && !log && { isEntry }) };
  return readBelowTime(read, weak) ?? read;
}

/**
 * What is behind a lone CR has the carrier of the line that the CR divides, and belongs to its message, unless that
 * only shows a progress.
 */
function readDivided(raw: RawLine, { start, isDrawn }: Divided, weak: boolean): ReadLine {
  const { stream, carrierTime } = readAny(raw, start, weak);
  const text = stripAnsi(raw.text);
  const log = isDrawn ? logOf(raw.text, text) : undefined;
  return { raw, stream, carrierTime, text, log, partial: false };
}

/** @param carried - With its colours. */
const logOf = (carried: string, text: string): LogLine | undefined =>
  (carried.startsWith("  \x1b[3") ? readTintedDebug(carried) : undefined) ?? matchLogLine(text);

/** A line in front of which one carrier wrote only the time, and another one a prefix. */
function readBelowTime(read: ReadLine, weak: boolean): ReadLine | undefined {
  const timed = readTimed(read) ?? (read.log?.carrier && cutTime(read.text));
  if (!timed) return undefined;
  const { text, stream, partial = read.partial } = unwrap(timed.message, weak);
  if (stream === "") return undefined;
  return { ...read, stream: read.stream + stream, carrierTime: timed.time, text, log: matchLogLine(text), partial };
}

function cutTime(text: string): Pick<Timed, "time" | "message"> | undefined {
  const end = findTimeEnd(text, 0);
  return end > 0 ? { time: text.slice(0, end), message: text.slice(end).replace(/^ {1,2}/, "") } : undefined;
}
