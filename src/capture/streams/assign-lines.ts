import type { LineBlock } from "../lines/block.ts";
import { carrierTimeMs } from "../lines/carriers/carrier.ts";
import type { RawLine } from "../lines/raw-line.ts";
import type { LineReader } from "../lines/split.ts";
import type { Hosts } from "../logs/frameworks.ts";
import type { LogLine } from "../logs/log-line.ts";
import { isBareLogLine } from "../logs/parse-log-line.ts";
import { awaitsMore, beginsTraceback, isCall, mayBeSeparate } from "../logs/parts-of-errors.ts";
import { isCallAsWritten, type ReadLine, readLine } from "../logs/read-line.ts";
import type { History } from "../logs/recent/history.ts";
import { isSoon, readTimed } from "../logs/timed.ts";
import { mostPauseMs } from "../logs/trust/open-texts.ts";
import { beginsBare, continuesBare, endsBare } from "./bare-lines.ts";
import type { ClosedStreams } from "./closed-streams.ts";
import { awaitsName, isContinuedBy, isResumedBy } from "./continues.ts";
import { OpenRecord } from "./open-record.ts";
import type { OpenRecords } from "./open-records.ts";

/** Where the lines of a text go, and what is known of those before. */
export interface Destinations {
  readonly records: OpenRecords;
  readonly closed: ClosedStreams;
  readonly history: History;
  readonly hosts: Hosts;
}

/** Adds each line to the record that it belongs to, or to the history if it belongs to no error. */
export class LineAssigner implements LineReader {
  readonly #records: OpenRecords;
  readonly #closed: ClosedStreams;
  readonly #history: History;
  readonly #hosts: Hosts;
  #lastLine = 0;

  constructor({ records, closed, history, hosts }: Destinations) {
    this.#records = records;
    this.#closed = closed;
    this.#history = history;
    this.#hosts = hosts;
  }

  /** The number of complete lines so far. */
  get lastLine(): number {
    return this.#lastLine;
  }

  isAwaitingLines(): boolean {
    return this.#records.hasOpen || this.#records.hasBroken;
  }

  quietLines(block: LineBlock): void {
    this.#lastLine = block.first + block.count - 1;
    this.#history.addBlock(block);
  }

  line(raw: RawLine): void {
    const records = this.#records;
    this.#lastLine = raw.line;
    if (this.isAwaitingLines()) records.closeOldest(raw.line);
    if (this.#takeCall(raw)) return;
    if (raw.hot || records.hasOpen || (records.hasBroken && !isBareLogLine(raw.text))) {
      const read = this.#uncarry(this.#unlog(this.#unnest(readLine(raw, !records.open("")))));
      this.#take(records.newest?.startsWith(read.stream) ? this.#adopt(read, records.newest) : this.#place(read));
    } else {
      if (records.hasBroken) records.dropStale("", raw.line);
      this.#history.add(raw);
    }
  }

  /**
   * Adds a call or its source directly below other lines of an error that no carrier brought, and that no others
   * interrupted.
   */
  #takeCall(raw: RawLine): boolean {
    const records = this.#records;
    const record = records.newest === "" && !records.hasBroken ? records.open("") : undefined;
    if (!record?.takesCalls || raw.divided) return false;
    const { text } = raw;
    if (!isCallAsWritten(text)) return false;
    records.addCall(record, raw, text);
    if (raw.hot) this.#hosts.read({ text, line: raw.line, log: undefined, below: records.open("")?.log });
    return true;
  }

  #take(read: ReadLine): void {
    const { raw, stream, text, log } = read;
    if (!log && text.trim() !== "") this.#split(stream);
    if (!log && !read.isBare) this.#endBare(stream, text);
    if (read.isEntry) this.#endEntry(read);
    if (!log && this.#records.open(stream)?.isComplete) this.#records.close(stream, raw.line);
    const record = log ? this.#before(read, log) : this.#resume(stream, text);
    if (log && !(record && isContinuedBy(record, log, text))) this.#begin(this.#records.open(stream), read);
    else if (record?.hot) this.#continue(record, read);
    else if (raw.hot) this.#records.add(record ?? this.#above(read) ?? this.#headless(read), read);
    else this.#history.add(raw, read);
    if (raw.hot) this.#hosts.read({ text, line: raw.line, log, below: this.#records.open(stream)?.log });
  }

