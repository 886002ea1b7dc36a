import type { Row } from "./row.ts";

/** The parts of the benchmark; those named on the command line are run, or all. */
const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  cli: async () => (await import("./cli.ts")).benchCli(),
  capture: async () => (await import("./capture.ts")).benchCapture(),
  scrub: async () => (await import("./scrub.ts")).benchScrub(),
  relay: async () => (await import("./relay.ts")).benchRelay(),
  scale: async () => (await import("./scale.ts")).benchScale(),
  watch: async () => (await import("./watch.ts")).benchWatch(),
  reporter: async () => (await import("./reporter.ts")).benchReporter(),
};

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
