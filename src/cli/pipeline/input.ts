import { readInput, readStandardInput } from "../../world/input.ts";
import type { CommandDeps } from "../deps.ts";

/**
 * The bytes of a file that the user named; `-` is standard input. Says so where somebody would have to type it.
 *
 * @param isTransient - Whether each piece may be overwritten by the next.
 * @throws {VextelError} `FILE_UNREADABLE`.
 */
export async function* readNamedInput(
  file: string,
  deps: CommandDeps,
  isTransient = false,
): AsyncGenerator<Uint8Array> {
  if (file !== "-") return yield* readInput(file, isTransient);
  if (deps.stdin.isTTY) await deps.terminal.note([["dim", "Reading from the terminal; Ctrl-D ends the text."]]);
  yield* readStandardInput(deps.stdin, isTransient);
}
