import { limits } from "../../../report/limits.ts";
import type { Breadcrumb } from "../../../report/report.ts";
import { toBreadcrumb } from "../breadcrumb.ts";
import type { LogLine } from "../log-line.ts";

/** A log line that became a breadcrumb, or may become one. */
export interface Step {
  readonly log: LogLine;
  /** Its line number in the text. */
  readonly at: number;
  breadcrumb: Breadcrumb | undefined;
}

/** The newest log lines of each group. */
export class BreadcrumbsBefore {
  readonly #stepsOf = new Map<string, Step[]>();

  add(name: string, step: Step): void {
    const steps = this.#stepsOf.get(name) ?? [];
    if (steps.length === 0) this.#stepsOf.set(name, steps);
    // more than are requested, because an open error may be before the newest ones
    if (steps.length >= 4 * limits.breadcrumbs) steps.splice(0, 2 * limits.breadcrumbs);
    steps.push(step);
  }

  /** The breadcrumbs of this group before line `at`, oldest first, followed by `newer`. */
  before(at: number, name: string, newer: readonly Step[]): readonly Breadcrumb[] {
    const own = (this.#stepsOf.get(name) ?? []).filter((step) => step.at < at);
    return [...own, ...newer].slice(-limits.breadcrumbs).map(breadcrumbOf);
  }

  /** When the last line of each group before line `at` was written, epoch milliseconds, if known. */
  *lastMs(at: number): Generator<number | undefined> {
    for (const steps of this.#stepsOf.values()) {
      const last = steps.findLast((step) => step.at < at);
      if (last) yield breadcrumbOf(last).timeMs;
    }
  }
}

function breadcrumbOf(step: Step, at = 0, steps: readonly Step[] = []): Breadcrumb {
  step.breadcrumb ??= toBreadcrumb(step.log, steps[at - 1]?.breadcrumb?.timeMs);
  return step.breadcrumb;
}
