import { plural } from "../../preview/summary.ts";
import { sizeOf } from "../../world/outside/input.ts";
import type { CommandDeps } from "../deps.ts";

/** Shorter work needs no progress line. */
const patienceMs = 2000;
const everyMs = 250;

/**
 * The pieces of a long input; on a terminal, a line shows the progress meanwhile.
 *
 * @param errors - How many were found so far, where errors are looked for.
 */
export async function* withProgress(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  errors: (() => number) | undefined,
  { terminal, world }: CommandDeps,
): AsyncGenerator<Uint8Array> {
  const startedAtMs = world.nowMs();
  const size = file === "-" || file.endsWith(".gz") ? undefined : sizeOf(file);
  let [bytes, toldAtMs] = [0, startedAtMs + patienceMs - everyMs];
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      const nowMs = world.nowMs();
      if (terminal.showsProgress && nowMs - toldAtMs >= everyMs) {
        toldAtMs = nowMs;
        terminal.progress(renderProgress({ bytes, size, errors: errors?.(), elapsedMs: nowMs - startedAtMs }));
      }
      yield piece;
    }
  } finally {
    terminal.progress(undefined);
  }
}

interface Progress {
  readonly bytes: number;
  /** The share of the whole input, if its size is known. */
  readonly size: number | undefined;
  readonly errors: number | undefined;
  readonly elapsedMs: number;
}

/** `45 % of 210 MB, 812 errors, 3 s left` */
export function renderProgress({ bytes, size, errors, elapsedMs }: Progress): string {
  const found = errors === undefined ? "" : `, ${plural(errors, "error")}`;
  if (!size || bytes > size) return `${inUnits(bytes)}${found}`;
  const leftSeconds = Math.ceil((elapsedMs * (size - bytes)) / bytes / 1000);
  return `${Math.floor((bytes / size) * 100)} % of ${inUnits(size)}${found}, ${leftSeconds} s left`;
}

export const inUnits = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
