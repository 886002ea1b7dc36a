import { dirname, join, resolve } from "node:path";
import { VextelError } from "../../errors.ts";
import { logOf } from "../../world/follow/log-family.ts";
import { expandPattern, isDevice, isFolder, isOpenFolder, isThere } from "../../world/outside/expand.ts";
import { readStandardInput } from "../../world/outside/input.ts";
import { isPipe, openPipe } from "../../world/outside/pipe.ts";
import type { CommandDeps } from "../deps.ts";
import type { ByteStream } from "./stream.ts";

/** What a name on the command line means. */
export type Target =
  /** Read once, as it arrives. */
  | { readonly kind: "stream"; readonly name: string; readonly open: () => ByteStream }
  /** A log, or a pattern for logs, which need not exist yet. */
  | { readonly kind: "logs"; readonly name: string; readonly pattern: string };

export const isOfLogs = (target: Target): target is Target & { kind: "logs" } => target.kind === "logs";

export const isPattern = (path: string): boolean => /[*?]/.test(path);

/**
 * `-` is standard input; a folder means the logs in it.
 *
 * @throws {VextelError} `USAGE` for an empty name, as of a variable that is not set.
 */
export function readTarget(name: string, { stdin }: Pick<CommandDeps, "stdin">): Target {
  if (name === "") throw new VextelError("USAGE", "The name of a log is empty", "Name a log: vextel watch red.log");
  if (name === "-")
    return {
      ...{ kind: "stream", name },
      open: () => ({ bytes: readStandardInput(stdin), close: () => stdin.destroy() }),
    };
  if (isPipe(name)) return { kind: "stream", name, open: () => openPipeOf(name) };
  return { kind: "logs", name, pattern: resolve(isFolder(name) ? join(name, "*.log") : name) };
}

function openPipeOf(name: string): ByteStream {
  const pipe = openPipe(name);
  return { bytes: pipe, close: () => pipe.destroy() };
}

/** The logs that match a pattern now; a part of a log means the log. Folders and devices match no pattern. */
export async function logsOf(pattern: string): Promise<readonly string[]> {
  const found = await expandPattern(pattern);
  const logs = isPattern(pattern) ? found.filter((path) => !isFolder(path) && !isDevice(path)) : found;
  return [...new Set(logs.map(logOf))];
}

/** A note about a pattern that matches nothing yet. */
export async function problemOf({ name, pattern }: Target & { kind: "logs" }): Promise<string | undefined> {
  const folder = dirname(pattern);
  if (!isPattern(folder) && !isFolder(folder)) return `${name}: there is no folder ${folder}`;
  if (!isPattern(folder) && !isOpenFolder(folder)) return `${name}: you may not read the folder ${folder}`;
  if (isPattern(pattern)) return (await logsOf(pattern)).length > 0 ? undefined : `${name} matches nothing yet`;
  return isThere(pattern) || (await expandPattern(pattern.replace(/\.log$/, "-part*.log"))).some(isThere)
    ? undefined
    : `${name} is not there yet`;
}
