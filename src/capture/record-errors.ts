import { limits } from "../report/limits.ts";
import type { Breadcrumb, HostFramework, Report } from "../report/report.ts";
import type { Found } from "./found.ts";
import { stripAnsi } from "./lines/ansi.ts";
import { carrierTimeMs } from "./lines/carrier.ts";
import { decodeUtf8 } from "./lines/decode.ts";
import type { judgeLogLine } from "./logs/belief.ts";
import { lineTimeMs } from "./logs/breadcrumb.ts";
import type { ChatName } from "./logs/chat.ts";
import { readInspected } from "./logs/formats/inspected.ts";
import { cutData } from "./logs/formats/json.ts";
import { isInOtherField } from "./logs/formats/own-fields.ts";
import type { LogLine } from "./logs/log-line.ts";
import type { ReadLine } from "./logs/read-line.ts";
import type { LogRecord } from "./logs/record.ts";
import { isSaid } from "./logs/said.ts";
import { saidBelow } from "./logs/said-below.ts";
import { findTransaction } from "./logs/transaction.ts";
import { whyMixed, whyUncertain } from "./logs/uncertain.ts";
import { bunEnd } from "./node/forms/bun.ts";
import { findHeader } from "./node/line/header.ts";
import type { ParsedError, ParserOptions } from "./parser.ts";
import { parseErrors } from "./parsers.ts";
import { withoutReprints } from "./reprints.ts";

/** The text before an error. */
export interface Before {
  /** When the entry of the journal with this line was written, if `journalctl -o export` wrote it above. */
  journalTime(line: number): number | undefined;
  /** When the last line before this one was written, epoch milliseconds; at least `afterMs`. */
  latestBefore(line: number, afterMs: number): number;
  /** The line directly before this line; `undefined` if there is none, or it belongs to an error. */
  lineBefore(line: number): ReadLine | undefined;
  /** Whether what brought this stream also brought a log line shortly before line `at`, but by fewer carriers. */
  isDeeper(stream: string, at: number): boolean;
  /** Whether the newest log line with a level before line `at` came without the time in front of this text. */
  isUnlike(stream: string, text: string, at: number): boolean;
  /** Whether a line before line `at` may be chat of somebody else. */
  hasChatAbove(chat: ChatName, at: number): boolean;
  /** How many lines of the stream before line `at` may be chat with this sign. */
  chatAbove(stream: string, sign: string, at: number): number;
  /** Whether the log line of a record may decide anything. */
  judge(record: LogRecord): ReturnType<typeof judgeLogLine>;
  /** The plugin that an error belongs to; `undefined` if it belongs to none. */
  pluginOf(report: Report): string | undefined;
  /** The breadcrumbs of an error whose text begins at this line. */
  breadcrumbsBefore(line: number, report: Report): readonly Breadcrumb[];
}

/**
 * All errors of one closed record.
 *
 * @param afterMs - When the error before it happened, if known.
 */
