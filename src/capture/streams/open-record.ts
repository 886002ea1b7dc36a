import type { HostFramework } from "../../report/report.ts";
import { shapeOf } from "../lines/prefix.ts";
import type { RawLine } from "../lines/raw-line.ts";
import type { LogLine } from "../logs/log-line.ts";
import { awaitsMore, beginsError, isCall, isInner, isMargin, nodeHeader } from "../logs/parts-of-errors.ts";
import type { ReadLine } from "../logs/read-line.ts";
import { type LogRecord, type RecordLine, tailLines } from "../logs/record.ts";
import { readTimed, type Timed } from "../logs/timed.ts";

/** Colours hide calls from the word search, and most lines of a box contain none of the words. */
const isPart = (text: string) => isCall(text) || isMargin(text);

/** A record that hints at an error is closed when it is longer than this, or after this many lines without a hint. */
const recordLimits = { lines: 20_000, bytes: 4 * 1024 * 1024, quietLines: 400 } as const;

/** A record to which lines are still added; a record without a hint at an error keeps only its newest lines. */
export class OpenRecord implements LogRecord {
  readonly lines: RecordLine[] = [];
  /** The number of lines that were added. */
  count = 0;
  hot = false;
  cut = false;
  /** The frameworks that were known when it was interrupted. */
  hosts: readonly HostFramework[] | undefined;
  #firstText = "";
  #bytes = 0;
  #quiet = 0;
  /** Whether the last line continues in the next. */
  #partial = false;
  /** Whether a line below its first one has a log line's beginning in front. */
  isPrefixed = false;
  /** Whether a time was in front of a call, so that one is in front of each line of the error. */
  #isUncarried = false;
  /** Whether the lines contain the first line of an error as Node prints it. */
  #hasHeader = false;
  /** Whether they contain frames of Node. */
  hasFrames = false;
  /** Whether they contain calls of Python. */
  #hasCalls = false;
  /** Whether lines below the first one lack the carrier's prefix that it has. */
  hasBareLines = false;
  /** Whether log lines of the same moment were taken for the lines of one message. */
  stitched = false;
  torn = false;
  resumed = false;
  /** The newest line, while all lines have only a time in front of them. */
  timed: Timed | undefined;
  #newest: ReadLine | undefined;
  #timedLines = 0;

  readonly log: LogLine | undefined;
  readonly carrierTime: string | number | undefined;
  readonly stream: string;

  constructor({ log, carrierTime, stream }: Pick<ReadLine, "log" | "carrierTime" | "stream">) {
    this.log = log;
    this.carrierTime = carrierTime;
    this.stream = stream;
  }

  add(read: ReadLine): void {
    const { raw, text, partial } = read;
    if (read.isBare) this.hasBareLines = true;
    const log = read.log && this.isText(read.log) ? undefined : read.log;
    const timed = this.count === 0 || this.timed ? this.#readTime(read) : undefined;
    this.count += 1;
    if (this.count === 1) this.#firstText = text;
    const open = this.#partial ? this.lines.pop() : undefined;
    this.#partial = partial;
    if (log && this.lines.length > 0) this.isPrefixed = true;
    const rest = log && !open ? log.message : text;
    const time = timed?.time ?? (this.log ? undefined : read.carrierTime);
    const { line: at, offset, divided } = raw;
    const line = { text: rest, line: at, offset, ...(divided && { divided }) };
    this.lines.push(open ? { ...open, text: open.text + rest } : time === undefined ? line : { ...line, time });
    this.#bytes += rest.length + (open ? 0 : 64);
    this.#quiet = raw.hot || (this.hot && isPart(text)) ? 0 : this.#quiet + 1;
    if (raw.hot) this.#heat(rest);
    else if (!this.hot && this.lines.length > 2 * tailLines) this.#trim();
  }

  /**
   * Adds a call or its source as the program wrote it, if `takesCalls`: what `add` does of it, without examining it.
   */
  addCall(raw: RawLine, text: string): void {
    this.count += 1;
    this.lines.push({ text, line: raw.line, offset: raw.offset });
    this.#bytes += text.length + 64;
    this.#quiet = raw.hot || isPart(text) ? 0 : this.#quiet + 1;
    if (raw.hot) this.#heat(text);
  }

