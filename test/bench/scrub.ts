import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { programPath } from "../support/program.ts";
import { megabytes, type Row, skipped } from "./row.ts";
import { writeTypicalLog } from "./typical-log.ts";

const TRIES = 3;
const ROUNDS = Number(process.env.VEXTEL_BENCH_ROUNDS ?? 7);
/** `VEXTEL_BENCH_BIG=1` adds a log of 500 MB. */
const SIZES = process.env.VEXTEL_BENCH_BIG === "1" ? [1, megabytes, 500] : [...new Set([1, megabytes])];

/** Three of the rules as one pattern: ids, invitations, IPv4 addresses. */
const THREE = "\\b\\d{17,20}\\b|discord(\\.(gg|io|me|li)|(app)?\\.com/invite)/\\S+|\\b(\\d{1,3}\\.){3}\\d{1,3}\\b";
const IN_SED = THREE.replaceAll("\\d", "[0-9]").replaceAll("/", "\\/");
const COPY = `const { openSync, readSync, writeSync } = require("node:fs");
const [piece, file] = [Buffer.allocUnsafeSlow(262144), openSync(process.argv[1])];
for (let length; (length = readSync(file, piece)) > 0; )
  for (let at = 0; at < length; ) try { at += writeSync(1, piece, at, length - at); } catch (error) { if (error.code !== "EAGAIN") throw error; }`;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
}

/** Programs that read the file named by the last argument, and write to stdout. */
const own = (): Contender => ({ name: "vextel scrub", command: [process.execPath, programPath(), "scrub"] });
const peers: readonly Contender[] = [
  { name: "rg --passthru -r, three patterns", command: ["rg", "--passthru", "-N", "-a", "-r", "X", THREE] },
  { name: "sed -E, the same", command: ["sed", "-E", `s/${IN_SED}/X/g`] },
  { name: "perl -pe, the same", command: ["perl", "-pe", `s{${THREE}}{X}g`] },
  { name: "a copy by Node", command: [process.execPath, "-e", COPY] },
];

/** Speed of scrubbing within a process for several kinds of logs, and of whole processes compared with other tools. */
export async function benchScrub(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  try {
    const rows = SIZES.flatMap((size) => processRows(folder, size));
    return [...insideRows(join(folder, `${megabytes}.log`)), ...rows, eventRow()];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Kinds of logs; each consists of these lines, repeated. */
const kinds: Readonly<Record<string, string>> = {
  clean: "[2026-03-05 10:11:12] [INFO] red.core: Scheduled task economy_loop ran in 0.103s\n",
  mixed: `0|bot  | [INFO] discord.ext.commands.bot: Handled interaction "ping" in 41 ms (PID: 12301)
2026-03-05 10:11:12 ERROR    red.core.cog_manager: Loading C:\\Users\\ada\\cogs\\economy.py failed, version 1.2.34
{'id': '133049272517001217', 'name': 'Meadow', 'topic': None, 'permissions': '104324673'}
    at Client.emit (/home/ada/bot/node_modules/discord.js/src/client/Client.js:88:14)
https://discord.com/api/v10/channels/133049272517001217/messages answered 403: Missing Permissions
`,
  dense: "8.8.8.8\nada@b.example /home/ada1/x <@133049272517001217>\nhttps://u:p4ss0word@h/ \n",
  adversarial: "key:auth:sk-EAAA%3A%5C%5Cf@f.fr,fe80::1.-eyJ---- BEGIN PRIVATE KEY",
};

function insideRows(typical: string): Row[] {
  const scrubber = createScrubber();
  const texts = [
    ["typical", readFileSync(typical)] as const,
    ...Object.entries(kinds).map(([kind, unit]) => [kind, Buffer.alloc(8_000_000, unit)] as const),
  ];
  const speeds = texts.map(([kind, bytes]) => {
    const seconds = best(() => {
      const stream = scrubber.stream(undefined, true);
      for (let at = 0; at < bytes.length; at += 262_144) stream.push(bytes.subarray(at, at + 262_144));
      stream.end();
    });
    return { kind, speed: bytes.length / 1e6 / seconds };
  });
  const usual = speeds[0]!.speed;
  return speeds.map(({ kind, speed }) => ({
    name: `scrub, ${kind} log, in the process`,
    value: `${speed.toFixed(0)} MB/s`,
    ...(kind !== "typical" && { against: "typical", ratio: (speed / usual).toFixed(2) }),
  }));
}

function processRows(folder: string, size: number): Row[] {
  const file = join(folder, `${size}.log`);
  writeTypicalLog(file, size * 1e6);
  const contenders = [own(), ...peers];
  const times = new Map<string, Times[]>();
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, command } of contenders) {
      const taken = timesOf([...command, file]);
      if (taken !== undefined) times.set(name, [...(times.get(name) ?? []), taken]);
    }
  const missing = contenders.filter(({ name }) => !times.has(name)).map((one) => skippedRow(one, size));
  if (!times.has(contenders[0]!.name)) return [...missing, countRow(file, size)];
  const of = (name: string, what: keyof Times): number => median(times.get(name)!.map((one) => one[what]));
  const mine = contenders[0]!.name;
  const rows = [...times.keys()].map((name) => ({
    name: `${name}, ${size} MB`,
    value: `${(1_000 * of(name, "wall")).toFixed(0)} ms, processor ${(1_000 * of(name, "processor")).toFixed(0)} ms`,
    ...(name !== mine && {
      against: "vextel: wall, processor",
      ratio: `${(of(mine, "wall") / of(name, "wall")).toFixed(2)}, ${(of(mine, "processor") / of(name, "processor")).toFixed(2)}`,
    }),
  }));
  return [...rows, ...missing, countRow(file, size)];
}

