import type { HostFramework } from "../../report/report.ts";
import { shapeOf } from "../lines/prefix.ts";
import type { RawLine } from "../lines/raw-line.ts";
import type { LogLine } from "./log-line.ts";
import {
  awaitsMore,
  beginsError,
  beginsTraceback,
  exceptionName,
  goesOnInDump,
  isBareFrame,
  isCall,
  isFrame,
  isInner,
  isLink,
  isMargin,
  lastText,
  nodeHeader,
} from "./parts-of-errors.ts";
import type { ReadLine } from "./read-line.ts";
import { isSoonAfter, readTimed, type Timed } from "./timed.ts";

/** One line of a record, latin1, without a carrier's prefix. */
export interface RecordLine {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
  /** The time that is in front of it, and nothing else, or that its carrier wrote; absent below a log line with its own. */
  readonly time?: string | number;
}

/** A log line and what follows it until the next one; without a log line: text of an unknown kind. */
export interface LogRecord {
  readonly log: LogLine | undefined;
  /** The time that its carrier wrote, if it did. */
  readonly carrierTime: string | number | undefined;
  readonly lines: readonly RecordLine[];
  /** Whether lines between the first and the rest, or at the end, were not kept. */
  readonly cut: boolean;
  /** Whether log lines with the same time were treated as lines of one message; they may be several messages. */
  readonly stitched: boolean;
  /** Whether it is the rest of a record that was too long, or whose log line is not remembered. */
  readonly torn: boolean;
  /** Whether it was gone on with after log lines of others. */
  readonly resumed: boolean;
  /** As in `Carried`. */
  readonly stream: string;
  /** Whether each of its lines has only a time in front of it, which is its carrier's then. */
  readonly isTimed: boolean;
  /** Its first line as its program wrote it, with or without the prefix. */
  readonly firstText: string;
}

/** Colours hide calls from the word search, and most lines of a box contain none of the words. */
const isPart = (text: string) => isCall(text) || isMargin(text);

/** The most lines that a record without an error keeps. */
export const tailLines = 24;

