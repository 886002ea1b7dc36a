import type { Breadcrumb } from "../../../report/report.ts";
import type { LineBlock } from "../../lines/block.ts";
import type { RawLine } from "../../lines/raw-line.ts";
import { parseLogTime } from "../../time.ts";
import type { ReadLine } from "../read-line.ts";
import { type LogRecord, tailLines } from "../record.ts";
import type { SaidAs } from "../trust/chat-error.ts";
import type { Forms } from "../trust/forms.ts";
import type { Open } from "../trust/open-texts.ts";
import { linesLookedAt, RecentBreadcrumbs } from "./breadcrumbs.ts";
import { countChat, hasChat, openAbove, SaidLines } from "./chat-above.ts";
import { type Entry, isBeginning, lookAt, weakLines } from "./entry.ts";
import { UnsplitLines } from "./generation.ts";
import { Generations } from "./generations.ts";
import { timedAbove } from "./timed-above.ts";

/** The most fields of an entry of the journal above its message. */
const fieldsOfEntry = 60;

/** The most unrelated lines between the lines of one record. */
const linesOfOthers = 400;

/**
 * The newest lines that do not belong to an error. Most are never needed, and are examined only if an error follows
 * them.
 */
export class History {
  readonly #lines = new Generations();
  readonly #breadcrumbs: RecentBreadcrumbs;
  readonly #own: Forms;
  readonly #said = new SaidLines();
  readonly #beginsWithin: boolean;

  /**
   * @param own - The forms of the log's own lines.
   * @param naming - Those whose lines may name loggers.
   * @param breadcrumbsOf - As in `CaptureOptions`; called once for each logger until `askAgain`.
   * @param beginsWithin - Whether a text of a user may be open at the beginning, if no forms are known.
   */
  constructor(
    own: Forms,
    naming: Pick<Forms, "has" | "haveNames">,
    breadcrumbsOf: (logger: string | undefined) => string | undefined,
    beginsWithin: boolean,
  ) {
    this.#own = own;
    this.#beginsWithin = beginsWithin;
    this.#breadcrumbs = new RecentBreadcrumbs(this.#lines, naming, breadcrumbsOf);
  }

  /** From now on, loggers may belong to other groups; lines that were added keep theirs. */
  askAgain(): void {
    this.#breadcrumbs.askAgain();
  }

