import { dig, entriesOf, textOf } from "./json.ts";

/** One entry of Red's `config.json`. */
export interface RedInstance {
  readonly name: string;
  readonly dataFolder: string;
  /** Folders below the data folder. */
  readonly cogFolder: string;
  readonly coreFolder: string;
  /** `STORAGE_TYPE`: `JSON`, or a database that stores what would otherwise be in `settings.json` files. */
  readonly driver: string;
  /**
   * `STORAGE_DETAILS`: contains host, user and password of the database in plain text. Secret: keep it in memory only.
   */
  readonly storage: unknown;
}

/** The instances in Red's `config.json`, by name; entries without a data folder are left out. Pure. */
export function readInstances(config: unknown): RedInstance[] {
  const instances = entriesOf(config).flatMap(([name, entry]): RedInstance[] => {
    const dataFolder = textOf(dig(entry, "DATA_PATH"));
    if (dataFolder === undefined) return [];
    const cogFolder = textOf(dig(entry, "COG_PATH_APPEND")) ?? "cogs";
    const coreFolder = textOf(dig(entry, "CORE_PATH_APPEND")) ?? "core";
    const driver = textOf(dig(entry, "STORAGE_TYPE")) ?? "JSON";
    return [{ name, dataFolder, cogFolder, coreFolder, driver, storage: dig(entry, "STORAGE_DETAILS") }];
  });
  return instances.sort((a, b) => (a.name < b.name ? -1 : 1));
}
