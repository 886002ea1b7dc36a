import { fuzzCapture } from "./capture/fuzz.ts";
import { fuzzScrub } from "./scrub/fuzz.ts";

/** `npm run fuzz -- [scrub|capture] [--minutes N]`: tests with generated texts; exit status 1 if anything failed. */
const at = process.argv.indexOf("--minutes");
const minutes = at < 0 ? 1 : Number(process.argv[at + 1]);
if (!Number.isFinite(minutes) || minutes <= 0) throw new RangeError("--minutes needs a number above 0");

const fuzzers: Record<string, (minutes: number) => number> = { scrub: fuzzScrub, capture: fuzzCapture };
const name = process.argv[2]?.startsWith("--") ? "scrub" : (process.argv[2] ?? "scrub");
const fuzz = fuzzers[name];
if (fuzz === undefined) throw new RangeError(`there is no fuzzer ${name}: ${Object.keys(fuzzers).join(", ")}`);
process.exitCode = fuzz(minutes) > 0 ? 1 : 0;
