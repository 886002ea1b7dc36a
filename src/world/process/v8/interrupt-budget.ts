/**
 * How much code runs before V8 thinks of optimizing it: 66,000 by default. The flag has this name in Node 20 only;
 * later versions would complain about it on standard error.
 */
export function setInterruptBudget(budget: number): void {
  if (!process.versions.node.startsWith("20.")) return;
  process.getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${budget}`);
}
