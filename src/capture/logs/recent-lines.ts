import { limits } from "../../report/limits.ts";
import type { Breadcrumb } from "../../report/report.ts";
import type { LineBlock } from "../lines/block.ts";
import type { RawLine } from "../lines/raw-line.ts";
import { lineTimeMs } from "./breadcrumb.ts";
import { BreadcrumbsBefore, type Step } from "./breadcrumbs-before.ts";
import type { LogLine } from "./log-line.ts";
import { type ReadLine, readLine } from "./read-line.ts";
import { isCall } from "./record.ts";

/** A line that may not have been examined yet. */
interface Entry {
  readonly raw: RawLine;
  read: ReadLine | undefined;
  step: Step | undefined;
}

/** Lines that have not been split yet, except some at their end. */
class Lines {
  /** The last line first. */
  readonly #taken: Entry[] = [];

  constructor(readonly block: LineBlock) {}

  *backwards(): Generator<Entry> {
    for (let at = 0; ; at++) {
      if (at === this.#taken.length) {
        const raw = this.block.takeLast();
        if (!raw) return;
        this.#taken.push({ raw, read: undefined, step: undefined });
      }
      yield this.#taken[at]!;
    }
  }
}

/** Consecutive lines. */
class Generation {
  readonly #items: (Entry | Lines)[] = [];
  #count = 0;
  #bytes = 0;
  #part: Buffer | undefined;

  add(item: Entry | Lines): void {
    this.#items.push(item);
    const { part } = item instanceof Lines ? item.block : item.raw;
    if (part !== this.#part) this.#bytes += part.length;
    this.#part = part;
    this.#count += item instanceof Lines ? item.block.count : 1;
  }

  get isFull(): boolean {
    return this.#count >= generationLines || this.#bytes >= generationBytes;
  }

  *backwards(): Generator<Entry> {
    for (let at = this.#items.length - 1; at >= 0; at--) {
      const item = this.#items[at]!;
      if (item instanceof Lines) yield* item.backwards();
      else yield item;
    }
  }
}

/** A generation of lines ends at this many lines, or this many bytes in memory; the newest two are kept. */
const generationLines = 1024;
const generationBytes = 2 * 1024 * 1024;

/** The most unrelated lines between the lines of one record. */
const linesOfOthers = 400;

/** The most lines that are searched for breadcrumbs: a text without log lines has none. */
const linesLookedAt = 400;

/** In how many lines of each generation but the first a log line is looked for, if there was none until then. */
const linesTried = 16;

/**
 * The most loggers whose group of breadcrumbs is cached, so that a log with endless logger names cannot fill the
 * memory.
 */
const maxLoggers = 10_000;

/**
 * The newest lines that do not belong to an error. Most are never needed, and are examined only if an error follows
 * them.
 */
export class History {
  readonly #breadcrumbsOf: (logger: string | undefined) => string | undefined;
  readonly #known = new Map<string | undefined, string | undefined>();
  readonly #breadcrumbs = new BreadcrumbsBefore();
  /** The group of breadcrumbs of every line that is not `named`. */
  #rest: string | undefined;
  #older = new Generation();
  #newer = new Generation();
  /** Whether log lines were among those that came, as far as they were looked at; and whether lines went. */
  #hadLogLines = false;
  #hasForgotten = false;
  #turns = 0;

  /** @param breadcrumbsOf - As in `CaptureOptions`; called once for each logger until `askAgain`. */
  constructor(breadcrumbsOf: (logger: string | undefined) => string | undefined) {
    this.#breadcrumbsOf = breadcrumbsOf;
    this.#rest = breadcrumbsOf(undefined);
  }

  /** From now on, loggers may belong to other groups; lines that were added keep theirs. */
  askAgain(): void {
    this.#known.clear();
    this.#rest = this.#breadcrumbsOf(undefined);
  }

