import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runCapture } from "../../../src/cli/commands/capture.ts";
import { type CommandDeps, createDepsIn } from "../../../src/cli/deps.ts";
import { openPipeline } from "../../../src/cli/pipeline/pipeline.ts";
import { WatchedLog } from "../../../src/cli/watch/log.ts";
import { openWatchState } from "../../../src/cli/watch/state.ts";
import { createNodeWorld } from "../../../src/world/node.ts";
import { watchPath } from "../../../src/world/paths.ts";
import { idleSender } from "../../support/idle-sender.ts";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** How many logs are generated. */
const runs = Number(process.env.VEXTEL_WATCH_RUNS ?? 8);

/** In memory if the system supports it; these are still real files. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const startMs = Date.UTC(2026, 2, 4, 5, 58, 0);

type Time = number | "undated";
type Part = readonly [bird: string, fault: string, time: Time];

/** An error within minutes around the end of an hour, or without a time. */
const part: fc.Arbitrary<Part> = fc.tuple(
  fc.constantFrom("heron", "crane", "owl"),
  fc.constantFrom("cold", "wet", "late"),
  fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 240 }) }, fc.constant<Time>("undated")),
);

/** Sorts by minute; errors within a minute stay unordered, as from several programs. Undated ones keep their minute. */
function inOrder(parts: readonly Part[]): Part[] {
  let minute = 0;
  const placed = parts.map((one) => {
    const [, , time] = one;
    if (time !== "undated") minute = Math.floor(time / 60);
    return { minute, one };
  });
  return placed.sort((a, b) => a.minute - b.minute).map(({ one }) => one);
}

const clock = (second: number) => new Date(startMs + second * 1000).toISOString().slice(0, 19).replace("T", " ");

/** What a bot or its launcher writes when a command fails. */
function blockOf([bird, fault, time]: Part): string {
  const traceback = `Traceback (most recent call last):
  File "/srv/cogs/${bird}/${bird}.py", line 12, in look
    await self.look()
ValueError: ${fault}
`;
  if (time === "undated") return `${traceback}\n`;
  const at = clock(time);
  return `[${at}] [ERROR] red.${bird}: it failed\n${traceback}[${at}] [INFO] red.${bird}: all is well\n`;
}

const publishers = { north: ["heron", "crane"], south: ["owl"] };

function depsIn(home: string, clockOf = () => startMs + 600_000): CommandDeps {
  const world = createNodeWorld(
    async () => {
      throw new Error("nothing is sent");
    },
    { VEXTEL_HOME: home, HOME: home },
  );
  const quiet = async () => {};
  const terminal = { width: undefined, print: quiet, note: quiet, jsonArray: () => ({ add: quiet, end: quiet }) };
  const timed = { ...world, nowMs: clockOf, machine: { home, user: "keeper", host: "lighthouse" } };
  const rest = { stdin: process.stdin, startSender: async () => idleSender(), setStatus: () => {} };
  return createDepsIn(timed, { ...rest, terminal: terminal as unknown as CommandDeps["terminal"] });
}

async function register(deps: CommandDeps): Promise<void> {
  for (const [publisher, plugins] of Object.entries(publishers))
    await deps.registry.add({
      ...{ publisher, title: publisher },
      plugins: plugins.map((name) => ({
        ...{ name, version: "1.0.0", dsn: `https://key@${publisher}.example/1` },
        ...{ paths: [`cogs/${name}/`], loggers: [`red.${name}`] },
      })),
    });
}

/** All pending events, with the times of the errors that they represent. */
async function eventsOf({ outbox }: CommandDeps): Promise<Record<string, string>> {
  const events: Record<string, string> = {};
  for (const { id, plugin, occurrences = [] } of await outbox.list()) {
    const seconds = occurrences.flatMap((value, at) => (at % 2 === 0 ? [[value, occurrences[at + 1]!]] : []));
    events[id] = `${plugin} ${JSON.stringify(seconds.sort(([a], [b]) => a! - b!))}`;
  }
  return events;
}

type Step =
  | { readonly kind: "write"; readonly share: number; readonly passMs: number }
  | { readonly kind: "rotate" | "crash" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("write"), share: fc.nat(100), passMs: fc.nat(1_400) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("rotate", "crash") }) },
);

/** `watch` on a log that is written in pieces and renamed between two errors, in a program that is killed. */
class Watch {
  readonly log: string;
  readonly deps: CommandDeps;
  #clockMs = startMs + 600_000;
  #now!: WatchedLog;

