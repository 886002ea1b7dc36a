import { basename, join } from "node:path";
import { VextelError } from "../errors.ts";
import { manifestFolder, type Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { isName, type Manifest, renderManifest } from "./manifest.ts";
import { parseManifest } from "./parse.ts";

/** The manifests that this machine's owner registered. */
export interface Registry {
  /** Who is registered, by the names of the files alone: an answer must be possible while a manifest is damaged. */
  names(): Promise<string[]>;
  /** @throws {VextelError} `STATE_UNTRUSTED` if one of the files is not a manifest. */
  list(): Promise<Manifest[]>;
  /** Registers a publisher, or replaces what was registered under its name. */
  add(manifest: Manifest): Promise<void>;
  /** False if there was none. */
  remove(publisher: string): Promise<boolean>;
}

/** While no manifest is registered, everything belongs to this one. */
export const defaultOwner = { publisher: "default", plugin: "unknown" } as const;

export function createRegistry(paths: Paths, world: World, readDsn: (dsn: string) => string): Registry {
  const folder = manifestFolder(paths);
  const pathOf = (publisher: string) => join(folder, `${publisher}.json`);
  const names = async () =>
    (await world.files.list(folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5))
      .filter(isName);
  return {
    names,
    list: async () =>
      Promise.all((await names()).map((name) => readManifest(join(folder, `${name}.json`), world, readDsn))),
    add: (manifest) => world.files.write(pathOf(manifest.publisher), renderManifest(manifest)),
    remove: async (publisher) => isName(publisher) && world.files.remove(pathOf(publisher)),
  };
}

async function readManifest(path: string, world: World, readDsn: (dsn: string) => string): Promise<Manifest> {
  const bytes = await world.files.read(path);
  try {
    const manifest = parseManifest(new TextDecoder().decode(bytes), readDsn);
    if (basename(path) === `${manifest.publisher}.json`) return manifest;
    throw new Error("it names another publisher than its file does");
  } catch (cause) {
    throw new VextelError(
      "STATE_UNTRUSTED",
      `The manifest ${path} cannot be used: ${(cause as Error).message}`,
      `Register it again with \`vextel publisher add <file>\`, or remove it: rm ${path}`,
      { cause },
    );
  }
}
