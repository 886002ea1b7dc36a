import { existsSync } from "node:fs";
import { join } from "node:path";
import { benchCli } from "./cli.ts";
import type { Row } from "./row.ts";

/** The parts of the benchmark; those named on the command line are run, or all. */
const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  cli: benchCli,
  capture: async () => (await load<{ benchCapture: () => Promise<Row[]> }>("capture.ts"))?.benchCapture() ?? [],
  scrub: async () => (await load<{ benchScrub: () => Promise<Row[]> }>("scrub.ts"))?.benchScrub() ?? [],
  relay: async () => (await load<{ benchRelay: () => Promise<Row[]> }>("relay.ts"))?.benchRelay() ?? [],
  scale: async () => (await load<{ benchScale: () => Promise<Row[]> }>("scale.ts"))?.benchScale() ?? [],
  watch: async () => (await load<{ benchWatch: () => Promise<Row[]> }>("watch.ts"))?.benchWatch() ?? [],
  reporter: async () => (await load<{ benchReporter: () => Promise<Row[]> }>("reporter.ts"))?.benchReporter() ?? [],
};

async function load<T>(file: string): Promise<T | undefined> {
  const path = join(import.meta.dirname, file);
  return existsSync(path) ? ((await import(path)) as T) : undefined;
}

const header: Row = { name: "what", value: "median", against: "against", ratio: "ratio" };

/** Prints a table; `console.table` would quote every value. */
function print(rows: readonly Row[]): void {
  const cells = [header, ...rows].map(({ name, value, against = "", ratio = "" }) => [name, value, against, ratio]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    );
}

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await run()));
print(rows);