  /** @param read - If it was examined already. */
  add(raw: RawLine, read?: ReadLine): void {
    const entry: Entry = { raw, read, step: undefined };
    this.#lines.add(entry);
    if (raw.named) this.#breadcrumbs.addNamed(entry);
    if (this.#lines.isFull) this.#turn();
  }

  addBlock(block: LineBlock): void {
    this.#lines.add(new UnsplitLines(block));
    if (this.#lines.isFull) this.#turn();
  }

  /** A record was closed, below whose error there may be chat. */
  addClosed(record: LogRecord): void {
    this.#said.add(record);
  }

  /**
   * The lines of a stream from its newest log line on, oldest first, but none up to line `after`; and whether their log
   * line is likely to be among the lines that are no longer remembered.
   */
  recordOf(stream: string, after: number): { readonly lines: readonly ReadLine[]; readonly isTorn: boolean } {
    const lines: ReadLine[] = [];
    let others = 0;
    /** The newest weak beginning, and how many lines there are from it on. */
    let weakAt = 0;
    let count = 0;
    const own = (isTorn: boolean) => ({ lines: (count > 0 ? lines.slice(0, count) : lines).reverse(), isTorn });
    for (const entry of this.#lines.backwards()) {
      if (entry.raw.line <= after || others > linesOfOthers) return own(false);
      if (count > 0 && weakAt - entry.raw.line > weakLines) return own(false);
      const read = lookAt(entry);
      if (read.stream !== stream) others++;
      else if (lines.push(read) && isBeginning(read)) {
        if (!read.log.isWeak) return { lines: lines.reverse(), isTorn: false };
        if (count === 0) [weakAt, count] = [read.raw.line, lines.length];
      }
    }
    return own(count === 0 && this.#lines.hasForgottenLogLines);
  }

  /**
   * The lines directly above a line with a time that may be lines of the same text, oldest first, but none up to line
   * `after`.
   */
  timedAbove(line: ReadLine, after: number): readonly ReadLine[] {
    return timedAbove(line, this.#above(line, after), tailLines).reverse();
  }

  *#above({ stream, raw }: ReadLine, after: number): Generator<ReadLine> {
    let others = 0;
    for (const entry of this.#lines.backwards()) {
      if (entry.raw.line >= raw.line) continue;
      if (entry.raw.line <= after || others > linesOfOthers) return;
      const read = lookAt(entry);
      if (read.stream === stream) yield read;
      else others++;
    }
  }

  /**
   * Whether the log line is forgotten that the newest lines of a stream are below.
   *
   * @param after - As in `recordOf`.
   * @param wasTorn - Whether it was for the lines before those.
   */
  isTorn(stream: string, after: number, wasTorn: boolean): boolean {
    const { lines, isTorn } = this.recordOf(stream, after);
    return lines.length === 0 ? wasTorn : (isTorn || wasTorn) && !isBeginning(lines[0]!);
  }

  /** Whether what brought this stream brought a log line by fewer carriers, among the newest lines before line `at`. */
  isDeeper(stream: string, at: number): boolean {
    if (stream === "") return false;
    for (const entry of this.#before(at)) {
      const read = lookAt(entry);
      if (read.log && !read.log.isWeak && read.stream !== stream && stream.startsWith(read.stream)) return true;
    }
    return false;
  }

  /**
   * Whether the newest log line with a level before line `at` came without the time that is in front of each line of an
   * error, or has a level at which bots log chat.
   *
   * @param text - The first line of the error, with that time.
   */
  isUnlike(stream: string, text: string, at: number): boolean {
    for (const entry of this.#before(at)) {
      const { log, stream: other } = lookAt(entry);
      if (other === stream && log?.level !== undefined)
        return !log.carrier?.test(text) || log.level === "info" || log.level === "debug";
    }
    return false;
  }

  /** The text of a user that may be open above a record. */
  openAbove({ stream, carrierTime, lines }: Pick<LogRecord, "stream" | "carrierTime" | "lines">): Open | undefined {
    return this.#openAt(lines[0]!.line, { stream, carrierTime });
  }

  /** Whether a text of a user may be open below the newest line that came without a carrier. */
  get isWithinText(): boolean {
    return this.#openAt(this.#newest + 1, { stream: "", carrierTime: undefined }) !== undefined;
  }

  get #newest(): number {
    for (const { raw } of this.#lines.backwards()) return raw.line;
    return 0;
  }

  #openAt(at: number, below: Pick<LogRecord, "stream" | "carrierTime">): Open | undefined {
    const said = this.#said.before(at, linesLookedAt);
    const isWithin = () =>
      this.#own.haveAny ? !(at <= linesLookedAt && this.#own.isBeginning) : at <= linesLookedAt && this.#beginsWithin;
    return openAbove(this.#before(at), said, below, { own: this.#own, isWithin });
  }

  /** Whether one of the newest lines before line `at` may be chat of somebody else. */
  hasChatAbove(chat: SaidAs, at: number): boolean {
    return hasChat(this.#before(at), this.#said.before(at, linesLookedAt), chat);
  }

  /** How many of the newest lines of a stream before line `at` that belong to no error may be chat with this sign. */
  chatAbove(stream: string, sign: string, at: number): number {
    return countChat(this.#before(at), stream, sign);
  }

  *#before(at: number): Generator<Entry> {
    let looks = 0;
    for (const entry of this.#lines.backwards()) {
      if (entry.raw.line >= at) continue;
      if (++looks > linesLookedAt) return;
      yield entry;
    }
  }

  /**
   * Where the first line is that may be the beginning of an error to come: bytes, at most `end`.
   *
   * @param closedAt - Up to which line the lines of a stream are done with.
   */
  openOffset(closedAt: (stream: string) => number, end: number): number {
    const begun = new Map<string, number>();
    let offset = end;
    for (const entry of this.#lines.backwards()) {
      const read = lookAt(entry);
      if (entry.raw.line <= Math.max(closedAt(read.stream), begun.get(read.stream) ?? 0)) continue;
      offset = entry.raw.offset;
      if (!isBeginning(read)) continue;
      const weakFrom = read.log.isWeak ? entry.raw.line - weakLines - 1 : entry.raw.line;
      if (weakFrom > (begun.get(read.stream) ?? Number.NEGATIVE_INFINITY)) begun.set(read.stream, weakFrom);
    }
    return offset;
  }

  /** The newest lines before line `at` that are breadcrumbs of this group, oldest first; none without a group. */
  breadcrumbsBefore(at: number, name: string | undefined): readonly Breadcrumb[] {
    return this.#breadcrumbs.before(at, name);
  }

  /** The time of the journal's entry that contains this line, in microseconds, as a field above it says. */
  journalTime(at: number): number | undefined {
    for (const { raw } of this.#lines.backwards()) {
      if (raw.line >= at || raw.divided) continue;
      if (raw.text === "" || at - raw.line > fieldsOfEntry) return undefined;
      const time =
        /^\s*(?:__REALTIME_TIMESTAMP=(\d{16})$|[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? UTC) \[s=)/.exec(
          raw.text,
        );
      if (time) return time[1] === undefined ? 1_000 * (parseLogTime(time[2]!) ?? Number.NaN) : Number(time[1]);
    }
    return undefined;
  }

  /** When the latest of all breadcrumbs before line `at` was written, epoch milliseconds; at least `afterMs`. */
  latestBefore(at: number, afterMs: number): number {
    return this.#breadcrumbs.latestBefore(at, afterMs);
  }

  /** The line directly before line `at`; `undefined` if there is none, or it belongs to an error. */
  lineBefore(at: number): ReadLine | undefined {
    for (const entry of this.#lines.backwards()) {
      if (entry.raw.line >= at) continue;
      return entry.raw.line === at - 1 ? lookAt(entry) : undefined;
    }
    return undefined;
  }

  /** Drops the older lines, except those that are still needed as breadcrumbs. */
  #turn(): void {
    this.#breadcrumbs.keepOlder();
    this.#lines.turn();
  }
}
