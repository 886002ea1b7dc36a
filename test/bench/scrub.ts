import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { programPath } from "../support/program.ts";
import type { Row } from "./row.ts";

const root = resolve(import.meta.dirname, "../..");
const makeLog = resolve(root, "../shared/tools/make-log.mjs");
const MEGABYTES = 50;
const TRIES = 3;
const ROUNDS = 7;

/** Three of the rules, as plain patterns: a bot token, an IPv4 address, an id. rg has one replacement for all of them. */
const TOKEN = "[A-Za-z0-9_-]{23,28}\\.[A-Za-z0-9_-]{6,7}\\.[A-Za-z0-9_-]{27,}";
const IPV4 = "\\b([0-9]{1,3}\\.){3}[0-9]{1,3}\\b";
const ID = "\\b[0-9]{17,19}\\b";
const PEERS: readonly (readonly [name: string, command: string, args: string[]])[] = [
  ["rg --passthru -r, three rules", "rg", ["--passthru", "-N", "-r", "X", `${TOKEN}|${IPV4}|${ID}`]],
  [
    "sed -E, the same three",
    "sed",
    ["-E", "-e", `s/${TOKEN}/BOT-TOKEN/g`, "-e", `s/${IPV4}/IP_V4/g`, "-e", `s/${ID}/SHORTENED-ID/g`],
  ],
];

/** Megabytes a second of scrubbing: inside the process by kind of log, and as a whole process beside its peers. */
export async function benchScrub(): Promise<Row[]> {
  if (!existsSync(makeLog)) return [];
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  try {
    return [...insideRows(folder), ...processRows(folder), eventRow()];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function logFile(folder: string, profile: string): string {
  const file = join(folder, `${profile}.log`);
  if (!existsSync(file))
    execFileSync("node", [makeLog, "--profile", profile, "--mb", String(MEGABYTES), "--out", file]);
  return file;
}

function insideRows(folder: string): Row[] {
  const scrubber = createScrubber();
  const speeds = ["typical", "clean", "dense", "adversarial"].map((profile) => {
    const bytes = readFileSync(logFile(folder, profile));
    const seconds = best(() => {
      const stream = scrubber.stream();
      for (let at = 0; at < bytes.length; at += 65_536) stream.push(bytes.subarray(at, at + 65_536));
      stream.end();
    });
    return { profile, speed: bytes.length / 1e6 / seconds };
  });
  const typical = speeds[0]!.speed;
  return speeds.map(({ profile, speed }) => ({
    name: `scrub, ${profile} log, in the process`,
    value: `${speed.toFixed(0)} MB/s`,
    ...(profile !== "typical" && { against: "typical", ratio: (speed / typical).toFixed(2) }),
  }));
}

function processRows(folder: string): Row[] {
  const file = logFile(folder, "typical");
  const own = { name: "vextel scrub, whole process", command: process.execPath, args: [programPath(), "scrub"] };
  const contenders = [own, ...PEERS.map(([name, command, args]) => ({ name, command, args }))];
  const speeds = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, command, args } of contenders) {
      const speed = processSpeed(command, args, file);
      if (speed !== undefined) speeds.set(name, Math.max(speed, speeds.get(name) ?? 0));
    }
  const ownSpeed = speeds.get(own.name);
  return [...speeds].map(([name, speed]) => ({
    name,
    value: `${speed.toFixed(0)} MB/s`,
    ...(name !== own.name && ownSpeed !== undefined && { against: own.name, ratio: (ownSpeed / speed).toFixed(2) }),
  }));
}

/** The speed of a whole process from a file to nowhere, or undefined if it fails. */
function processSpeed(command: string, args: readonly string[], file: string): number | undefined {
  const input = openSync(file, "r");
  const start = performance.now();
  const { status } = spawnSync(command, args, {
    stdio: [input, "ignore", "ignore"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: "C" },
  });
  const seconds = (performance.now() - start) / 1_000;
  closeSync(input);
  return status === 0 ? (MEGABYTES * 1.048576) / seconds : undefined;
}

/** An event as a bot has them: 50 frames with their lines, 25 breadcrumbs. */
function eventRow(): Row {
  const scrubber = createScrubber();
  const frames = Array.from({ length: 50 }, (_, i) => ({
    abs_path: `/home/ada/red/lib/python3.11/site-packages/redbot/core/part${i}.py`,
    filename: `redbot/core/part${i}.py`,
    function: `on_message_${i}`,
    module: `redbot.core.part${i}`,
    lineno: 12 + i,
    context_line: `        await self.process(message, ${i})`,
    pre_context: ["    async def on_message(self, message):", "        # of guild 133049272517001217"],
    in_app: false,
  }));
  const values = Array.from({ length: 25 }, (_, i) => ({
    timestamp: 1_760_000_000 + i,
    level: "info",
    category: "red.core",
    message: `Loaded packages: alias, mod, permissions in ${i} ms`,
  }));
  const error = { type: "KeyError", value: "'133049272517001217'", stacktrace: { frames } };
  const event = { exception: { values: [error] }, breadcrumbs: { values } };
  const kilobytes = (JSON.stringify(event).length / 1000).toFixed(0);
  for (let i = 0; i < 200; i++) scrubber.value(event);
  const seconds = best(() => {
    for (let i = 0; i < 100; i++) scrubber.value(event);
  });
  return { name: `scrub, an event of ${kilobytes} kB`, value: `${(seconds * 10).toFixed(2)} ms` };
}

function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least / 1000;
}
