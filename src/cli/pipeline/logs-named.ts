import { join } from "node:path";
import { VextelError } from "../../errors.ts";
import { sortLogs } from "../../owner/sort-logs.ts";
import { plural } from "../../preview/summary.ts";
import { isDevice, isFolder } from "../../world/outside/expand.ts";
import type { CommandDeps } from "../deps.ts";

/**
 * The logs that a name means: the logs in a folder, in the order in which they were written; otherwise the file itself.
 * Reports which files of a folder are read, and which are not.
 *
 * @throws {VextelError} `FILE_UNREADABLE` for a folder that cannot be read; `NOT_FOUND` for one without logs.
 */
export async function logsNamed(name: string, { world, terminal }: CommandDeps): Promise<string[]> {
  if (name === "-" || !isFolder(name)) return [name];
  const names = world.outside.list(name);
  if (names.kind !== "found")
    throw new VextelError(
      "FILE_UNREADABLE",
      `Cannot read ${name}: ${names.kind === "closed" ? names.reason : "it is gone"}`,
      "Run it as the account that the bot runs as, or name a log file.",
    );
  const isFile = (file: string) => !isFolder(join(name, file));
  const files = names.value.filter(isFile);
  const devices = files.filter((file) => isDevice(join(name, file)));
  const { logs, repeated, others } = sortLogs(files.filter((file) => !devices.includes(file)));
  if (logs.length === 0) throw noLogs(name, names.value);
  await terminal.note([["dim", `Reading ${plural(logs.length, "log")} of ${name}: ${few(logs)}.`]]);
  if (repeated.length > 0)
    await terminal.note([["dim", `Skipped, since other logs have the same lines: ${few(repeated)}.`]]);
  const rest = [...devices, ...others];
  if (rest.length > 0) await terminal.note([["dim", `Skipped, not logs: ${few(rest)}.`]]);
  return logs.map((file) => join(name, file));
}

function noLogs(folder: string, names: readonly string[]): VextelError {
  const logFolder = names.find((name) => /^logs?$/i.test(name) && isFolder(join(folder, name)));
  const red = isFolder(join(folder, "core", "logs")) ? join(folder, "core", "logs") : undefined;
  const nearest = red ?? (logFolder && join(folder, logFolder));
  return new VextelError(
    "NOT_FOUND",
    `There is no log in the folder ${folder}`,
    nearest === undefined ? "Name a log file; it may have any name." : `Logs may be in ${nearest}`,
  );
}

const most = 6;

const few = (names: readonly string[]) =>
  names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");
