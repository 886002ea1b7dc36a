import { type Profiler, Session } from "node:inspector/promises";

/** What a program does, as counts, which are the same on every machine. */
export interface Work {
  /** How often blocks of the project's code were entered. */
  readonly blocks: number;
  /** How often regular expressions were tried. */
  readonly tries: number;
}

// V8 counts the blocks only of functions that it compiles from now on; stopping and starting again would lose them.
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Counts what the project's code does while a function runs; what was called before this module loaded is missing. */
export async function workOf(run: () => void): Promise<Work> {
  await session.post("Profiler.takePreciseCoverage"); // starts from zero
  const tries = triesOf(run);
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return { tries, blocks: result.reduce((sum, script) => sum + blocksOf(script), 0) };
}

function blocksOf({ url, functions }: Profiler.ScriptCoverage): number {
  if (!url.includes("/src/")) return 0;
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0);
}

function triesOf(run: () => void): number {
  const { exec } = RegExp.prototype;
  let count = 0;
  RegExp.prototype.exec = function (string) {
    count++;
    return exec.call(this, string);
  };
  try {
    run();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return count;
}
