import { setInterruptBudget } from "./interrupt-budget.ts";

/**
 * V8 waits twice as long before it optimizes a function, and inlines less: the usual amount of optimizing takes a third
 * of the processor time of a program that runs for seconds. Code that was cached for other settings
 * (`src/world/process/bundle.ts`) is no longer taken.
 */
export function optimizeLess(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
  setInterruptBudget(132_000);
}
