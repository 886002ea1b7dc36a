import { VextelError } from "../../errors.ts";
import { type OnUnpacked, readInput, readStandardInput } from "../../world/outside/input.ts";
import { isPipe } from "../../world/outside/pipe.ts";
import type { CommandDeps } from "../deps.ts";
import { inUnits, withProgress } from "./progress.ts";

/** Logs compress to a tenth or a thirtieth; anything compressed more than this was made to be large. */
const FAR = 200;
/** A program that writes to a pipe usually begins sooner. */
const silenceMs = 2000;

/**
 * The bytes of a file that the user named; `-` is standard input. Prints a note if somebody has to type the text, if nobody
 * writes to a named pipe, or if gzip contained far more than its size suggests.
 *
 * @param isTransient - Whether each piece may be overwritten by the next.
 * @param errors - The number of errors so far, for the progress line.
 * @throws {VextelError} `FILE_UNREADABLE`.
 */
export async function* readNamedInput(
  file: string,
  deps: CommandDeps,
  isTransient = false,
  errors?: () => number,
): AsyncGenerator<Uint8Array> {
  let expanded = "";
  const onUnpacked = (packed: number, unpacked: number): void => {
    if (unpacked > FAR * packed) expanded = `${inUnits(packed)} of gzip became ${inUnits(unpacked)} of text`;
  };
  const pieces =
    file === "-" ? readTyped(deps, isTransient, onUnpacked) : readFile(file, deps, isTransient, onUnpacked);
  const isTyped = file === "-" && deps.stdin.isTTY;
  yield* deps.terminal.showsProgress && !isTyped ? withProgress(pieces, file, errors, deps) : pieces;
  if (expanded !== "") await deps.terminal.note([`${file}: ${expanded}`]);
}

/** Whether a file is damaged or cannot be read: then what was read of it before counts. */
export const isUnreadable = (error: unknown): error is VextelError =>
  error instanceof VextelError && error.code === "FILE_UNREADABLE";

async function* readTyped(deps: CommandDeps, isTransient: boolean, onUnpacked: OnUnpacked): AsyncGenerator<Uint8Array> {
  if (deps.stdin.isTTY) await deps.terminal.note([["dim", "Reading from the terminal; Ctrl-D ends the text."]]);
  yield* readStandardInput(deps.stdin, isTransient, onUnpacked);
}

/**
 * The bytes of a file; prints a note if nobody writes to a named pipe.
 *
 * @throws {VextelError} `FILE_UNREADABLE`.
 */
export async function* readFile(
  file: string,
  { terminal }: Pick<CommandDeps, "terminal">,
  isTransient = false,
  onUnpacked?: OnUnpacked,
): AsyncGenerator<Uint8Array> {
  const pieces = readInput(file, isTransient, onUnpacked);
  if (!isPipe(file)) return yield* pieces;
  const note = `Waiting for input from the pipe ${file}; Ctrl-C stops the command.`;
  const timer = setTimeout(() => void terminal.note([["dim", note]]), silenceMs);
  try {
    for await (const piece of pieces) {
      clearTimeout(timer);
      yield piece;
    }
  } finally {
    clearTimeout(timer);
  }
}
