import { limits } from "../report/limits.ts";
import type { Breadcrumb } from "../report/report.ts";
import { decodeUtf8 } from "./decode.ts";
import type { LogLine } from "./log-line.ts";
import { parseEpoch, parseLogTime } from "./log-time.ts";

interface Step {
  readonly line: LogLine;
  /** Its line number in the text. */
  readonly at: number;
  breadcrumb?: Breadcrumb;
}

/** Loggers whose trail is remembered, so that a log with endless logger names cannot fill the memory. */
const maxLoggers = 10_000;

/** The newest log lines of every trail. */
export interface Trails {
  add(line: LogLine, at: number): void;
  /** What stands before line `at`, oldest first. */
  before(at: number): ReadonlyMap<string, readonly Breadcrumb[]>;
}

/**
 * Lines are kept as they came and become breadcrumbs only when an error asks for them.
 *
 * @param trailOf - As in `CaptureOptions`; asked once a logger.
 */
export function createTrails(trailOf: (logger: string | undefined) => string | undefined): Trails {
  const trails = new Map<string, Step[]>();
  const known = new Map<string | undefined, string | undefined>();

  function trailName(logger: string | undefined): string | undefined {
    if (known.has(logger)) return known.get(logger);
    if (known.size >= maxLoggers) known.clear();
    const name = trailOf(logger);
    known.set(logger, name);
    return name;
  }

  return {
    add(line, at) {
      const name = trailName(line.logger);
      if (name === undefined) return;
      const steps = trails.get(name) ?? [];
      if (steps.length === 0) trails.set(name, steps);
      // more than are asked for, because an error that is still open may lie before the newest ones
      if (steps.length >= 4 * limits.breadcrumbs) steps.splice(0, 2 * limits.breadcrumbs);
      steps.push({ line, at });
    },
    before(at) {
      const found = new Map<string, readonly Breadcrumb[]>();
      for (const [name, steps] of trails) {
        const earlier = steps.filter((step) => step.at < at).slice(-limits.breadcrumbs);
        if (earlier.length > 0)
          found.set(
            name,
            earlier.map((step) => (step.breadcrumb ??= toBreadcrumb(step.line))),
          );
      }
      return found;
    },
  };
}

function toBreadcrumb(line: LogLine): Breadcrumb {
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