  constructor(readonly home: string) {
    this.log = join(home, "bot.log");
    this.deps = depsIn(home, () => this.#clockMs);
  }

  async start(): Promise<void> {
    const state = await openWatchState(watchPath(this.deps.paths), this.deps.world);
    const { signal } = new AbortController();
    const nothing = () => {};
    const watching = { state, deps: this.deps, signal, late: signal, onSendable: nothing, wake: nothing };
    const pipeline = await openPipeline({}, this.deps, "automatic");
    this.#now = await WatchedLog.open(this.log, false, { ...watching, pipeline });
    await state.save();
  }

  async write(text: Uint8Array, passMs = 0): Promise<void> {
    appendFileSync(this.log, text);
    this.#clockMs += passMs;
    await this.#now.look();
  }

  async crash(): Promise<void> {
    await this.#now.close();
    await this.start();
  }

  async rotate(number: number): Promise<void> {
    renameSync(this.log, `${this.log}.${number}`);
    await this.write(Buffer.from(""));
  }

  async end(): Promise<void> {
    await this.#now.finish();
    await this.#now.close();
  }
}

/**
 * Writes the text in these steps. A log in which some errors have times and others do not is never renamed, because a
 * file that begins with an undated error does not show when it happened.
 */
async function follow(watch: Watch, blocks: readonly string[], steps: readonly Step[]): Promise<void> {
  const text = Buffer.from(blocks.join(""));
  const ends = blocks.map((_, at) => Buffer.byteLength(blocks.slice(0, at + 1).join("")));
  const isMixed = new Set(blocks.map((block) => block.startsWith("["))).size > 1;
  let written = 0;
  let rotated = 0;
  const to = async (end: number, passMs = 0) => {
    await watch.write(text.subarray(written, end), passMs);
    written = end;
  };
  for (const one of steps) {
    if (one.kind === "write") await to(written + Math.floor(((text.length - written) * one.share) / 250), one.passMs);
    else if (one.kind === "crash") await watch.crash();
    else if (!isMixed && written > 0 && written < text.length) {
      await to(ends.find((end) => end >= written)!);
      await watch.rotate(9 - ++rotated); // higher numbers are older
    }
  }
  await to(text.length);
  await watch.end();
}

test("watch keeps the same events as capture, even if the log is written in pieces and rotated, and watch is killed", {
  timeout: 300_000,
}, async () => {
  const root = mkdtempSync(join(memory, "vextel-watch-"));
  let turn = 0;
  const dated = fc.array(part, { minLength: 1, maxLength: 14 }).map(inOrder);
  const undated = dated.map((parts) => parts.map(([bird, fault]): Part => [bird, fault, "undated"]));
  try {
    await fc.assert(
      fc.asyncProperty(fc.oneof(dated, undated), fc.array(step, { maxLength: 14 }), async (parts, steps) => {
        const [home, other] = [join(root, `${++turn}`), join(root, `${turn}-whole`)];
        for (const folder of [home, other]) mkdirSync(folder);
        const blocks = parts.map(blockOf);
        const watch = new Watch(home);
        await register(watch.deps);
        await watch.start();
        await follow(watch, blocks, steps);
        const whole = join(other, "bot.log");
        appendFileSync(whole, blocks.join(""));
        const deps = depsIn(other);
        await register(deps);
        copyFileSync(join(home, "consent.json"), join(other, "consent.json"));
        await runCapture({ files: [whole] }, deps);
        const events = await eventsOf(watch.deps);
        expect(events).toEqual(await eventsOf(deps));
        await runCapture({ files: [whole] }, watch.deps);
        expect(await eventsOf(watch.deps), "captured again").toEqual(events);
      }),
      { numRuns: runs },
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("watch followed by capture of the same log, in processes, keeps each error once", {
  timeout: 180_000,
}, async () => {
  const home = temporaryFolder();
  const log = join(home, "bot.log");
  const parts: Part[] = [
    ["heron", "cold", 118],
    ["heron", "cold", 121],
    ["owl", "wet", "undated"],
    ["owl", "wet", "undated"],
    ["heron", "cold", 121],
  ];
  appendFileSync(log, parts.map(blockOf).join(""));
  const stdin = readFileSync(log, "utf8");
  expect((await runVextel(["watch", "-"], { home, stdin })).status).toBe(0);
  const listed = async () =>
    (await runJson<{ id: string; count: number }[]>(["list"], { home })).map(({ id, count }) => [id, count]);
  const kept = await listed();
  expect(kept.map(([, count]) => count).sort()).toEqual([1, 2, 2]);
  for (let time = 0; time < 2; time++) expect((await runVextel(["capture", log], { home })).status).toBe(0);
  expect(await listed()).toEqual(kept);
});
