import { decodeUtf8 } from "../lines/decode.ts";
import type { LogLine } from "../logs/log-line.ts";
import type { LogRecord } from "../logs/record.ts";
import { bunEnd } from "../node/forms/bun.ts";

/** A record whose first line only looks like a log line, without that log line. */
export const withoutFalseHead = (record: LogRecord): LogRecord =>
  record.isTimed ? withoutHead(record) : endsBun(record) ? withoutLevel(record) : record;

/** The lines of a record as the program printed them. */
export const printedLines = ({ log, lines }: LogRecord): readonly string[] =>
  closeQuote(
    log,
    lines.map(({ text }) => decodeUtf8(text)),
  );

/** Whether it is what Bun prints of a value that ended it, which looks like a log line of winston's: `error: text`. */
const endsBun = ({ log, lines }: LogRecord): boolean =>
  log?.level === "error" &&
  log.time === undefined &&
  log.logger === undefined &&
  lines.length <= mostLinesThrown &&
  lines.some(({ text }) => bunEnd.test(text));

const mostLinesThrown = 16;

function withoutLevel(record: LogRecord): LogRecord {
  const [first, ...rest] = record.lines;
  const named = first && { ...first, text: `error: ${first.text}` };
  return { ...withoutHead(record), lines: named ? [named, ...rest] : [] };
}

function withoutHead(record: LogRecord): LogRecord {
  const { carrierTime, cut, stitched, torn, resumed, stream, isTimed, firstText, lines } = record;
  return { log: undefined, carrierTime, cut, stitched, torn, resumed, stream, isTimed, firstText, lines };
}

/** Lines of a quoted text without its quotes, if the log line opened a quote. */
function closeQuote(log: LogLine | undefined, lines: readonly string[]): readonly string[] {
  const last = log?.isOpen ? lines.findIndex((line) => closing.test(line)) : -1;
  const plain = (line: string) => line.replaceAll('\\"', '"');
  return last < 0
    ? lines
    : [...lines.slice(0, last).map(plain), plain(lines[last]!.replace(closing, "")), ...lines.slice(last + 1)];
}

const closing = /(?<!\\)"(?:[},\]]| \w+=|\s*$).*/s;