  /** @param read - If it was examined already. */
  add(raw: RawLine, read?: ReadLine): void {
    const entry: Entry = { raw, read, step: undefined };
    this.#newer.add(entry);
    if (raw.named) this.#addNamed(entry);
    if (this.#newer.isFull) this.#turn();
  }

  addBlock(block: LineBlock): void {
    this.#newer.add(new Lines(block));
    if (this.#newer.isFull) this.#turn();
  }

  /**
   * The lines of a stream from its newest log line on, oldest first, but none up to line `after`; and whether their log line
   * is likely to be among the lines that are no longer remembered.
   */
  recordOf(stream: string, after: number): { readonly lines: readonly ReadLine[]; readonly isTorn: boolean } {
    const lines: ReadLine[] = [];
    let others = 0;
    for (const entry of this.#backwards()) {
      if (entry.raw.line <= after || others > linesOfOthers) return { lines: lines.reverse(), isTorn: false };
      const read = lookAt(entry);
      if (read.stream !== stream) others++;
      else if (lines.push(read) && isBeginning(read)) return { lines: lines.reverse(), isTorn: false };
    }
    return { lines: lines.reverse(), isTorn: this.#hadLogLines && this.#hasForgotten };
  }

  /** Whether what brought this stream brought a log line by fewer carriers, among the newest lines before line `at`. */
  isDeeper(stream: string, at: number): boolean {
    if (stream === "") return false;
    let looks = 0;
    for (const entry of this.#backwards()) {
      if (entry.raw.line >= at) continue;
      if (++looks > linesLookedAt) break;
      const read = lookAt(entry);
      if (read.log && read.stream !== stream && stream.startsWith(read.stream)) return true;
    }
    return false;
  }

  /**
   * Where the first line is that may be the beginning of an error to come: bytes, at most `end`.
   *
   * @param closedAt - Up to which line the lines of a stream are done with.
   */
  openOffset(closedAt: (stream: string) => number, end: number): number {
    const begun = new Set<string>();
    let offset = end;
    for (const entry of this.#backwards()) {
      const read = lookAt(entry);
      if (begun.has(read.stream) || entry.raw.line <= closedAt(read.stream)) continue;
      offset = entry.raw.offset;
      if (isBeginning(read)) begun.add(read.stream);
    }
    return offset;
  }

  /** The newest lines before line `at` that are breadcrumbs of this group, oldest first; none without a group. */
  breadcrumbsBefore(at: number, name: string | undefined): readonly Breadcrumb[] {
    if (name === undefined) return [];
    const rest = name === this.#rest ? this.#restOf(this.#backwards(), at) : [];
    return this.#breadcrumbs.before(at, name, rest);
  }

  /** When the latest of all breadcrumbs before line `at` was written, epoch milliseconds; at least `afterMs`. */
  latestBefore(at: number, afterMs: number): number {
    let latestMs = afterMs;
    for (const timeMs of this.#breadcrumbs.lastMs(at)) latestMs = Math.max(latestMs, timeMs ?? afterMs);
    const [newest] = this.#restOf(this.#backwards(), at, 1);
    const last = newest?.log.isSameTime
      ? this.#restOf(this.#backwards(), at).findLast(({ log }) => log.time !== undefined)
      : newest;
    return last ? Math.max(latestMs, lineTimeMs(last.log, latestMs) ?? latestMs) : latestMs;
  }

  /** The line directly before line `at`; `undefined` if there is none, or it belongs to an error. */
  lineBefore(at: number): ReadLine | undefined {
    for (const entry of this.#backwards()) {
      if (entry.raw.line >= at) continue;
      return entry.raw.line === at - 1 ? lookAt(entry) : undefined;
    }
    return undefined;
  }

  #addNamed(entry: Entry): void {
    const read = lookAt(entry);
    const name = isBeginning(read) ? this.#breadcrumbsName(read.log.logger) : undefined;
    if (name !== undefined && name !== this.#rest) this.#breadcrumbs.add(name, stepOf(entry));
  }

  /** Drops the older generation, except lines that are still needed as breadcrumbs. */
  #turn(): void {
    const enough = limits.breadcrumbs - this.#restOf(this.#newer.backwards()).length;
    if (enough > 0)
      for (const step of this.#restOf(this.#older.backwards()).slice(-enough)) this.#breadcrumbs.add(this.#rest!, step);
    this.#hasForgotten = this.#turns > 0;
    this.#hadLogLines ||= hasLogLine(this.#newer.backwards(), this.#turns === 0 ? generationLines : linesTried);
    this.#turns += 1;
    this.#older = this.#newer;
    this.#newer = new Generation();
  }

  /** The newest breadcrumbs of the unnamed group among lines that are given newest first; oldest first. */
  #restOf(newestFirst: Iterable<Entry>, before = Number.POSITIVE_INFINITY, most: number = limits.breadcrumbs): Step[] {
    const steps: Step[] = [];
    if (this.#rest === undefined) return steps;
    let looks = 0;
    for (const entry of newestFirst) {
      if (steps.length === most || ++looks > linesLookedAt) break;
      if (entry.raw.line >= before) continue;
      const read = lookAt(entry);
      if (isBeginning(read) && this.#breadcrumbsName(read.log.logger) === this.#rest) steps.push(stepOf(entry));
    }
    return steps.reverse();
  }

  #breadcrumbsName(logger: string | undefined): string | undefined {
    if (this.#known.has(logger)) return this.#known.get(logger);
    if (this.#known.size >= maxLoggers) this.#known.clear();
    const name = this.#breadcrumbsOf(logger);
    this.#known.set(logger, name);
    return name;
  }

  *#backwards(): Generator<Entry> {
    yield* this.#newer.backwards();
    yield* this.#older.backwards();
  }
}

function hasLogLine(newestFirst: Iterable<Entry>, most: number): boolean {
  let looks = 0;
  for (const entry of newestFirst) {
    if (++looks > most) return false;
    if (lookAt(entry).log) return true;
  }
  return false;
}

/** Lines that were not examined when they came are outside of errors; their carrier's prefix is removed in any case. */
function lookAt(entry: Entry): ReadLine {
  entry.read ??= readLine(entry.raw, true);
  return entry.read;
}

/** Some handlers put time, level and logger before every line: a call belongs to the record before it. */
function isBeginning(read: ReadLine): read is ReadLine & { readonly log: LogLine } {
  return read.log !== undefined && !isCall(read.log.message);
}

function stepOf(entry: Entry): Step {
  entry.step ??= { log: lookAt(entry).log!, at: entry.raw.line, breadcrumb: undefined };
  return entry.step;
}
