import { basename, dirname, join, sep } from "node:path";
import type { OutsideFiles } from "../../world/outside/outside.ts";
import type { RedInstance } from "./instances.ts";

/**
 * The instances whose secrets the files may contain: those whose data folders contain the files; all known ones if a
 * file is in none of these folders, or no file is named.
 *
 * @param paths - Absolute, of files or folders.
 */
export function instancesBehind(
  paths: readonly string[],
  known: readonly RedInstance[],
  files: OutsideFiles,
): readonly RedInstance[] {
  const behind = paths.map((path) => known.find(holds(path)) ?? instanceAround(path, files));
  const found = behind.filter((instance) => instance !== undefined);
  return [...new Set(found.length === paths.length && found.length > 0 ? found : [...known, ...found])];
}

const holds =
  (path: string) =>
  ({ dataFolder }: RedInstance) =>
    path === dataFolder || path.startsWith(dataFolder.endsWith(sep) ? dataFolder : `${dataFolder}${sep}`);

/** The instance of another account, which has its own list of instances: its logs are beside its settings. */
function instanceAround(path: string, files: OutsideFiles): RedInstance | undefined {
  for (const logs of [path, dirname(path)]) {
    const core = dirname(logs);
    if (basename(logs) !== "logs" || files.modifiedMs(join(core, "settings.json")).kind === "absent") continue;
    const dataFolder = dirname(core);
    const folders = { cogFolder: "cogs", coreFolder: basename(core) };
    return { name: basename(dataFolder), dataFolder, ...folders, driver: "JSON", storage: undefined };
  }
  return undefined;
}
