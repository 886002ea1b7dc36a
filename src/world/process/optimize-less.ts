/**
 * V8 waits twice as long before it optimizes a function, and inlines less: the usual amount of optimizing takes a third
 * of the processor time of a program that runs for seconds. Code that was cached for other settings
 * (`src/world/process/bundle.ts`) is no longer taken.
 */
export function optimizeLess(): void {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  for (const flag of ["--interrupt-budget=132000", "--max-inlined-bytecode-size-cumulative=300"])
    setFlagsFromString(flag);
}
