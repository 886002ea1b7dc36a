import { limits } from "../../report/limits.ts";
import type { Breadcrumb } from "../../report/report.ts";
import { toBreadcrumb } from "./breadcrumb.ts";
import type { LogLine } from "./log-line.ts";

/** A log line that became a breadcrumb, or may. */
export interface Step {
  readonly log: LogLine;
  /** Its line number in the text. */
  readonly at: number;
  breadcrumb: Breadcrumb | undefined;
}

/** The newest log lines for each name. */
export class BreadcrumbsBefore {
  readonly #stepsOf = new Map<string, Step[]>();

  add(name: string, step: Step): void {
    const steps = this.#stepsOf.get(name) ?? [];
    if (steps.length === 0) this.#stepsOf.set(name, steps);
    // more than are asked for, because an error that is still open may lie before the newest ones
    if (steps.length >= 4 * limits.breadcrumbs) steps.splice(0, 2 * limits.breadcrumbs);
    steps.push(step);
  }

  /** What stands before line `at`, oldest first, in front of `newer`, which belong to `name`. */
  before(at: number, name: string | undefined, newer: readonly Step[]): Map<string, readonly Breadcrumb[]> {
    const found = new Map<string, readonly Breadcrumb[]>();
    if (name !== undefined && newer.length > 0 && !this.#stepsOf.has(name)) this.#stepsOf.set(name, []);
    for (const [own, steps] of this.#stepsOf) {
      const all = steps.filter((step) => step.at < at);
      if (own === name) all.push(...newer);
      if (all.length > 0) found.set(own, all.slice(-limits.breadcrumbs).map(breadcrumbOf));
    }
    return found;
  }
}

function breadcrumbOf(step: Step, at: number, steps: readonly Step[]): Breadcrumb {
  step.breadcrumb ??= toBreadcrumb(step.log, steps[at - 1]?.breadcrumb?.timeMs);
  return step.breadcrumb;
}
