import { setImmediate as nextTurn } from "node:timers/promises";
import { type Door, openPreview, stream, value } from "./doors.ts";
import { cook, Kitchen, type Recipe, randomFrom } from "./texts.ts";

/**
 * `npm run patterns -- [--count N] [--mebibytes M] [--previews N] [--sample N] [--told N] [--seed S] [--minutes N]`:
 * scrubs texts that repeat one of 23 patterns of three bytes, or one of N patterns (10,000) composed of what the rules
 * look for; each as a stream and as a value, and the first 30 (or as many as `--previews` says) as logs for `preview`.
 * Limits for texts of M MiB (8), in processor time: at least 10 MB/s, and at most 2.3 times as long as for half of the
 * text.
 *
 * Each text is screened at 128 KiB, and if it takes more than half of the allowed time there, or more than 2.3 times as
 * long as its half, at 1 MiB, where it may take four fifths; only if it takes longer is it measured in full. So are the
 * patterns of three bytes, one of N others (500), and all previews, whatever the screening says. A text beyond a limit
 * is tried again before it counts.
 *
 * Prints how many were measured in full, the ten slowest of them (or as many as `--told` says), as many whose time
 * grows most, and how many of the sample the screening would have missed; for the patterns so far if it is interrupted
 * (Ctrl-C), or after N minutes. Exit status 1 if any is beyond a limit. Needs an idle machine; reads.test.ts counts the
 * reads of each byte, which do not depend on the machine.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const count = option("count", 10_000);
const size = option("mebibytes", 8) * 2 ** 20;
const previews = option("previews", 30);
const sample = option("sample", 500);
const seed = option("seed", Date.now() % 1_000_000);
const until = Date.now() + option("minutes", Number.POSITIVE_INFINITY) * 60_000;

const LEAST_SPEED = 10;
const MOST_GROWTH = 2.3;
const TRIES = 4;
const TOLD = option("told", 10);

const THREE_BYTES = [
  ...[
    "a: ",
    "://",
    "\\\\n",
    "%41",
    '=""',
    "a=1",
    "::1",
    "@a.",
    "1.1",
    "/a/",
    "-a ",
    "sk-",
    "eyJ",
    "\n- ",
    "'a'",
    '"",',
  ],
  ...["<@1", "&#4", "\x1b[m", "a\r\n", "\xe2\x80\x8b", "0x0", "_ID"],
].map((unit): Recipe => ({ unit, head: "", line: 0 }));

interface Result {
  /** Megabytes a second. */
  readonly speed: number;
  /** The time of the whole text divided by that of its half. */
  readonly growth: number;
}

/** What a pattern may cost. */
interface Limits {
  readonly speed: number;
  /** Shorter times, in milliseconds, say little about growth. */
  readonly telling: number;
}
const FULL: Limits = { speed: LEAST_SPEED, telling: 20 };
/** A text that is within one of these limits is not measured in full: short texts take longer, as code is compiled. */
const SCREENINGS = [
  { size: 2 ** 17, limits: { speed: 2 * LEAST_SPEED, telling: 2 } },
  { size: 2 ** 20, limits: { speed: 1.25 * LEAST_SPEED, telling: 10 } },
];

const isBeyond = ({ speed, growth }: Result, limits: Limits): boolean => speed < limits.speed || growth > MOST_GROWTH;

function measure(door: Door, text: Buffer, limits: Limits): Result {
  let [half, whole] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 0; ; tries++) {
    half = Math.min(half, door.time(text.subarray(0, text.length / 2)));
    whole = Math.min(whole, door.time(text));
    const growth = whole < limits.telling ? 1 : whole / half;
    const result = { speed: text.length / 1_000 / whole, growth };
    if (tries === TRIES || !isBeyond(result, limits)) return result;
  }
}

interface Measured extends Result {
  readonly door: string;
  readonly recipe: Recipe;
}

/** What was measured through one door. */
class Tally {
  screened = 0;
  full = 0;
  sampled = 0;
  beyond = 0;
  /** Those beyond a limit that the screening would have passed. */
  missed = 0;

  constructor(
    readonly door: Door,
    readonly isScreened: boolean,
  ) {}

  /** @param isChosen - Whether the text is measured in full, whatever the screening says. */
  judge(recipe: Recipe, isChosen: boolean): Measured | undefined {
    const { door } = this;
    const isSuspect = !this.isScreened || this.#isSuspect(recipe);
    if (!isSuspect && !isChosen) return undefined;
    this.full++;
    if (!isSuspect) this.sampled++;
    const result = measure(door, cook(recipe, size), FULL);
    if (isBeyond(result, FULL)) {
      this.beyond++;
      if (!isSuspect) this.missed++;
    }
    return { door: door.name, recipe, ...result };
  }

  #isSuspect(recipe: Recipe): boolean {
    this.screened++;
    return SCREENINGS.filter((screening) => screening.size < size).every((screening) =>
      isBeyond(measure(this.door, cook(recipe, screening.size), screening.limits), screening.limits),
    );
  }

  render(): string {
    const { door, screened, full, sampled, missed, beyond } = this;
    const how = this.isScreened
      ? `${screened} screened, ${full} measured in full (${full - sampled} suspects; ${sampled} others, of which ${missed} were beyond a limit)`
      : `${full} measured in full`;
    return `${door.name}: ${how}; ${beyond} slower than ${LEAST_SPEED} MB/s or above ${MOST_GROWTH} times`;
  }
}

function* recipes(): Generator<Recipe> {
  yield* THREE_BYTES;
  const kitchen = new Kitchen(randomFrom(seed));
  for (let i = 0; i < count; i++) yield kitchen.invent();
}

const show = ({ door, recipe, speed, growth }: Measured): string =>
  `${door.padEnd(8)}${speed.toFixed(1).padStart(8)} MB/s ${growth.toFixed(2).padStart(6)} times  ${JSON.stringify(recipe).slice(0, 160)}`;

let slowest: Measured[] = [];
let steepest: Measured[] = [];
const preview = openPreview();
const tallies = [new Tally(stream, true), new Tally(value, true), new Tally(preview, false)];
let done = 0;
let isStopped = false;
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => {
    isStopped = true;
  });
try {
  for (const recipe of recipes()) {
    await nextTurn(); // a signal is handled between two patterns
    if (isStopped || Date.now() > until) break;
    const isChosen = done < THREE_BYTES.length || (done - THREE_BYTES.length) % sample === 0;
    for (const tally of tallies) {
      if (tally.door === preview && done >= previews) continue;
      const measured = tally.judge(recipe, isChosen);
      if (measured === undefined) continue;
      slowest = [...slowest, measured].sort((a, b) => a.speed - b.speed).slice(0, TOLD);
      steepest = [...steepest, measured].sort((a, b) => b.growth - a.growth).slice(0, TOLD);
    }
    done++;
  }
} finally {
  preview.close();
}
console.log(`${done} patterns of ${size / 2 ** 20} MiB, seed ${seed}; the slowest that were measured in full:`);
for (const measured of slowest) console.log(show(measured));
console.log("those that grow most:");
for (const measured of steepest) console.log(show(measured));
for (const tally of tallies) console.log(tally.render());
process.exitCode = tallies.some(({ beyond }) => beyond > 0) ? 1 : 0;
