import { limits } from "../../report/limits.ts";
import type { HostFramework } from "../../report/report.ts";
import type { Found } from "../found.ts";
import { decodeUtf8 } from "../lines/decode.ts";
import { readInspected } from "../logs/formats/inspected.ts";
import type { LogLine } from "../logs/log-line.ts";
import type { ReadLine } from "../logs/read-line.ts";
import type { LogRecord, RecordLine } from "../logs/record.ts";
import { findTransaction } from "../logs/transaction.ts";
import { chatBelow } from "../logs/trust/chat-below.ts";
import { isInChat, type SaidAs } from "../logs/trust/chat-error.ts";
import { whyUncertain } from "../logs/trust/uncertain.ts";
import type { ParsedError } from "../parser.ts";
import { printedLines, withoutFalseHead } from "./as-printed.ts";
import { type Before, journalTimeOf } from "./before.ts";
import { isBelowOpenText } from "./below-open-text.ts";
import { findErrors, whyDoubted } from "./find-errors.ts";
import { messageOf } from "./message.ts";
import { type NewReport, toReport, withoutLog } from "./report.ts";

/**
 * All errors of one closed record.
 *
 * @param afterMs - When the error before it happened, if known.
 */
export function readRecord(read: LogRecord, hosts: readonly HostFramework[], before: Before, afterMs: number): Found[] {
  const record = withoutFalseHead(read);
  const lines = printedLines(record);
  const believed = findBelieved(record, lines, before);
  if (believed.found.length === 0) return [];
  const placed = placeErrors(record, lines, { ...believed, hosts, before, afterMs });
  const why = before.hasChat ? whyUncertainIn(read, record, placed, { ...believed, lines, before }) : () => undefined;
  return placed.map(({ report, own: { line, offset }, beginsAt }, index) => {
    const uncertain = why(index);
    report.breadcrumbs = before.breadcrumbsBefore(beginsAt, report);
    if (uncertain !== undefined) report.uncertain = uncertain;
    return { report, line, offset };
  });
}

/** The errors of a record, and what is believed of its log line. */
interface Believed {
  readonly found: readonly ParsedError[];
  readonly log: LogLine | undefined;
  /** Whether the log line, or that the errors are some, may be what a user wrote. */
  readonly isUnlike: boolean;
  readonly isChatLine: (line: string) => boolean;
}

function findBelieved(record: LogRecord, lines: readonly string[], before: Before): Believed {
  const isWhole = record.log !== undefined && !record.stitched;
  const verdict = before.judge(record);
  const isText = verdict === "text";
  const log = isText ? undefined : record.log;
  const isChatLine = chatBelow(lines, (sign) => before.chatAbove(record.stream, sign, record.lines[0]!.line));
  const find = ({ level }: Pick<LogLine, "level"> = {}) =>
    findErrors(record, lines, {
      said: isChatLine,
      whole: isWhole,
      failed: isWhole && /^(?:error|fatal)$/.test(level ?? ""),
    });
  const found = find(log);
  if (found.length > 0 || !isText) return { found, log, isChatLine, isUnlike: verdict !== "own" };
  return { found: find(record.log), log, isChatLine, isUnlike: true };
}

interface PlacedError {
  readonly report: NewReport;
  /** The line that the error is said to be at. */
  readonly own: Pick<ReadLine["raw"], "line" | "offset">;
  /** The line above which its breadcrumbs are. */
  readonly beginsAt: number;
}

interface Around extends Believed {
  readonly hosts: readonly HostFramework[];
  readonly before: Before;
  readonly afterMs: number;
}

function placeErrors(
  record: LogRecord,
  lines: readonly string[],
  { found, log, isChatLine, hosts, before, afterMs }: Around,
): PlacedError[] {
  const begin = record.lines[0]!;
  const opening = record.stitched ? undefined : log;
  const message = opening && messageOf(opening, lines, found[0]!, isChatLine);
  const latestMs = before.latestBefore(begin.line, afterMs);
  const journalTime = journalTimeOf(record, before);
  return found.map((parsed, index) => {
    const entry = opening ? undefined : readInspected(lines, parsed);
    const isOwn = entry !== undefined || (opening !== undefined && !isInterrupted(opening, parsed));
    const own = index === 0 && isOwn && !entry ? begin : record.lines[parsed.first]!;
    const whole = toReport(parsed, record, {
      log: entry ?? log,
      message: entry ? decodeMessage(entry) : message,
      transaction: findTransaction(opening?.message ?? "") ?? findTransaction(lines[parsed.first - 1] ?? ""),
      hosts,
      latestMs,
      journalTime,
    });
    return { report: isOwn ? whole : withoutLog(whole), own, beginsAt: isOwn && !entry ? begin.line : own.line };
  });
}

/** Why each of the errors may be what a user of the bot wrote; in words. */
function whyUncertainIn(
  read: LogRecord,
  record: LogRecord,
  placed: readonly PlacedError[],
  {
    found,
    log: head,
    isUnlike,
    lines,
    before,
  }: Believed & { readonly lines: readonly string[]; readonly before: Before },
): (index: number) => string | undefined {
  const { stream, lines: rows, log } = record;
  const at = rows[0]!.line;
  const isDeeper = before.isDeeper(stream, at) || (read.isTimed && before.isUnlike(stream, read.firstText, at));
  const isMixed = placed.length > 1 && new Set(placed.flatMap(({ report }) => before.pluginOf(report) ?? [])).size > 1;
  const isWithOthers = !log?.texts && placed.length > 1;
  const around = { log, stream, lines, isAbove: (chat: SaidAs) => before.hasChatAbove(chat, at) };
  const isBelowText = isBelowOpenText(record, head, found[0]!.first, () => before.openAbove(record));
  return (index) => {
    const isChat = isInChat(found[index]!, around);
    const isBelowChat = isBelowText(found[index]!);
    const isDivided = isWithinLine(record, rows[found[index]!.first]);
    const place = {
      isWithOthers,
      isMixed,
      isDeeper,
      isUnlike,
      isChat,
      isBelowChat,
      isDivided,
      before: before.lineBefore(at),
    };
    return whyDoubted(record, found[index]!, lines) ?? whyUncertain(record, place);
  };
}

/** Whether a lone CR is in front of a line, and what it divides is not the log line above, with a level. */
const isWithinLine = ({ log, lines }: LogRecord, { divided }: Partial<RecordLine> = {}): boolean =>
  divided !== undefined && !divided.isDrawn && !(log?.level && lines[0]!.line === divided.line);

const decodeMessage = ({ message }: LogLine) => decodeUtf8(message).slice(0, limits.messageUnits);

/**
 * Whether the program ended after a log line that does not mention it: that line is one more breadcrumb before the
 * error.
 */
const isInterrupted = ({ level }: LogLine, { handled, first }: ParsedError) =>
  !handled && first > 0 && !/^(?:warning|error|fatal)$/.test(level ?? "error");
