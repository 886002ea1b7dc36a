import { setInterruptBudget } from "./interrupt-budget.ts";

/**
 * For a process that handles thousands of items in less than a second. Optimizing its code costs V8 more than it gains,
 * except for very long loops; and a larger young generation, which is new memory, costs more than collecting garbage
 * more often. Code that was cached for other settings (`src/world/process/bundle.ts`) is no longer taken.
 */
export function expectShortRun(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
  setInterruptBudget(1_000_000);
}
