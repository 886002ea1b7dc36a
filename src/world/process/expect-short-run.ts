/**
 * For a process that looks at thousands of things and is over in less than a second. To optimize its code costs V8 more
 * than it gains, unless a loop is far longer than that; and to give young objects more room, new memory, costs more than
 * to look oftener for those that are no longer needed. Code that was cached for other settings
 * (`src/world/process/bundle.ts`) is no longer taken.
 */
export function expectShortRun(): void {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  for (const flag of ["--interrupt-budget=1000000", "--semi-space-growth-factor=1"]) setFlagsFromString(flag);
}