/** A record that hints at an error is closed when it is longer than this, or after this many lines without a hint. */
export const recordLimits = { lines: 20_000, bytes: 4 * 1024 * 1024, quietLines: 400 } as const;

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
  #prefixed = false;
  /** Whether a time was in front of a call, so that one is in front of each line of the error. */
  #isUncarried = false;
  /** Whether the lines contain the first line of an error as Node prints it; frames of Node; calls of Python. */
  #hasHeader = false;
  #hasFrames = false;
  #hasCalls = false;
  /** Whether log lines of the same moment were taken for the lines of one message. */
  stitched = false;
  torn = false;
  resumed = false;
  /** The newest line, while all lines have only a time in front of them. */
  #timed: Timed | undefined;
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
    const log = read.log && this.#isText(read.log) ? undefined : read.log;
    const timed = this.count === 0 || this.#timed ? this.#readTime(read) : undefined;
    this.count += 1;
    if (this.count === 1) this.#firstText = text;
    const open = this.#partial ? this.lines.pop() : undefined;
    this.#partial = partial;
    if (log && this.lines.length > 0) this.#prefixed = true;
    const rest = log && !open ? log.message : text;
    const time = timed?.time ?? (this.log ? undefined : read.carrierTime);
    const line = { text: rest, line: raw.line, offset: raw.offset };
    this.lines.push(open ? { ...open, text: open.text + rest } : time === undefined ? line : { ...line, time });
    this.#bytes += rest.length + (open ? 0 : 64);
    this.#quiet = raw.hot || (this.hot && isPart(text)) ? 0 : this.#quiet + 1;
    if (raw.hot) this.#heat(rest);
    else if (!this.hot && this.lines.length > 2 * tailLines) this.#trim();
  }

  /** Adds a call or its source as the program wrote it, if `takesCalls`: what `add` does of it, without examining it. */
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
      this.#timed = timed;
      this.#newest = read;
    }
    if (timed) this.#timedLines += 1;
    return timed;
  }

  /**
   * Whether a log line is only one more line of the error that is open here: some handlers put time, level and logger
   * before every line of a traceback.
   */
  continuesWith(log: LogLine, text: string): boolean {
    if (this.#isText(log)) return true;
    if (this.#timed) {
      const timed = readTimed({ text, log });
      if (timed?.shape !== this.#timed.shape) return false;
      return isSoonAfter(timed, this.#timed) || isInner(log.message) || awaitsMore(this.lines);
    }
    if (!this.log || log.level !== this.log.level || log.logger !== this.log.logger) return false;
    if (log.texts || log.isOpen || this.log.texts) return false; // each structured line is complete
    if (beginsTraceback(log.message) && this.lines.length === 1 && log.time === this.log.time) return true;
    if (!this.hot) return isCall(log.message);
    if (isInner(log.message) || (this.#prefixed && awaitsMore(this.lines))) return true;
    if (!this.#awaitsFrames || log.time !== this.log.time || isBareFrame(lastText(this.lines))) return false;
    this.stitched = true;
    return true;
  }

  /** Whether what looks like a log line is text, because the log has another form. */
  #isText(log: LogLine): boolean {
    return log.isWeak === true && this.log !== undefined && !this.log.isWeak;
  }

  /**
   * Whether a line without time or level continues the interrupted traceback.
   *
   * @param since - The last line of the others; frames directly below a warning or an error belong to it.
   */
  resumesWith(text: string, since: OpenRecord | undefined): boolean {
    const last = lastText(this.lines);
    if (since?.isEmpty) return false;
    if (isLink(text)) return true;
    if (text.includes("Traceback (most")) return isLink(last) || /^\s+\|/.test(text);
    if (isFrame(text)) return (this.#hasFrames || this.#awaitsFrames) && !since?.isUnexplained;
    if (isLink(last)) return false;
    if (this.#hasFrames) return goesOnInDump(last, text);
    if (isCall(text)) return true;
    if (this.#awaitsFrames) return !since?.isUnexplained;
    if (isMargin(last) && isMargin(text)) return true;
    return /^\s/.test(text) ? /^\s/.test(last) : awaitsMore(this.lines) && exceptionName.test(text);
  }

  /** Whether each of its lines has only a time in front of it, which is its carrier's then. */
  get isTimed(): boolean {
    return this.#timed !== undefined && this.#timedLines > 1;
  }

  /**
   * Takes the newest line out, with which a record of its own begins: a line without a time shows that the times are the
   * program's.
   */
  takeNewest(): ReadLine {
    const newest = this.#newest!;
    this.#timed = undefined;
    while (this.lines.pop()!.line > newest.raw.line);
    return newest;
  }

  /** Whether the name of an exception comes next, which rich and Bun may print as `error: …`, like winston. */
  get awaitsName(): boolean {
    const [source, last] = this.lines.slice(-2).map(({ text }) => text);
    if (!this.hot) return false;
    return /^\s*\xe2\x95\xb0/.test(last ?? source!) || (/^ *\^$/.test(last ?? "") && /\d+ \| /.test(source!));
  }

  /** Whether a line directly below belongs to it, although it lacks the carrier's prefix of the others. */
  get takesBareLines(): boolean {
    return this.hot && (this.#hasHeader || this.#hasFrames);
  }

  /** Whether every line below that is indented is a part of it as it is. */
  get takesCalls(): boolean {
    return this.hot && !this.#timed && !this.#partial && !this.log?.carrier;
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
    const isPart = isInner(log.message) || beginsError.test(log.message) || (this.hot && awaitsMore(this.lines));
    if (!isPart && !this.#isUncarried) return undefined;
    if (!shapeOf(text.slice(0, -log.message.length || text.length)).test(this.#firstText)) return undefined;
    this.#isUncarried ||= isCall(log.message);
    return log.message;
  }

  /** Whether it is a log line without a message, which announces the lines below. */
  get isEmpty(): boolean {
    return this.log !== undefined && this.lines.length > 0 && this.lines.every(({ text }) => text.trim() === "");
  }

  /** Whether it says that something went wrong, but not yet where. */
  get isUnexplained(): boolean {
    return (
      this.lines.filter(({ text }) => text.trim() !== "").length === 1 &&
      /^(?:warning|error|fatal)$/.test(this.log?.level ?? "")
    );
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
  get #awaitsFrames(): boolean {
    return this.#hasHeader && !this.#hasFrames && !this.#hasCalls;
  }

  #heat(text: string): void {
    this.hot = true;
    this.#hasFrames ||= /^\s+at /.test(text);
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