  /** In an object that may carry a line, what is below a log line in such an object is text as it was printed. */
  #unnest(read: ReadLine): ReadLine {
    const { log, stream } = read;
    if (!log?.carrying || log.inner !== undefined || log.texts) return read;
    const { message: text, time } = log;
    const above = this.#records.open(stream) ?? this.#quiet(stream);
    return above?.log?.inner === undefined ? read : { ...read, text, log: undefined, carrierTime: time };
  }

  /** What looks like a log line may be an exception's name instead. */
  #unlog(read: ReadLine): ReadLine {
    const open = this.#records.open(read.stream);
    const isName = read.log && open && /^\s*[a-z]/.test(read.text) && awaitsName(open);
    return isName ? { ...read, log: undefined } : read;
  }

  /**
   * Removes the carrier's prefix of the log line above this one, if that can have further lines. Within an error that
   * came without that prefix, it is text.
   */
  #uncarry(read: ReadLine): ReadLine {
    const { stream, text, log, raw } = read;
    const open = this.#records.open(stream);
    if (log?.carrier) {
      const isText = open?.hot && !open.isTimed && !log.carrier.test(open.firstText);
      return isText ? { ...read, log: undefined } : read;
    }
    const above = [
      open?.isComplete ? undefined : open,
      this.#records.broken(stream),
      !open && raw.hot ? this.#quiet(stream) : undefined,
    ];
    for (const record of above) {
      const rest = record?.uncarry(text, log);
      if (rest !== undefined) return { ...read, text: rest, log: undefined };
    }
    return read;
  }

  /** What a log line may be a part of. */
  #before({ stream }: ReadLine, log: LogLine): OpenRecord | undefined {
    const mayContinue = isCall(log.message) || (log.level !== undefined && beginsTraceback(log.message));
    return this.#records.open(stream) ?? (mayContinue ? this.#quiet(stream) : undefined);
  }

  /** The newest lines of a stream, if they do not hint at an error so far. */
  #quiet(stream: string): OpenRecord | undefined {
    const { lines, isTorn } = this.#history.recordOf(stream, this.#closed.lineOf(stream));
    if (lines.length === 0) return undefined;
    const record = new OpenRecord(lines[0]!);
    record.torn = !record.log && (isTorn || this.#closed.isTorn(stream));
    for (const line of lines) record.add(line);
    return record;
  }

  /**
   * Adds a line without a carrier's prefix to the error directly above it, if only the first line of that error has
   * one.
   */
  #adopt(read: ReadLine, newest: string): ReadLine {
    const above = newest === read.stream ? undefined : this.#records.open(newest);
    if (!above?.takesBareLines || above.lines.at(-1)!.line !== read.raw.line - 1) return read;
    return continuesBare(above, read.text) ? { ...read, stream: newest, isBare: true } : read;
  }

  /**
   * A traceback without a prefix directly below a warning or an error with one: the program itself wrote that prefix.
   */
  #place(read: ReadLine): ReadLine {
    const above = beginsBare(read) ? this.#history.lineBefore(read.raw.line) : undefined;
    const isFailure = above?.log !== undefined && /^(?:warning|error|fatal)$/.test(above.log.level ?? "");
    return isFailure ? { ...read, stream: above.stream, isBare: above.stream !== "" } : read;
  }

  /** A line with its carrier's prefix ends an error whose lines came without it, unless it is a part of the error. */
  #endBare(stream: string, text: string): void {
    const record = this.#records.open(stream);
    if (record && endsBare(record, text)) this.#records.close(stream, this.#lastLine);
  }

  /** A later entry of the host's own log ends an error, unless it is a part of the error. */
  #endEntry({ stream, text, carrierTime }: ReadLine): void {
    const record = this.#records.open(stream);
    const before = record?.lines.at(-1)?.time ?? record?.carrierTime;
    if (typeof before !== "string" || typeof carrierTime !== "string" || isSoon(carrierTime, before)) return;
    if (mayBeSeparate(text) && !awaitsMore(record!.lines)) this.#records.close(stream, this.#lastLine);
  }

  /**
   * The newest lines of a stream, unless its carrier wrote a later time: what is said then does not belong to an info
   * line.
   */
  #above({ stream, carrierTime }: ReadLine): OpenRecord | undefined {
    const record = this.#quiet(stream);
    if (record?.log === undefined || /^(?:warning|error|fatal)$/.test(record.log.level ?? "error")) return record;
    const laterMs = (carrierTimeMs(carrierTime) ?? Number.NaN) - (carrierTimeMs(record.carrierTime) ?? Number.NaN);
    return laterMs > mostPauseMs ? undefined : record;
  }

  /** A log line ends what was open before it, or interrupts it. */
  #begin(before: OpenRecord | undefined, read: ReadLine): void {
    const { raw, stream, log } = read;
    const records = this.#records;
    if (records.hasBroken) records.dropStale(stream, raw.line);
    if (before && !raw.hot && !log?.isWeak && !records.broken(stream))
      records.interrupt(stream, before, this.#hosts.named());
    else if (before) records.close(stream, raw.line);
    const timed = raw.hot ? readTimed(read) : undefined;
    if (!timed || mayBeSeparate(timed.message)) this.#history.add(raw, read);
    if (raw.hot) this.#open(read);
  }

  /** A record begins with this line, or with the lines above it that have a time in front of them like it. */
  #open(read: ReadLine): void {
    const { stream } = read;
    const above = this.#history.timedAbove(read, this.#closed.lineOf(stream));
    const record = new OpenRecord(above[0] ?? read);
    for (const line of above) record.add(line);
    this.#records.add(record, read);
  }

  #continue(record: OpenRecord, read: ReadLine): void {
    this.#records.add(record, read);
    const entry = record.isTimed ? read.log?.message : read.isEntry && !read.raw.hot ? read.text : undefined;
    if (entry !== undefined && mayBeSeparate(entry)) this.#history.add(read.raw, read);
  }

  /** A line without a time comes after lines that have only a time in front of them: the last of them announces it. */
  #split(stream: string): void {
    const record = this.#records.open(stream);
    if (!record?.isTimed) return;
    const newest = record.takeNewest();
    this.#records.close(stream, newest.raw.line);
    if (newest.raw.hot) this.#records.add(new OpenRecord(newest), newest);
    else if (!mayBeSeparate(newest.log!.message)) this.#history.add(newest.raw, newest);
  }

  /**
   * The record to which a line without time or level is added: the traceback that was broken off, if this line can
   * continue it.
   */
  #resume(stream: string, text: string): OpenRecord | undefined {
    const open = this.#records.open(stream);
    const broken = this.#records.broken(stream);
    if (!broken || text.trim() === "") return open;
    const goesOn = () => !open && isResumedBy(broken, text, this.#quiet(stream));
    return this.#records.resume(stream, broken, goesOn) ? broken : open;
  }

  /** A record that begins with a line which no log line is above. */
  #headless(read: ReadLine): OpenRecord {
    const record = new OpenRecord(read);
    record.torn = !record.log && this.#closed.isTorn(read.stream);
    return record;
  }
}
