import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../support/program.ts";
import { megabytes, type Row } from "./row.ts";
import { cogs, writeTypicalLog } from "./typical-log.ts";

const tries = 5;

/** The cost of a run: seconds of processor time, and the most megabytes of memory. */
interface Cost {
  readonly seconds: number;
  readonly memory: number;
}

/** The highest ratio to `scrub` that is aimed at. */
type Text = readonly [name: string, write: (file: string) => void, atMost: number];

const unclaimed: Text = ["typical log, no publisher", (file) => writeTypicalLog(file, megabytes * 1e6, 3), 2.5];
const texts: readonly Text[] = [
  ["typical log, half of its errors of other plugins", unclaimed[1], 2.5],
  ["one line", (file) => writeFileSync(file, "no end of it ".repeat((megabytes * 1e6) / 13)), 2.5],
  [
    "traceback of 100,000 lines",
    (file) =>
      writeFileSync(
        file,
        `Traceback (most recent call last):\n${'  File "a.py", line 1, in f\n    f()\n'.repeat(50_000)}ValueError: x\n`,
      ),
    3,
  ],
];

/** About half of the cogs in the typical log; `downloader` belongs to Red, so no publisher may claim it. */
const plugins = cogs.filter((name, index) => index % 2 === 0 && name !== "downloader");
const manifest = {
  publisher: "bench",
  title: "Plugins of the bench",
  privacy: "https://docs.example/privacy",
  plugins: Object.fromEntries(
    plugins.map((name) => [
      name,
      {
        version: "1.0.0",
        dsn: "https://public@sentry.example/1",
        paths: [`cogs/${name}/`],
      },
    ]),
  ),
};

/** Compares `preview --json` with `scrub` of the same text, as processes that run in turn. */
export async function benchCapture(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  try {
    writeFileSync(join(folder, "vextel.json"), JSON.stringify(manifest));
    const rows = ([name, write, atMost]: Text) => {
      const file = join(folder, "text.log");
      write(file);
      return rowsOf(name, file, folder, atMost);
    };
    const before = rows(unclaimed);
    run(["publisher", "add", join(folder, "vextel.json")], folder);
    return [...before, ...texts.flatMap(rows)];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}

function rowsOf(name: string, file: string, home: string, atMost: number): Row[] {
  const runs = Array.from({ length: tries }, () => ({
    scrub: run(["scrub", file], home),
    preview: run(["preview", "--json", file], home),
  }));
  const seconds = median(runs.map(({ preview }) => preview.seconds));
  const memory = median(runs.map(({ preview }) => preview.memory));
  return [
    {
      name: `preview --json, ${name}: processor time`,
      value: `${seconds.toFixed(2)} s`,
      against: `vextel scrub, at most ${atMost}`,
      ratio: median(runs.map(({ scrub, preview }) => preview.seconds / scrub.seconds)).toFixed(2),
    },
    {
      name: `preview --json, ${name}: memory`,
      value: `${memory.toFixed(0)} MB`,
      against: "at most 150 MB",
      ratio: (memory / 150).toFixed(2),
    },
  ];
}

/** Runs the program in a process that prints its cost when it ends. */
function run(args: readonly string[], home: string): Cost {
  const tell = `process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    require("node:fs").writeSync(2, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 })); });`;
  const teller = join(home, "tell.cjs");
  writeFileSync(teller, tell);
  const { status, stderr } = spawnSync(process.execPath, ["--require", teller, programPath(), ...args], {
    env: { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`vextel ${args[0]} ended with status ${status}`);
  return JSON.parse(stderr.slice(stderr.lastIndexOf("{"))) as Cost;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
