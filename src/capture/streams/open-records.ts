import type { HostFramework } from "../../report/report.ts";
import type { RawLine } from "../lines/raw-line.ts";
import type { ReadLine } from "../logs/read-line.ts";
import type { ClosedStreams } from "./closed-streams.ts";
import { foreignLines, type LoggedStreams } from "./logged-streams.ts";
import type { OpenRecord } from "./open-record.ts";

/**
 * The most containers and units in one text with open errors; beyond that, the one that was silent longest is closed.
 */
const maxStreams = 64;

/** The most unrelated lines within a traceback. */
const strayLines = 20;

/** What open records tell when they close. */
export interface Closing {
  readonly closed: ClosedStreams;
  readonly logged: LoggedStreams;
  /** Called with each record that is complete. */
  readonly read: (record: OpenRecord) => void;
}

/** The records that hint at an error and are not complete: of each stream one, and one that others interrupted. */
export class OpenRecords {
  readonly #to: Closing;
  /** Open records that hint at an error, by stream; the stream with the latest line is last. */
  readonly #open = new Map<string, OpenRecord>();
  #newest: string | undefined;
  /** Tracebacks that others have interrupted, by stream. */
  readonly #broken = new Map<string, OpenRecord>();
  /** No record is drowned before this line; it is found again whenever one opens or closes. */
  #drownsAt = 0;

  constructor(to: Closing) {
    this.#to = to;
  }

  get hasOpen(): boolean {
    return this.#open.size > 0;
  }

  get hasBroken(): boolean {
    return this.#broken.size > 0;
  }

  /** The stream with the latest line of an open record. */
  get newest(): string | undefined {
    return this.#newest;
  }

  /** The record of a stream to which lines are added. */
  open(stream: string): OpenRecord | undefined {
    return this.#open.get(stream);
  }

  /** The record of a stream that others interrupted. */
  broken(stream: string): OpenRecord | undefined {
    return this.#broken.get(stream);
  }

  /** The offset of the first line that belongs to one of them; `end` if none is before that. */
  firstOffset(end: number): number {
    let offset = end;
    for (const record of [...this.#open.values(), ...this.#broken.values()])
      offset = Math.min(offset, record.lines[0]!.offset);
    return offset;
  }

  /** Adds a line to the record of its stream, which is open from now on, unless it became too long. */
  add(record: OpenRecord, read: ReadLine): void {
    const { stream, raw } = read;
    record.add(read);
    if (this.#newest !== stream) this.#open.delete(stream); // the stream with the latest line is last
    this.#newest = stream;
    if (this.#open.get(stream) !== record) {
      this.#open.set(stream, record);
      this.#drownsAt = 0;
    }
    this.#closeFull(stream, record, raw.line);
  }

  /** Adds a call or its source to the record of the stream `""`, which is open and has the latest line. */
  addCall(record: OpenRecord, raw: RawLine, text: string): void {
    record.addCall(raw, text);
    this.#closeFull("", record, raw.line);
  }

  /** Closes what the line that was added has made too long, or too many. */
  #closeFull(stream: string, record: OpenRecord, line: number): void {
    if (record.log) this.#to.logged.add(stream, line);
    if (record.full) this.#tear(stream, record, line);
    else if (isDrowned(record, line)) this.close(stream, line);
    else if (this.#open.size > maxStreams) this.close(this.#open.keys().next().value!, line);
  }

  /** @param hosts - The frameworks that are known by now. */
  interrupt(stream: string, record: OpenRecord, hosts: readonly HostFramework[]): void {
    record.hosts = hosts;
    this.#broken.set(stream, record);
    this.#open.delete(stream);
    this.#drownsAt = 0;
  }

  /** Ends an interruption: either a line is added to the record next, or it is closed here. */
  resume(stream: string, broken: OpenRecord, goesOn: () => boolean): boolean {
    this.#broken.delete(stream);
    this.#drownsAt = 0;
    const resumed = goesOn();
    if (resumed) broken.resumed = true;
    else this.#to.read(broken);
    return resumed;
  }

  /** A broken-off traceback does not continue after this many lines of others. */
  dropStale(stream: string, line: number): void {
    const broken = this.#broken.get(stream);
    if (broken && line - lastLine(broken) > strayLines) this.#settle(stream, broken);
  }

  /** A stream that fell silent while others continue holds back neither its error nor the resume offset. */
  closeOldest(line: number): void {
    if (line < this.#drownsAt) return;
    this.#drownsAt = Number.POSITIVE_INFINITY;
    for (const [stream, record] of this.#broken) {
      if (isDrowned(record, line)) this.#settle(stream, record);
      else this.#drownsAt = drownsAt(record);
      break;
    }
    for (const [stream, record] of this.#open) {
      if (isDrowned(record, line)) this.close(stream, line);
      else this.#drownsAt = Math.min(this.#drownsAt, drownsAt(record));
      break;
    }
  }

  /** Closes the interrupted records whose last line is not after this one. */
  settle(line: number): void {
    for (const [stream, record] of this.#broken) if (lastLine(record) <= line) this.#settle(stream, record);
  }

  /** Closes the records of a stream. @param line - The line that is read now. */
  close(stream: string, line: number): void {
    const broken = this.#broken.get(stream);
    const record = this.#open.get(stream);
    this.#open.delete(stream);
    this.#drownsAt = 0;
    if (broken) this.#settle(stream, broken);
    if (!record) return;
    this.#to.closed.add(stream, lastLine(record), line);
    this.#to.read(record);
  }

  /** Closes all, in the order of their last lines. @param line - The last line of the text so far. */
  flush(line: number): void {
    const all = [...this.#broken, ...this.#open].sort(([, a], [, b]) => lastLine(a) - lastLine(b));
    for (const [stream] of all) this.close(stream, line);
    this.#to.closed.flush(line);
    this.#to.logged.flush();
  }

  #tear(stream: string, record: OpenRecord, line: number): void {
    this.close(stream, line);
    this.#to.closed.tear(stream, record.log !== undefined || record.torn);
  }

  #settle(stream: string, broken: OpenRecord): void {
    this.#broken.delete(stream);
    this.#drownsAt = 0;
    this.#to.read(broken);
  }
}

const lastLine = ({ lines }: OpenRecord) => lines.at(-1)!.line;

/** Whether others wrote more lines since it began than can be between its lines. */
const isDrowned = (record: OpenRecord, line: number) => line >= drownsAt(record);

/** The first line at which that is so, unless more lines are added to it. */
const drownsAt = ({ lines, count }: OpenRecord) => lines[0]!.line + count + foreignLines + 1;
