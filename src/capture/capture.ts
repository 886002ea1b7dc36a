import type { HostFramework, Report } from "../report/report.ts";
import type { Found } from "./found.ts";
import { errorWords } from "./lines/error-words.ts";
import type { RawLine } from "./lines/raw-line.ts";
import { createLineSplitter, type LineReader, type LineSplitter } from "./lines/split.ts";
import { createHosts, type Hosts, hostWords } from "./logs/frameworks.ts";
import type { LogLine } from "./logs/log-line.ts";
import { isBareLogLine } from "./logs/parse-log-line.ts";
import { type ReadLine, readLine } from "./logs/read-line.ts";
import { History } from "./logs/recent-lines.ts";
import { isCall, OpenRecord } from "./logs/record.ts";
import { type Before, readRecord } from "./record-errors.ts";

export interface CaptureOptions {
  /**
   * The group of breadcrumbs to which a line of this logger belongs, asked when the piece is pushed in which it ends;
   * `undefined`: to none. Default: `""` for all.
   */
  readonly breadcrumbsOf?: (logger: string | undefined) => string | undefined;
  /** The group of breadcrumbs that an error gets; `undefined`: none. Default: `""`. */
  readonly breadcrumbsFor?: (report: Report) => string | undefined;
  /**
   * ASCII words, one of which is in the name of every logger that has a group of its own. Lines without such a word are
   * looked at only if an error needs them. Called for each piece. Default: unknown, or none if `breadcrumbsOf` is not
   * given.
   */
  readonly loggerWords?: () => readonly string[] | undefined;
  /** Frameworks that are known before the text names any. */
  readonly hosts?: readonly HostFramework[];
}

/** Reads a log or traceback in pieces of any size and gives each error as soon as it is complete. */
export interface Capture {
  push(chunk: Uint8Array): Found[];
  /** Returns the interrupted errors whose last line is not after this one. */
  settle(line: number): Found[];
  /** The number of complete lines that were pushed. */
  readonly lines: number;
  /**
   * Treats open errors as complete and returns them: the text ends here, or nothing came for a while. More may be
   * pushed.
   */
  flush(): Found[];
  /**
   * The byte offset from which reading again finds every error that was not returned yet, and no other, unless the
   * lines of several programs or containers are mixed.
   */
  readonly resumeOffset: number;
  /** The frameworks that are known by now. */
  readonly hosts: readonly HostFramework[];
}

/**
 * The most containers and units in one text with open errors; beyond that, the one that was silent longest is closed.
 */
const maxStreams = 64;

/** The number of streams whose position is remembered. */
const maxClosed = 1024;

/** The most unrelated lines within a traceback, and between the lines of several streams. */
const strayLines = 20;
const foreignLines = 2_000;

const none: readonly string[] = [];

export const createCapture = (options: CaptureOptions = {}): Capture => new TextCapture(options);

