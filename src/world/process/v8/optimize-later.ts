import { setInterruptBudget } from "./interrupt-budget.ts";

/**
 * V8 waits eight times as long before it optimizes a function. A log that is captured needs much code, each part of it
 * seldom: for a log of less than a megabyte, optimizing takes a third of the time, and more than it gains. Code that
 * was cached for other settings (`src/world/process/bundle.ts`) is no longer taken.
 */
export const optimizeLater = (): void => setInterruptBudget(528_000);
