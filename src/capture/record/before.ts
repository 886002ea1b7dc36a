import type { Breadcrumb, Report } from "../../report/report.ts";
import type { ReadLine } from "../logs/read-line.ts";
import type { LogRecord } from "../logs/record.ts";
import type { judgeLogLine } from "../logs/trust/belief.ts";
import type { SaidAs } from "../logs/trust/chat-error.ts";
import type { Open } from "../logs/trust/open-texts.ts";

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
  /** As `History.isUnlike`. */
  isUnlike(stream: string, text: string, at: number): boolean;
  /** Whether a line before line `at` may be chat of somebody else. */
  hasChatAbove(chat: SaidAs, at: number): boolean;
  /** The text of a user that may be open above a record. */
  openAbove(record: LogRecord): Open | undefined;
  /** How many lines of the stream before line `at` may be chat with this sign. */
  chatAbove(stream: string, sign: string, at: number): number;
  /** As in `CaptureOptions`. */
  readonly hasChat: boolean;
  /** Whether the log line of a record may decide anything. */
  judge(record: LogRecord): ReturnType<typeof judgeLogLine>;
  /** The plugin that an error belongs to; `undefined` if it belongs to none. */
  pluginOf(report: Report): string | undefined;
  /** The breadcrumbs of an error whose text begins at this line. */
  breadcrumbsBefore(line: number, report: Report): readonly Breadcrumb[];
}

/** The stream of `journalctl -o export`, where the time has a line of its own. */
const inJournal = /MESSAGE\n$/;

/** When the entry of the journal was written with which a record begins, if it is one. */
export const journalTimeOf = ({ stream, lines }: LogRecord, before: Pick<Before, "journalTime">): number | undefined =>
  inJournal.test(stream) ? before.journalTime(lines[0]!.line) : undefined;