class TextCapture implements Capture {
  readonly #splitter: LineSplitter;
  readonly #history: History;
  readonly #surroundings: Before;
  readonly #hosts: Hosts;
  /** Open records that hint at an error, by stream; the stream with the latest line is last. */
  readonly #open = new Map<string, OpenRecord>();
  #newest: string | undefined;
  /** Tracebacks that others have interrupted, by stream. */
  readonly #broken = new Map<string, OpenRecord>();
  /** The line up to which all lines of a stream belong to closed records; for every stream at least `#flushedAt`. */
  readonly #closedAt = new Map<string, number>();
  #flushedAt = 0;
  #lastLine = 0;
  /** Streams of which a record was closed because it was too long; its rest is no record of its own. */
  readonly #torn = new Set<string>();
  /** The last line of the last record that hinted at an error and had a log line, by stream. */
  readonly #logAt = new Map<string, number>();
  #found: Found[] = [];
  /** When the latest error happened. */
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor({
    breadcrumbsOf,
    breadcrumbsFor = () => "",
    loggerWords = () => (breadcrumbsOf ? undefined : none),
    hosts = [],
  }: CaptureOptions) {
    this.#hosts = createHosts(hosts);
    const history = new History(breadcrumbsOf ?? (() => ""));
    this.#history = history;
    this.#surroundings = {
      lineBefore: (line) => history.lineBefore(line),
      isDeeper: (stream, line) => history.isDeeper(stream, line) || this.#isBelowLog(stream, line),
      latestBefore: (line, afterMs) => history.latestBefore(line, afterMs),
      pluginOf: breadcrumbsFor,
      breadcrumbsBefore: (line, report) => history.breadcrumbsBefore(line, breadcrumbsFor(report)),
    };
    const words = { hot: [...errorWords, ...hostWords], named: loggerWords };
    this.#splitter = createLineSplitter(words, this.#reader());
  }

  push(chunk: Uint8Array): Found[] {
    this.#history.askAgain();
    this.#splitter.push(chunk);
    return this.#give();
  }

  settle(line: number): Found[] {
    for (const [stream, record] of this.#broken) if (record.lines.at(-1)!.line <= line) this.#settle(stream, record);
    return this.#give();
  }

  get hosts(): readonly HostFramework[] {
    return this.#hosts.named();
  }

  get lines(): number {
    return this.#lastLine;
  }

  flush(): Found[] {
    this.#splitter.end();
    const last = ([, record]: [string, OpenRecord]) => record.lines.at(-1)!.line;
    const all = [...this.#broken, ...this.#open].sort((a, b) => last(a) - last(b));
    for (const [stream] of all) this.#close(stream);
    this.#closedAt.clear();
    this.#torn.clear();
    this.#logAt.clear();
    this.#flushedAt = this.#lastLine;
    return this.#give();
  }

  get resumeOffset(): number {
    let offset = this.#history.openOffset((stream) => this.#closed(stream), this.#splitter.offset);
    for (const record of [...this.#open.values(), ...this.#broken.values()])
      offset = Math.min(offset, record.lines[0]!.offset);
    return offset;
  }

  #give(): Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #reader(): LineReader {
    const isAwaitingLines = () => this.#open.size > 0 || this.#broken.size > 0;
    return {
      isAwaitingLines,
      line: (line) => this.#take(line),
      quietLines: (block) => {
        this.#lastLine = block.first + block.count - 1;
        this.#history.addBlock(block);
      },
    };
  }

  #take(raw: RawLine): void {
    this.#lastLine = raw.line;
    if (this.#open.size > 0 || this.#broken.size > 0) this.#closeOldest(raw.line);
    if (raw.hot || this.#open.size > 0 || (this.#broken.size > 0 && !isBareLogLine(raw.text))) {
      const read = this.#uncarry(this.#unlog(readLine(raw, !this.#open.has(""))));
      this.#takeRead(this.#newest && read.stream === "" ? this.#adopt(read) : read);
    } else {
      if (this.#broken.size > 0) this.#dropStale("", raw.line);
      this.#history.add(raw);
    }
  }

  #takeRead(read: ReadLine): void {
    const { raw, stream, text, log } = read;
    const record = log ? this.#before(read, log) : this.#resume(stream, text);
    if (log && !record?.continuesWith(log)) this.#begin(this.#open.get(stream), read);
    else if (record?.hot) this.#add(record, read);
    else if (raw.hot) this.#add(record ?? this.#quiet(stream) ?? this.#headless(read), read);
    else this.#history.add(raw, read);
    if (raw.hot) this.#hosts.read({ text, line: raw.line, log, below: this.#open.get(stream)?.log });
  }

  /** What looks like a log line may be an exception's name instead. */
  #unlog(read: ReadLine): ReadLine {
    const isName = read.log && /^\s*[a-z]/.test(read.text) && this.#open.get(read.stream)?.awaitsName;
    return isName ? { ...read, log: undefined } : read;
  }

  /**
   * Removes the carrier's prefix of the log line above this one. Within an error that came without that prefix, it is
   * text.
   */
  #uncarry(read: ReadLine): ReadLine {
    const { stream, text, log, raw } = read;
    const open = this.#open.get(stream);
    if (log?.carrier) {
      const isText = open?.hot && !log.carrier.test(open.firstText);
      return isText ? { ...read, log: undefined } : read;
    }
    const above = [open, this.#broken.get(stream), !open && raw.hot ? this.#quiet(stream) : undefined];
    for (const record of above) {
      const rest = record?.uncarry(text, log);
      if (rest !== undefined) return { ...read, text: rest, log: undefined };
    }
    return read;
  }

  /** What a log line may be a part of. */
  #before({ stream }: ReadLine, log: LogLine): OpenRecord | undefined {
    return this.#open.get(stream) ?? (isCall(log.message) ? this.#quiet(stream) : undefined);
  }

  /** The newest lines of a stream, if they do not hint at an error so far. */
  #quiet(stream: string): OpenRecord | undefined {
    const { lines, isTorn } = this.#history.recordOf(stream, this.#closed(stream));
    if (lines.length === 0) return undefined;
    const record = new OpenRecord(lines[0]!);
    record.torn = !record.log && (isTorn || this.#torn.has(stream));
    for (const line of lines) record.add(line);
    return record;
  }

  /**
   * Adds a line without a carrier's prefix to the error directly above it, if only the first line of that error has
   * one.
   */
  #adopt(read: ReadLine): ReadLine {
    const above = this.#open.get(this.#newest!);
    if (!above?.takesBareLines || above.lines.at(-1)!.line !== read.raw.line - 1) return read;
    return /^(?:\s+\S|[\]})])/.test(read.text) ? { ...read, stream: this.#newest! } : read;
  }

  /** A log line ends what was open before it, or interrupts it. */
  #begin(before: OpenRecord | undefined, read: ReadLine): void {
    const { raw, stream } = read;
    if (this.#broken.size > 0) this.#dropStale(stream, raw.line);
    if (before && !raw.hot && !this.#broken.has(stream)) this.#interrupt(stream, before);
    else if (before) this.#close(stream);
    this.#history.add(raw, read);
    if (raw.hot) this.#add(new OpenRecord(read), read);
  }

  #interrupt(stream: string, record: OpenRecord): void {
    record.hosts = this.#hosts.named();
    this.#broken.set(stream, record);
    this.#open.delete(stream);
  }

  #add(record: OpenRecord, read: ReadLine): void {
    const { stream } = read;
    record.add(read);
    if (this.#newest !== stream) this.#open.delete(stream); // the stream with the latest line is last
    this.#newest = stream;
    this.#open.set(stream, record);
    if (record.log) this.#logAt.set(stream, read.raw.line);
    if (record.full) this.#tear(stream, record);
    else if (isDrowned(record, read.raw.line)) this.#close(stream);
    else if (this.#open.size > maxStreams) this.#close(this.#open.keys().next().value!);
  }

  /**
   * The record to which a line without time or level is added: the traceback that was broken off, if this line can
   * continue it.
   */
  #resume(stream: string, text: string): OpenRecord | undefined {
    const open = this.#open.get(stream);
    const broken = this.#broken.get(stream);
    if (!broken || text.trim() === "") return open;
    this.#broken.delete(stream);
    if (!open && broken.resumesWith(text, this.#quiet(stream))) {
      broken.resumed = true;
      return broken;
    }
    this.#read(broken);
    return open;
  }

  /** A record that begins with a line which no log line is above. */
  #headless(read: ReadLine): OpenRecord {
    const record = new OpenRecord(read);
    record.torn = !record.log && this.#torn.has(read.stream);
    return record;
  }

  #tear(stream: string, record: OpenRecord): void {
    this.#close(stream);
    if (record.log || record.torn) this.#torn.add(stream);
    else this.#torn.delete(stream);
    if (this.#torn.size > maxStreams) this.#torn.delete(this.#torn.keys().next().value!);
  }

  /** Whether a log line of an error was brought by fewer carriers than this stream, shortly before a line. */
  #isBelowLog(stream: string, line: number): boolean {
    for (const [other, at] of this.#logAt)
      if (other !== stream && stream.startsWith(other) && at < line && line - at <= foreignLines) return true;
    return false;
  }

  /** A broken-off traceback does not continue after this many lines of others. */
  #dropStale(stream: string, line: number): void {
    const broken = this.#broken.get(stream);
    if (broken && line - broken.lines.at(-1)!.line > strayLines) this.#settle(stream, broken);
  }

  /** A stream that fell silent while others continue holds back neither its error nor the resume offset. */
  #closeOldest(line: number): void {
    for (const [stream, record] of this.#broken) {
      if (isDrowned(record, line)) this.#settle(stream, record);
      break;
    }
    for (const [stream, record] of this.#open) {
      if (isDrowned(record, line)) this.#close(stream);
      break;
    }
  }

  #settle(stream: string, broken: OpenRecord): void {
    this.#broken.delete(stream);
    this.#read(broken);
  }

  #closed(stream: string): number {
    return Math.max(this.#closedAt.get(stream) ?? 0, this.#flushedAt);
  }

  #close(stream: string): void {
    const broken = this.#broken.get(stream);
    const record = this.#open.get(stream);
    this.#open.delete(stream);
    if (broken) this.#settle(stream, broken);
    if (!record) return;
    this.#closedAt.set(stream, record.lines.at(-1)!.line);
    if (this.#closedAt.size > maxClosed) this.#forgetClosed();
    this.#read(record);
  }

  /** A text with this many streams is treated as closed up to here. */
  #forgetClosed(): void {
    this.#closedAt.clear();
    this.#flushedAt = this.#lastLine - 1;
  }

  #read(record: OpenRecord): void {
    const hosts = record.hosts ?? this.#hosts.named();
    for (const found of readRecord(record, hosts, this.#surroundings, this.#latestMs)) {
      this.#found.push(found);
      this.#latestMs = Math.max(this.#latestMs, found.report.timeMs ?? this.#latestMs);
    }
  }
}

/** Whether others wrote more lines since it began than can be between its lines. */
const isDrowned = ({ lines, count }: OpenRecord, line: number) => line - lines[0]!.line - count > foreignLines;
