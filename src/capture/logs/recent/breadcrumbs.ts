import { limits } from "../../../report/limits.ts";
import type { Breadcrumb } from "../../../report/report.ts";
import { lineTimeMs } from "../breadcrumb.ts";
import type { LogLine } from "../log-line.ts";
import { mayBeSeparate } from "../parts-of-errors.ts";
import type { ReadLine } from "../read-line.ts";
import { mayName } from "../trust/belief.ts";
import type { Forms } from "../trust/forms.ts";
import { BreadcrumbsBefore, type Step } from "./breadcrumbs-before.ts";
import { type Entry, isBeginning, lookAt, stepOf, weakLines } from "./entry.ts";
import { EntryAbove } from "./entry-above.ts";
import type { Generations } from "./generations.ts";
import { LoggerGroups } from "./groups.ts";

/** The most lines that are searched for breadcrumbs: a text without log lines has none. */
export const linesLookedAt = 400;

/** The breadcrumbs among the newest lines, by group. */
export class RecentBreadcrumbs {
  readonly #lines: Generations;
  readonly #groups: LoggerGroups;
  readonly #own: Pick<Forms, "has" | "haveNames">;
  /** Those of the groups that have loggers of their own, and older ones of the others. */
  readonly #kept = new BreadcrumbsBefore();

  /** @param breadcrumbsOf - As in `CaptureOptions`; called once for each logger until `askAgain`. */
  constructor(
    lines: Generations,
    own: Pick<Forms, "has" | "haveNames">,
    breadcrumbsOf: (logger: string | undefined) => string | undefined,
  ) {
    this.#lines = lines;
    this.#own = own;
    this.#groups = new LoggerGroups(breadcrumbsOf);
  }

  /** From now on, loggers may belong to other groups; lines that were added keep theirs. */
  askAgain(): void {
    this.#groups.askAgain();
  }

  /** A line that came, with a word of a logger that has a group of its own. */
  addNamed(entry: Entry): void {
    const read = lookAt(entry);
    const name = isBeginning(read) ? this.#groupOf(read) : undefined;
    if (name !== undefined && name !== this.#groups.rest) this.#kept.add(name, stepOf(entry));
  }

  /** Keeps what is still needed of the older generation, which is dropped next. */
  keepOlder(): void {
    const enough = limits.breadcrumbs - this.#restOf(this.#lines.newer).length;
    if (enough > 0)
      for (const step of this.#restOf(this.#lines.older).slice(-enough)) this.#kept.add(this.#groups.rest!, step);
  }

  /** The newest breadcrumbs of this group before line `at`, oldest first; none without a group. */
  before(at: number, name: string | undefined): readonly Breadcrumb[] {
    if (name === undefined) return [];
    const rest = name === this.#groups.rest ? this.#restOf(this.#lines.backwards(), at) : [];
    return this.#kept.before(at, name, rest);
  }

  /** When the latest of all breadcrumbs before line `at` was written, epoch milliseconds; at least `afterMs`. */
  latestBefore(at: number, afterMs: number): number {
    let latestMs = afterMs;
    for (const timeMs of this.#kept.lastMs(at)) latestMs = Math.max(latestMs, timeMs ?? afterMs);
    const [newest] = this.#restOf(this.#lines.backwards(), at, 1);
    const last = newest?.log.isSameTime
      ? this.#restOf(this.#lines.backwards(), at).findLast(({ log }) => log.time !== undefined)
      : newest;
    return last ? Math.max(latestMs, lineTimeMs(last.log, latestMs) ?? latestMs) : latestMs;
  }

  #groupOf({ text, log, raw }: ReadLine & { readonly log: LogLine }): string | undefined {
    const { rest } = this.#groups;
    const group = this.#groups.of(log.logger);
    return group === rest || mayName({ text, log }, raw.line, this.#own) ? group : rest;
  }

  /** The newest breadcrumbs of the unnamed group among lines that are given newest first; oldest first. */
  #restOf(newestFirst: Iterable<Entry>, before = Number.POSITIVE_INFINITY, most: number = limits.breadcrumbs): Step[] {
    const steps: Step[] = [];
    if (this.#groups.rest === undefined) return steps;
    let looks = 0;
    const entries = new EntryAbove();
    for (const entry of newestFirst) {
      if (steps.length === most || ++looks > linesLookedAt) break;
      if (entry.raw.line >= before) continue;
      const read = lookAt(entry);
      const log = entries.add(read.text) ?? entryOf(read);
      if (log) steps.push({ log, at: entry.raw.line, breadcrumb: undefined });
      if (!isBeginning(read)) continue;
      if (!read.log.isWeak) dropWeak(steps, entry.raw.line);
      if (this.#groupOf(read) === this.#groups.rest) steps.push(stepOf(entry));
    }
    return steps.reverse();
  }
}

/** A carrier's entry of a line that is no log line and not a part of an error. */
const entryOf = ({ isEntry, text, carrierTime: time }: ReadLine): LogLine | undefined =>
  isEntry && mayBeSeparate(text) ? { time, message: text } : undefined;

/** Drops the weak log lines below one of another form. @param steps - Newest first. */
function dropWeak(steps: Step[], line: number): void {
  for (let last = steps.at(-1); last?.log.isWeak && last.at - line <= weakLines; last = steps.at(-1)) steps.pop();
}