  /** What is known of the time in front of each line so far. */
  #readTime(read: ReadLine): Timed | undefined {
    const timed = this.#partial ? undefined : readTimed(read);
    if (timed || /\S/.test(read.text)) {
      this.timed = timed;
      this.#newest = read;
    }
    if (timed) this.#timedLines += 1;
    return timed;
  }

  /** Whether what looks like a log line is text, because the log has another form. */
  isText(log: LogLine): boolean {
    return log.isWeak === true && this.log !== undefined && !this.log.isWeak;
  }

  /** Whether each of its lines has only a time in front of it, which is its carrier's then. */
  get isTimed(): boolean {
    return this.timed !== undefined && this.#timedLines > 1;
  }

  /**
   * Takes the newest line out, with which a record of its own begins: a line without a time shows that the times are
   * the program's.
   */
  takeNewest(): ReadLine {
    const newest = this.#newest!;
    this.timed = undefined;
    while (this.lines.pop()!.line > newest.raw.line);
    return newest;
  }

  /** Whether a line directly below belongs to it, although it lacks the carrier's prefix of the others. */
  get takesBareLines(): boolean {
    return this.hot && (this.#hasHeader || this.#hasCalls || this.hasFrames);
  }

  /** Whether every line below that is indented is a part of it as it is. */
  get takesCalls(): boolean {
    return this.hot && !this.timed && !this.#partial && !this.log?.carrier;
  }

  /** Its first line as its program wrote it, with or without the prefix. */
  get firstText(): string {
    return this.#firstText;
  }

  /**
   * A line below without its carrier's prefix, if the first line has the same prefix; otherwise `undefined`. A time
   * before every line may also be written by the program itself: then the line must be a part of an error.
   */
  uncarry(text: string, log: LogLine | undefined): string | undefined {
    const { carrier, level } = this.log ?? {};
    if (carrier) {
      const [begin = ""] = carrier.exec(text) ?? [];
      return begin === "" ? undefined : text.slice(begin.length);
    }
    const isTimeOnly = log?.time !== undefined && log.level === undefined && log.logger === undefined && !log.texts;
    if (!isTimeOnly || !/^(?:warning|error|fatal)$/.test(level ?? "") || !text.endsWith(log.message)) return undefined;
    const isOfError = isInner(log.message) || beginsError.test(log.message) || (this.hot && awaitsMore(this.lines));
    if (!isOfError && !this.#isUncarried) return undefined;
    if (!shapeOf(text.slice(0, -log.message.length || text.length)).test(this.#firstText)) return undefined;
    this.#isUncarried ||= isCall(log.message);
    return log.message;
  }

  /** Whether it is a structured line with texts of its own, which says all. */
  get isComplete(): boolean {
    const { begins, texts = [], isOpen } = this.log ?? {};
    return this.hot && begins !== undefined && texts.length > 0 && !isOpen;
  }

  /** Whether it must be closed now, regardless of the lines that follow. */
  get full(): boolean {
    return (
      this.hot &&
      (this.#quiet > recordLimits.quietLines ||
        this.lines.length >= recordLimits.lines ||
        this.#bytes >= recordLimits.bytes)
    );
  }

  /** Whether lines of a message may come before the frames. */
  get awaitsFrames(): boolean {
    return this.#hasHeader && !this.hasFrames && !this.#hasCalls;
  }

  #heat(text: string): void {
    this.hot = true;
    this.hasFrames ||= /^\s+at /.test(text);
    this.#hasCalls ||= text.includes('File "') || text.includes("Traceback (most");
    this.#hasHeader ||= (text.includes("Error") || text.includes("Exception")) && nodeHeader.test(text);
  }

  #trim() {
    const first = this.log ? 1 : 0;
    for (const { text } of this.lines.splice(first, this.lines.length - first - tailLines))
      this.#bytes -= text.length + 64;
    this.cut = true;
  }
}