export function readRecord(read: LogRecord, hosts: readonly HostFramework[], before: Before, afterMs: number): Found[] {
  const record = read.isTimed ? withoutHead(read) : endsBun(read) ? withoutLevel(read) : read;
  const lines = closeQuote(
    record.log,
    record.lines.map(({ text }) => decodeUtf8(text)),
  );
  const isWhole = record.log !== undefined && !record.stitched;
  const verdict = before.judge(record);
  const log = verdict === "text" ? undefined : record.log;
  const said = saidBelow(lines, (sign) => before.chatAbove(record.stream, sign, record.lines[0]!.line));
  const find = ({ level }: Pick<LogLine, "level"> = {}) =>
    findErrors(record, lines, { said, whole: isWhole, failed: isWhole && /^(?:error|fatal)$/.test(level ?? "") });
  const inText = find(log);
  const isText = inText.length > 0 || verdict !== "text";
  const found = isText ? inText : find(record.log);
  if (found.length === 0) return [];
  const [begin] = record.lines;
  const opening = record.stitched ? undefined : log;
  const message = opening && messageOf(opening, lines, found[0]!, said);
  const latestMs = before.latestBefore(begin!.line, afterMs);
  const reports = found.map((parsed, index) => {
    const entry = opening ? undefined : readInspected(lines, parsed);
    const isOwn = entry !== undefined || (opening !== undefined && !isInterrupted(opening, parsed));
    const own = index === 0 && isOwn && !entry ? begin! : record.lines[parsed.first]!;
    const transaction = findTransaction(opening?.message ?? "") ?? findTransaction(lines[parsed.first - 1] ?? "");
    const journalTime = inJournal.test(record.stream) ? before.journalTime(begin!.line) : undefined;
    const whole = toReport(parsed, record, {
      log: entry ?? log,
      message: entry ? decodeMessage(entry) : message,
      transaction,
      hosts,
      latestMs,
      journalTime,
    });
    return { report: isOwn ? whole : withoutLog(whole), own, beginsAt: isOwn && !entry ? begin!.line : own.line };
  });
  const { line: at } = begin!;
  const isDeeper =
    before.isDeeper(record.stream, at) || (read.isTimed && before.isUnlike(record.stream, read.firstText, at));
  const isMixed =
    reports.length > 1 && new Set(reports.flatMap(({ report }) => before.pluginOf(report) ?? [])).size > 1;
  return reports.map(({ report, own: { line, offset }, beginsAt }, index) => {
    const isWithOthers = !record.log?.texts && reports.length > 1;
    const isChat = isSaid(record.stream, found[index]!, lines, (chat) => before.hasChatAbove(chat, at));
    const isUnlike = verdict === "unlike" || !isText;
    const place = { isWithOthers, isMixed, isDeeper, isUnlike, isChat, before: before.lineBefore(begin!.line) };
    const uncertain = whyDoubted(record, found[index]!, lines) ?? whyUncertain(record, place);
    report.breadcrumbs = before.breadcrumbsBefore(beginsAt, report);
    if (uncertain !== undefined) report.uncertain = uncertain;
    return { report, line, offset };
  });
}

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

/** Whether it is data of a kind in which programs print no errors, or two that look like one; in words. */
function whyDoubted({ log }: LogRecord, parsed: ParsedError, lines: readonly string[]): string | undefined {
  if (log?.isOpen && log.ownTexts === 0) return inOtherField;
  if (parsed.isField) return parsed.doubt;
  return isInOtherField(lines[parsed.first] ?? "") ? inOtherField : whyMixed(parsed, lines);
}

const inOtherField = "it is in a field that is not for errors";

/**
 * The errors in the texts of a structured line, or of the data that follows a message; otherwise those of the lines.
 */
function findErrors(record: LogRecord, lines: readonly string[], options: ParserOptions): readonly ParsedError[] {
  const { log } = record;
  const inTexts = withoutReprints(parseTexts(log), [], true);
  if (inTexts.length > 0) return inTexts;
  const inLines = withoutReprints(parseErrors(lines, options), lines, false);
  if (inLines.length > 0 || !log || record.lines.length < 2) return inLines;
  return withoutReprints(parseTexts(cutData(record.lines.at(-1)!.text)), [], true);
}

const parseTexts = ({ texts = [], ownTexts = texts.length }: Pick<LogLine, "texts" | "ownTexts"> = {}) =>
  texts.flatMap((text, at) => {
    const lines = stripAnsi(text).split(/\r?\n/);
    const found = parseErrors(lines, { whole: true });
    return found.map((parsed) => {
      const doubt = at >= ownTexts ? inOtherField : found.length > 1 ? withAnother : whyMixed(parsed, lines);
      return { ...parsed, first: 0, last: 0, isField: true as const, doubt };
    });
  });

const withAnother = "the same field holds another error";

const decodeMessage = ({ message }: LogLine) => decodeUtf8(message).slice(0, limits.messageUnits);

