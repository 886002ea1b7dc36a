import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { readLiveError } from "../../capture/live/error.ts";
import { attempt } from "../../world/files/attempt.ts";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";
import type { ReporterPlugin } from "./options.ts";

/**
 * The plugin's own paths: the author's option, otherwise the plugin's package, which is found when first needed.
 *
 * @param callerPath - The file that the reporter is made in, as a stack prints it.
 */
export function createOwnPaths(
  plugin: ReporterPlugin,
  callerPath: string | undefined,
  outside: OutsideFiles,
): () => readonly string[] {
  const clean = (path: string) => path.replaceAll("\\", "/").replace(/^\/+|(?<!\/)\/+$/g, "");
  let found: readonly string[] | undefined = plugin.paths?.map(clean).filter(Boolean);
  return () => {
    found ??= [callerPath && packageFolder(plugin, callerPath, outside)].flatMap((folder) =>
      folder ? clean(folder) : [],
    );
    return found;
  };
}

/** The file from which `door` was called, as a stack prints it. */
export function callerOf(door: (...args: never[]) => unknown): string | undefined {
  const holder = { name: "Error", message: "", stack: "" };
  Error.captureStackTrace(holder, door);
  return readLiveError(holder).frames.at(-1)?.path;
}

const packageBytes = 256 * 1024;

/** The folder of the nearest package.json, if it is the plugin's and not the bot's. */
function packageFolder({ name, version }: ReporterPlugin, callerPath: string, outside: OutsideFiles) {
  const path = callerPath.startsWith("file:")
    ? attempt(() => fileURLToPath(callerPath.replace(/[?#].*/s, "")))
    : callerPath;
  if (path === undefined) return undefined;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const text = foundIn(outside.readText(`${folder}/package.json`, packageBytes));
    const stated = attempt(() => JSON.parse(text ?? "") as { name?: unknown; version?: unknown } | null);
    if (typeof stated?.name !== "string") continue; // one that says only how its files are to be read
    const isNamed = [`/${name}`, `-${name}`].some((end) => `/${stated.name}`.endsWith(end));
    return isNamed && stated.version === version ? folder : undefined;
  }
  return undefined;
}