/** The row of a program that cannot be timed, because it or bash is missing. */
const skippedRow = ({ name, command }: Contender, size: number): Row =>
  skipped(`${name}, ${size} MB`, spawnSync("bash", ["--version"]).status === 0 ? command[0]! : "bash");

interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** The times of one run into a pipe that `cat` reads; `undefined` if the program is missing or fails. */
function timesOf(command: readonly string[]): Times | undefined {
  const script = `exec 3>&1; TIMEFORMAT="%R %U %S"; set -o pipefail; { time "$@" 2>/dev/null; } 2>&3 | cat >/dev/null`;
  const { status, stdout } = spawnSync("bash", ["-c", script, "bash", ...command], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: "C" },
  });
  const [wall, user, system] = stdout.toString().trim().split(" ").map(Number);
  return status === 0 ? { wall: wall!, processor: user! + system! } : undefined;
}

/** How many texts are removed: the other tools do only a part of the work. */
function countRow(file: string, size: number): Row {
  const { stderr } = spawnSync(process.execPath, [programPath(), "scrub", "--check", "--report", file]);
  const all = [...stderr.toString().matchAll(/(\d+) [a-z]/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { name: `removed, ${size} MB`, value: `vextel ${all}`, against: `the three patterns ${countThree(file)}` };
}

/** Counts matches of the three patterns in pieces, because a log may be longer than a string can be. */
function countThree(file: string): number {
  const [input, piece, pattern] = [openSync(file, "r"), Buffer.alloc(1 << 24), new RegExp(THREE, "g")];
  let [count, rest] = [0, ""];
  for (let length = readSync(input, piece); length > 0; length = readSync(input, piece)) {
    const text = rest + piece.toString("latin1", 0, length);
    const end = text.lastIndexOf("\n") + 1;
    count += text.slice(0, end).match(pattern)?.length ?? 0;
    rest = text.slice(end);
  }
  closeSync(input);
  return count + (rest.match(pattern)?.length ?? 0);
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** The time to scrub a typical event: 50 frames with source lines, 25 breadcrumbs. */
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
