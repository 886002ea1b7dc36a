import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { repository } from "../../support/program.ts";
import type { Reads } from "./reads.ts";
import { cook, Kitchen, plainRecipes, type Recipe, randomFrom } from "./texts.ts";

/**
 * `npm run slow -- --minutes N [--seed S]`: searches for short texts that are slow to scrub if they are repeated. The
 * texts are composed of what the rules look for, and bred from the slowest ones. A text is slow if the rules read more
 * than 75 bytes for each of its bytes, or if it takes more than ten times as long as a typical log. Prints the
 * shortest slow text of each kind; each of them should be fixed. Exit status 1 if there is any.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const minutes = option("minutes", 1);
const seed = option("seed", Date.now() % 1_000_000);
if (!(minutes > 0)) throw new RangeError("--minutes needs a number above 0");

const MOST_READS = 75;
const MOST_TIMES_TYPICAL = 10;
const SIZE = 8_192;
/** How many of the slowest texts are kept to breed others from. */
const BREEDERS = 60;

const scrubber = createScrubber();
const counter = fork(join(repository, "test/bundled.js"), [join(import.meta.dirname, "reads-process.ts")], {
  serialization: "advanced",
});

async function countReads(text: Uint8Array, limit: number): Promise<Reads> {
  counter.send({ text, limit });
  const [reads] = (await once(counter, "message")) as [Reads];
  return reads;
}

/** Nanoseconds of processor time for each byte, the least of several runs. */
function nanoseconds(text: Uint8Array, runs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    scrubber.bytes(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return (least * 1_000) / text.length;
}

const typicalLines = `[2026-03-05 10:11:12] [INFO] red.core: Loaded packages: alias, mod, permissions in 120 ms
2026-03-05 10:11:13 ERROR    discord.client Ignoring exception in on_message
Traceback (most recent call last):
  File "/home/ada/red/lib/python3.11/site-packages/discord/client.py", line 441, in _run_event
    await coro(*args, **kwargs)
ValueError: member 133049272517001217 of https://discord.gg/once-upon from 198.51.100.7 is gone
[2026-03-05 10:11:14] [WARNING] red.core.bot: Heartbeat acknowledged, latency of 190ms.
`;
const typical = Buffer.from(typicalLines.repeat(200));
nanoseconds(typical, 20);
const typicalCost = nanoseconds(typical, 20);
console.log(`seed ${seed}; a typical log takes ${typicalCost.toFixed(1)} ns a byte`);

interface Slow {
  readonly recipe: Recipe;
  readonly score: number;
}

const random = randomFrom(seed);
const kitchen = new Kitchen(random);
const plain = [...plainRecipes()];
const slowest: Slow[] = [];
const found = new Map<string, Slow & { readonly told: string }>();
const until = Date.now() + minutes * 60_000;

function next(): Recipe {
  const kind = random();
  if (kind < 0.3) return plain[Math.floor(random() * plain.length)]!;
  if (kind < 0.6 || slowest.length === 0) return kitchen.invent();
  const pick = (): Recipe => slowest[Math.floor(random() ** 2 * slowest.length)]!.recipe;
  return kitchen.change(pick(), pick());
}

/** Scores a text relative to the limits: by time, and if that is suspicious, by reads as well. */
async function judge(recipe: Recipe): Promise<Slow & { readonly told: string }> {
  const text = cook(recipe, SIZE);
  let cost = nanoseconds(text, 1);
  if (cost > 3 * typicalCost) cost = nanoseconds(text, 4);
  if (cost > MOST_TIMES_TYPICAL * typicalCost) cost = nanoseconds(text, 24); // excludes compilation and other processes
  const { perByte, worst } =
    cost > 2 * typicalCost ? await countReads(text.subarray(0, 4_096), 500) : { perByte: 0, worst: "" };
  const score = Math.max(cost / typicalCost / MOST_TIMES_TYPICAL, perByte / MOST_READS);
  const told = `${worst}: ${perByte.toFixed(0)} reads and ${cost.toFixed(0)} ns a byte`;
  return { recipe, score, told };
}

let tried = 0;
for (; Date.now() < until; tried++) {
  const judged = await judge(next());
  slowest.push(judged);
  slowest.sort((a, b) => b.score - a.score).splice(BREEDERS);
  if (judged.score <= 1) continue;
  const kind = judged.told.split(":")[0]!;
  const other = found.get(kind);
  if (other === undefined || judged.score > other.score) found.set(kind, judged);
}

for (const { recipe, told } of [...found.values()].sort((a, b) => b.score - a.score))
  console.log(`${told}\n  ${JSON.stringify(await shorten(recipe))}`);
for (const { recipe, score } of slowest.slice(0, 5))
  console.log(`${score.toFixed(2)} of the limit: ${JSON.stringify(recipe)}`);
console.log(`${tried} texts, ${found.size} kinds of slow ones`);
process.exitCode = found.size > 0 ? 1 : 0;
counter.disconnect();

/** Shortens a slow text while it stays slow. */
async function shorten(recipe: Recipe): Promise<Recipe> {
  let least = recipe;
  for (let size = Math.ceil(least.unit.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at + size <= least.unit.length && least.unit.length > size; ) {
      const unit = least.unit.slice(0, at) + least.unit.slice(at + size);
      if ((await judge({ ...least, unit })).score > 1) least = { ...least, unit };
      else at += size;
    }
  return (await judge({ ...least, head: "" })).score > 1 ? { ...least, head: "" } : least;
}
