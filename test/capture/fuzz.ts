import fc from "fast-check";
import { hostileLog } from "./hostile.ts";
import { sealHostile } from "./seal-hostile.ts";

/** Captures and seals hostile logs, and prints the smallest log of each failure. Returns the number of failures. */
export function fuzzCapture(minutes: number): number {
  const until = Date.now() + minutes * 60_000;
  const broken = new Set<string>();
  let runs = 0;
  while (Date.now() < until) {
    const left = Math.max(1, until - Date.now());
    const result = fc.check(
      fc.property(hostileLog, (log) => void sealHostile(log)),
      {
        ...{ numRuns: 2_000, interruptAfterTimeLimit: left },
      },
    );
    runs += result.numRuns;
    if (!result.failed || result.counterexample === null) continue;
    const why = String(result.errorInstance).split("\n", 1)[0]!;
    if (!broken.has(why)) console.log(`${why}: ${JSON.stringify(result.counterexample[0].toString("latin1"))}`);
    broken.add(why);
  }
  console.log(`${runs} logs, ${broken.size} kinds of failures`);
  return broken.size;
}
