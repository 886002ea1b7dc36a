import { stripAnsi } from "./ansi.ts";
import type { Found } from "./found.ts";
import { createHosts, type Hosts, hostWords } from "./hosts.ts";
import type { LogLine } from "./log-line.ts";
import { matchLogLine } from "./log-lines.ts";
import { OpenRecord, type RecordLine } from "./record.ts";
import { readRecord } from "./record-errors.ts";
import { createLineSplitter, type LineSplitter, type RawLine } from "./split-lines.ts";
import { createTrails, type Trails } from "./trails.ts";
import { type Carried, unwrap } from "./transport.ts";

export interface CaptureOptions {
  /** Names the trail to which a log line of this logger belongs; `undefined`: to none. Default: all to `""`. */
  readonly trailOf?: (logger: string | undefined) => string | undefined;
}

/** Reads a log or traceback in pieces of any size and gives each error as soon as it is complete. */
export interface Capture {
  push(chunk: Uint8Array): Found[];
  /** Gives what is open, taken for complete: the text ends here, or nothing came for a while. More may be pushed. */
  flush(): Found[];
  /**
   * Bytes from the beginning of the text from which reading anew gives every error that was not given yet, and no
   * other, unless the lines of several programs or containers are mixed.
   */
  readonly resumeOffset: number;
}

/** Words of which every error holds one: a line without any can at most be part of one that others announced. */
const errorWords = ["Traceback", 'File "', "Error", "    at ", "\tat ", "Uncaught", "nhandled"];

/** Containers and units of one text whose lines are kept apart at a time; the one that spoke least lately is closed. */
const maxStreams = 64;

/** So many lines of others may come in the middle of a traceback. */
const strayLines = 20;

export const createCapture = ({ trailOf = () => "" }: CaptureOptions = {}): Capture => new TextCapture(trailOf);

class TextCapture implements Capture {
  readonly #splitter: LineSplitter;
  readonly #trails: Trails;
  readonly #hosts: Hosts = createHosts();
  /** What is still added to, by stream, the one that spoke last at the end. */
  readonly #open = new Map<string, OpenRecord>();
  #newest: string | undefined;
  /** Tracebacks that others have interrupted, by stream. */
  readonly #broken = new Map<string, OpenRecord>();
  #found: Found[] = [];

  constructor(trailOf: (logger: string | undefined) => string | undefined) {
    this.#trails = createTrails(trailOf);
    this.#splitter = createLineSplitter([...errorWords, ...hostWords], (line) => this.#take(line));
  }

  push(chunk: Uint8Array): Found[] {
    this.#splitter.push(chunk);
    return this.#give();
  }

  flush(): Found[] {
    this.#splitter.end();
    for (const stream of [...this.#open.keys()]) this.#close(stream);
    return this.#give();
  }

  get resumeOffset(): number {
    let offset = this.#splitter.offset;
    for (const record of [...this.#open.values(), ...this.#broken.values()])
      offset = Math.min(offset, record.lines[0]!.offset);
    return offset;
  }

  #give(): Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #take(raw: RawLine): void {
    const unwrapped = unwrap(raw.text, !this.#openHot());
    const text = stripAnsi(unwrapped.text);
    const carried = this.#newest && unwrapped.stream === "" ? this.#adopt(unwrapped, text, raw.line) : unwrapped;
    const log = matchLogLine(text);
    const record = log ? this.#open.get(carried.stream) : this.#resume(carried.stream, text);
    if (log && !record?.continuesWith(log)) this.#begin(record, log, carried, raw);
    else {
      const line = { text: log ? log.message : text, line: raw.line, offset: raw.offset };
      this.#add(record ?? new OpenRecord(undefined, carried.time), carried.stream, line, raw.hot, log !== undefined);
    }
    if (raw.hot) this.#hosts.read(text);
  }

  /** Gives a line that nothing carried to the error right above it, if only the first line of that was carried. */
  #adopt(carried: Carried, text: string, line: number): Carried {
    const above = this.#open.get(this.#newest!);
    if (!above?.takesBareLines || above.lines.at(-1)!.line !== line - 1 || !/^(?:\s+\S|[\]})])/.test(text))
      return carried;
    return { ...carried, stream: this.#newest! };
  }

  /** Whether an error is open that may hold lines which look as if something carried them. */
  #openHot(): boolean {
    return this.#open.get("")?.hot ?? false;
  }

  #begin(
    before: OpenRecord | undefined,
    log: LogLine,
    { stream, time }: Carried,
    { line, offset, hot }: RawLine,
  ): void {
    if (this.#broken.size > 0) this.#dropStale(stream, line);
    if (before?.hot && !hot && !this.#broken.has(stream)) this.#interrupt(stream, before);
    else if (before?.hot) this.#close(stream);
    this.#trails.add(log, line);
    this.#add(new OpenRecord(log, time), stream, { text: log.message, line, offset }, hot);
  }

  #interrupt(stream: string, record: OpenRecord): void {
    record.hosts = this.#hosts.named();
    this.#broken.set(stream, record);
  }

  #add(record: OpenRecord, stream: string, line: RecordLine, hot: boolean, prefixed = false): void {
    record.add(line, hot, prefixed);
    if (this.#newest !== stream) this.#open.delete(stream); // the one that spoke last stands last
    this.#newest = stream;
    this.#open.set(stream, record);
    if (record.full) this.#close(stream);
    else if (this.#open.size > maxStreams) this.#close(this.#open.keys().next().value!);
  }

  /** What a line without time or level is added to: the traceback that was broken off, if it goes on like that. */
  #resume(stream: string, text: string): OpenRecord | undefined {
    const open = this.#open.get(stream);
    const broken = this.#broken.get(stream);
    if (!broken || text.trim() === "") return open;
    this.#broken.delete(stream);
    if (!open?.hot && broken.resumesWith(text, open)) return broken;
    this.#read(broken);
    return open;
  }

  /** A traceback that others went on without for long does not go on. */
  #dropStale(stream: string, line: number): void {
    const broken = this.#broken.get(stream);
    if (!broken || line - broken.lines.at(-1)!.line <= strayLines) return;
    this.#broken.delete(stream);
    this.#read(broken);
  }

  #close(stream: string): void {
    const broken = this.#broken.get(stream);
    const record = this.#open.get(stream);
    this.#broken.delete(stream);
    this.#open.delete(stream);
    this.#read(broken);
    this.#read(record);
  }

  #read(record: OpenRecord | undefined): void {
    if (record?.hot)
      this.#found.push(...readRecord(record, record.hosts ?? this.#hosts.named(), (line) => this.#trails.before(line)));
  }
}
