import { basename, join } from "node:path";
import { VextelError } from "../errors.ts";
import { removeCommand } from "../world/hints.ts";
import { manifestFolder, type Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { isName, type Manifest, renderManifest } from "./manifest.ts";
import { parseManifest } from "./parse.ts";

/** The manifests registered on this machine. */
export interface Registry {
  /**
   * The names of registered publishers, from the file names alone: answers must be possible while a manifest is
   * damaged.
   */
  names(): Promise<string[]>;
  /** A damaged file affects only its own publisher. */
  read(): Promise<Registered>;
  /** @throws {VextelError} `STATE_UNTRUSTED` if one of the files is not a manifest. */
  list(): Promise<readonly Manifest[]>;
  /** Registers a publisher, or replaces the manifest registered under its name. */
  add(manifest: Manifest): Promise<void>;
  /** False if there was none. */
  remove(publisher: string): Promise<boolean>;
}

/** What is registered. */
export interface Registered {
  readonly manifests: readonly Manifest[];
  /** The publishers whose file cannot be used. */
  readonly damaged: readonly DamagedManifest[];
}

export interface DamagedManifest {
  readonly publisher: string;
  /** `STATE_UNTRUSTED`, for people. */
  readonly error: VextelError;
}

/** While no manifest is registered, all errors belong to this plugin. */
export const defaultOwner = { publisher: "default", plugin: "unknown" } as const;

export function createRegistry(paths: Paths, world: World, readDsn: (dsn: string) => string): Registry {
  const folder = manifestFolder(paths);
  const pathOf = (publisher: string) => join(folder, `${publisher}.json`);
  const names = async () =>
    (await world.files.list(folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5))
      .filter(isName);
  const registry: Registry = {
    names,
    async list() {
      const { manifests, damaged } = await registry.read();
      for (const { error } of damaged) throw error;
      return manifests;
    },
    async read() {
      const manifests: Manifest[] = [];
      const damaged: DamagedManifest[] = [];
      for (const publisher of await names())
        try {
          manifests.push(await readManifest(pathOf(publisher), world, readDsn));
        } catch (error) {
          if (!(error instanceof VextelError)) throw error;
          damaged.push({ publisher, error });
        }
      return { manifests, damaged };
    },
    add: (manifest) => world.files.write(pathOf(manifest.publisher), renderManifest(manifest)),
    remove: async (publisher) => isName(publisher) && world.files.remove(pathOf(publisher)),
  };
  return registry;
}

async function readManifest(path: string, world: World, readDsn: (dsn: string) => string): Promise<Manifest> {
  try {
    const bytes = await world.files.read(path);
    const manifest = parseManifest(new TextDecoder().decode(bytes), readDsn);
    if (basename(path) === `${manifest.publisher}.json`) return manifest;
    throw new Error("the publisher in it and its file name differ");
  } catch (cause) {
    throw new VextelError(
      "STATE_UNTRUSTED",
      `The manifest ${path} cannot be used: ${(cause as Error).message}`,
      `Register it again with \`vextel publisher add <file>\`, or remove it: ${removeCommand(path)}`,
      { cause },
    );
  }
}
