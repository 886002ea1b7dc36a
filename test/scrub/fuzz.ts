import fc from "fast-check";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { scrubInPieces } from "./inputs/pieces.ts";
import { planted } from "./inputs/planting.ts";

const scrubber = createScrubber();

/** A short core may also occur in the other text (`tgr` in `postgres`): then its presence proves nothing. */
const isGone = (out: string, core: string, other: string): boolean => !out.includes(core) || other.includes(core);

const survives = fc.property(
  planted,
  planted,
  fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
  (first, second, sizes) => {
    const out = scrubInPieces(scrubber, Buffer.from(`${first.text} ${second.text}\n`), sizes).toString();
    return isGone(out, first.secret.core, second.text) && isGone(out, second.secret.core, first.text);
  },
);

/**
 * Plants secrets of every kind in generated surroundings, scrubs them in pieces of any size, and prints the smallest
 * text in which one survives; each such text should become a case. Returns how many kinds of secrets survived.
 */
export function fuzzScrub(minutes: number): number {
  const until = Date.now() + minutes * 60_000;
  const survivors = new Map<string, string>();
  let runs = 0;
  while (Date.now() < until) {
    const result = fc.check(survives, { numRuns: 5_000, interruptAfterTimeLimit: Math.max(1, until - Date.now()) });
    runs += result.numRuns;
    if (!result.failed || result.counterexample === null) continue;
    const [first, second] = result.counterexample;
    const key = `${first.secret.kind} in ${first.wrappers.join(" in ")} / ${second.secret.kind} in ${second.wrappers.join(" in ")}`;
    if (!survivors.has(key)) console.log(`${key}: ${JSON.stringify(`${first.text} ${second.text}`)}`);
    survivors.set(key, first.text);
  }
  console.log(`${runs} texts, ${survivors.size} kinds of survivors`);
  return survivors.size;
}
