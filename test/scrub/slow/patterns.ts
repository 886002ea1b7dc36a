import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { programPath } from "../../support/program.ts";
import { cook, Kitchen, type Recipe, randomFrom } from "./texts.ts";

/**
 * `npm run patterns -- [--count N] [--mebibytes M] [--previews N] [--seed S]`: scrubs texts of M MiB (8) that repeat
 * one of 23 patterns of three bytes, or one of N patterns (10,000) composed of what the rules look for; each as a
 * stream and as a value, and the first 30 (or as many as `--previews` says) as logs for `preview`. Limits, in
 * processor time: at least 10 MB/s, and at most 2.3 times as long as for half of the text. A text beyond a limit is
 * tried again before it counts.
 *
 * Prints the ten slowest texts and the ten whose time grows most. Exit status 1 if any is beyond a limit. Needs an
 * idle machine; reads.test.ts counts the reads of each byte, which do not depend on the machine.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const count = option("count", 10_000);
const size = option("mebibytes", 8) * 2 ** 20;
const previews = option("previews", 30);
const seed = option("seed", Date.now() % 1_000_000);

const LEAST_SPEED = 10;
const MOST_GROWTH = 2.3;
/** Shorter times say little about growth. */
const TELLING_MS = 20;
const TRIES = 4;
const PIECE = 262_144;
const TOLD = 10;

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

const scrubber = createScrubber();

/** A way to scrub a text. */
interface Door {
  readonly name: string;
  readonly most: number;
  /** Milliseconds of processor time. */
  time(text: Buffer): number;
}

function own(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const inPieces = (text: Buffer): void => {
  const stream = scrubber.stream(undefined, true);
  for (let at = 0; at < text.length; at += PIECE) stream.push(text.subarray(at, at + PIECE));
  stream.end();
};

/** A value with messages and with objects whose keys are messages. */
const messagesOf = (text: Buffer): unknown => {
  const messages: unknown[] = [];
  for (let at = 0; at < text.length; at += 8_192) {
    const message = text.subarray(at, at + 4_096).toString("latin1");
    messages.push(message, { [message.slice(0, 200)]: text.subarray(at + 4_096, at + 8_192).toString("latin1") });
  }
  return { messages };
};

function value(text: Buffer): number {
  const messages = messagesOf(text);
  return own(() => scrubber.value(messages));
}

const folder = mkdtempSync(join(tmpdir(), "vextel-patterns-"));
const PROGRAM = [programPath(), "preview", join(folder, "red.log")];

function preview(text: Buffer): number {
  writeFileSync(join(folder, "red.log"), text);
  const script = `TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1`;
  const { stdout } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...PROGRAM], {
    env: { PATH: process.env.PATH, HOME: folder, VEXTEL_HOME: join(folder, "home"), LC_ALL: "C" },
  });
  const [user, system] = stdout.toString().trim().split(" ").map(Number);
  return 1_000 * (user! + system!);
}

const doors: readonly Door[] = [
  { name: "scrub", most: Number.POSITIVE_INFINITY, time: (text) => own(() => inPieces(text)) },
  { name: "value", most: Number.POSITIVE_INFINITY, time: value },
  { name: "preview", most: previews, time: preview },
];

interface Result {
  readonly door: string;
  readonly recipe: Recipe;
  /** Megabytes a second. */
  readonly speed: number;
  /** The time of the whole text divided by that of its half. */
  readonly growth: number;
}

const isBeyond = ({ speed, growth }: Result): boolean => speed < LEAST_SPEED || growth > MOST_GROWTH;

function judge(door: Door, recipe: Recipe): Result {
  const text = cook(recipe, size);
  let [half, whole] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 0; ; tries++) {
    half = Math.min(half, door.time(text.subarray(0, size / 2)));
    whole = Math.min(whole, door.time(text));
    const growth = whole < TELLING_MS ? 1 : whole / half;
    const result = { door: door.name, recipe, speed: size / 1_000 / whole, growth };
    if (tries === TRIES || !isBeyond(result)) return result;
  }
}

function* recipes(): Generator<Recipe> {
  yield* THREE_BYTES;
  const kitchen = new Kitchen(randomFrom(seed));
  for (let i = 0; i < count; i++) yield kitchen.invent();
}

const show = ({ door, recipe, speed, growth }: Result): string =>
  `${door.padEnd(8)}${speed.toFixed(1).padStart(8)} MB/s ${growth.toFixed(2).padStart(6)} times  ${JSON.stringify(recipe).slice(0, 160)}`;

let slowest: Result[] = [];
let steepest: Result[] = [];
const beyond = new Map<string, number>();
let done = 0;
try {
  for (const recipe of recipes()) {
    for (const door of doors) {
      if (done >= door.most) continue;
      const result = judge(door, recipe);
      slowest = [...slowest, result].sort((a, b) => a.speed - b.speed).slice(0, TOLD);
      steepest = [...steepest, result].sort((a, b) => b.growth - a.growth).slice(0, TOLD);
      if (isBeyond(result)) beyond.set(door.name, (beyond.get(door.name) ?? 0) + 1);
    }
    done++;
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${done} patterns of ${size / 2 ** 20} MiB, seed ${seed}; the slowest:`);
for (const result of slowest) console.log(show(result));
console.log("those that grow most:");
for (const result of steepest) console.log(show(result));
for (const { name } of doors)
  console.log(`${name}: ${beyond.get(name) ?? 0} slower than ${LEAST_SPEED} MB/s or above ${MOST_GROWTH} times`);
process.exitCode = beyond.size > 0 ? 1 : 0;
