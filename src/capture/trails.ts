import { limits } from "../report/limits.ts";
import type { Breadcrumb } from "../report/report.ts";
import { decodeUtf8 } from "./decode.ts";
import type { LogLine } from "./log-line.ts";
import { parseEpoch, parseLogTime } from "./log-time.ts";

/** A log line that became a breadcrumb, or may. */
export interface Step {
  readonly log: LogLine;
  /** Its line number in the text. */
  readonly at: number;
  breadcrumb: Breadcrumb | undefined;
}

/** The newest log lines of every trail. */
export class Trails {
  readonly #trails = new Map<string, Step[]>();

  add(name: string, step: Step): void {
    const steps = this.#trails.get(name) ?? [];
    if (steps.length === 0) this.#trails.set(name, steps);
    // more than are asked for, because an error that is still open may lie before the newest ones
    if (steps.length >= 4 * limits.breadcrumbs) steps.splice(0, 2 * limits.breadcrumbs);
    steps.push(step);
  }

  /** What stands before line `at`, oldest first, in front of `newer`, which are of the trail `name`. */
  before(at: number, name: string | undefined, newer: readonly Step[]): Map<string, readonly Breadcrumb[]> {
    const found = new Map<string, readonly Breadcrumb[]>();
    if (name !== undefined && newer.length > 0 && !this.#trails.has(name)) this.#trails.set(name, []);
    for (const [own, steps] of this.#trails) {
      const all = steps.filter((step) => step.at < at);
      if (own === name) all.push(...newer);
      if (all.length > 0) found.set(own, all.slice(-limits.breadcrumbs).map(toBreadcrumb));
    }
    return found;
  }
}

function toBreadcrumb(step: Step): Breadcrumb {
  step.breadcrumb ??= readBreadcrumb(step.log);
  return step.breadcrumb;
}

function readBreadcrumb(line: LogLine): Breadcrumb {
  const timeMs = lineTimeMs(line);
  return {
    message: decodeUtf8(line.message).slice(0, limits.messageUnits),
    ...(timeMs === undefined ? {} : { timeMs }),
    ...(line.level && { level: line.level }),
    ...(line.logger === undefined ? {} : { category: decodeUtf8(line.logger) }),
  };
}

/** Epoch milliseconds of a log line. */
export function lineTimeMs({ time }: LogLine): number | undefined {
  if (time === undefined) return undefined;
  if (typeof time === "number") return parseEpoch(time);
  return /^\d+(?:\.\d+)?$/.test(time) ? parseEpoch(Number(time)) : parseLogTime(time);
}