/** Lines of a quoted text without its quotes, if the log line opened a quote. */
function closeQuote(log: LogLine | undefined, lines: readonly string[]): readonly string[] {
  const last = log?.isOpen ? lines.findIndex((line) => closing.test(line)) : -1;
  const plain = (line: string) => line.replaceAll('\\"', '"');
  return last < 0
    ? lines
    : [...lines.slice(0, last).map(plain), plain(lines[last]!.replace(closing, "")), ...lines.slice(last + 1)];
}

const closing = /(?<!\\)"(?:[},\]]| \w+=|\s*$).*$/;

/**
 * Whether the program ended after a log line that does not mention it: that line is one more breadcrumb before the
 * error.
 */
const isInterrupted = ({ level }: LogLine, { handled, first }: ParsedError) =>
  !handled && first > 0 && !/^(?:warning|error|fatal)$/.test(level ?? "error");

const withoutLog = ({ logger: _logger, message: _message, ...report }: NewReport): NewReport => report;

/** A report to which what is around its record is still added. */
type NewReport = { -readonly [Key in keyof Report]: Report[Key] };

/** The stream of `journalctl -o export`, where the time has a line of its own. */
const inJournal = /MESSAGE\n$/;

interface Surroundings {
  readonly log: LogLine | undefined;
  readonly message: string | undefined;
  readonly transaction: string | undefined;
  readonly hosts: readonly HostFramework[];
  readonly latestMs: number;
  readonly journalTime: number | undefined;
}

function toReport(parsed: ParsedError, record: LogRecord, around: Surroundings): NewReport {
  const { log, message, transaction, hosts, latestMs, journalTime } = around;
  const carrierTime = record.lines[parsed.first]?.time ?? record.carrierTime ?? journalTime;
  const sameMs = log?.isSameTime && Number.isFinite(latestMs) ? latestMs : undefined;
  const timeMs = (log && lineTimeMs(log, latestMs)) ?? carrierTimeMs(carrierTime) ?? sameMs;
  const level = parsed.level ?? (log?.level === "fatal" ? "fatal" : "error");
  const { platform, error, handled, runtime, incomplete } = parsed;
  const report: NewReport = { platform, error, level, handled, breadcrumbs: [], hosts };
  if (timeMs !== undefined) report.timeMs = timeMs;
  if (log?.logger !== undefined) report.logger = decodeUtf8(log.logger);
  if (message) report.message = message;
  if (transaction) report.transaction = transaction;
  if (runtime) report.runtime = runtime;
  if (incomplete) report.incomplete = incomplete;
  return report;
}

/** The log message before the first error; in a structured line, the message and the error are in different fields. */
function messageOf(
  { said, texts }: LogLine,
  lines: readonly string[],
  { platform, first }: ParsedError,
  isSaid: (line: string) => boolean,
): string {
  if (said !== undefined) return decodeUtf8(said).slice(0, limits.messageUnits);
  const inFront = platform === "node" && first === 0 && !texts ? textInFront(lines[first] ?? "") : "";
  const before = texts ? withoutError(lines[0]?.split("\n") ?? []) : [...lines.slice(0, first), inFront];
  const properties = before.findIndex(
    (line, at) => at > 0 && (property.test(line) || (!texts && at < first && isSaid(line))),
  );
  const text = before.slice(0, properties < 0 ? before.length : properties).join("\n");
  return text.trim().slice(0, limits.messageUnits);
}

/** The text in front of an error on its first line, as `console.error("text", error)` prints it. */
const textInFront = (line: string): string => {
  const { prefix = "" } = findHeader(line) ?? {};
  return /^(?:Uncaught|\(node:\d+\))/.test(prefix) ? "" : prefix.replace(/[\s:>-]+$/, "");
};

/** The text above an error that a field contains as well, and that is complete elsewhere. */
const withoutError = (lines: readonly string[]) =>
  lines.length < 2 ? lines : lines.slice(0, parseErrors(lines, { whole: true })[0]?.first);

/** Data that loggers print below a message: `    err: {`, `  "user": 5`, `error:`. */
const property = /^\s{2,}(?:"[^"]{1,80}"|[\w$.-]{1,80}): (?!\/\/)|^\w{1,80}:$/;
