import { VextelError } from "../../errors.ts";
import type { Owner } from "../../publisher/attribute.ts";
import { isName, type Manifest } from "../../publisher/manifest.ts";
import { defaultOwner } from "../../publisher/registry.ts";

/** What the command line says about errors that belong to no registered plugin. */
export interface FallbackFlags {
  /** The plugin for errors that the text itself attributes to none. */
  readonly plugin?: string;
  /** Includes errors that belong to no registered plugin. */
  readonly any?: boolean;
  /** False: the owner says that nothing which users write is in the text. */
  readonly chat?: boolean;
}

/** How the errors of a text are attributed. */
export interface AttributionFlags extends FallbackFlags {
  /** Attributes errors as before the first manifest was registered. */
  readonly ignoresManifests?: boolean;
}

/**
 * The plugin of an error that neither frames nor loggers attribute.
 *
 * @throws {VextelError} `USAGE` if `plugin` is not a name; `NOT_FOUND` if no registered plugin has it.
 */
export function chooseFallback({ plugin, any }: FallbackFlags, manifests: readonly Manifest[]): Owner | undefined {
  const unknown = { version: "", dsn: "", paths: [], loggers: [] };
  if (plugin === undefined)
    return any || manifests.length === 0
      ? { publisher: defaultOwner.publisher, plugin: { name: defaultOwner.plugin, ...unknown } }
      : undefined;
  if (manifests.length === 0) {
    if (!isName(plugin))
      throw new VextelError(
        "USAGE",
        "The name given to --plugin is not valid",
        "Use letters, digits, `-`, `_` and `.`.",
      );
    return { publisher: defaultOwner.publisher, plugin: { name: plugin, ...unknown } };
  }
  for (const manifest of manifests) {
    const found = manifest.plugins.find(({ name }) => name === plugin || `${manifest.publisher}/${name}` === plugin);
    if (found) return { publisher: manifest.publisher, plugin: found };
  }
  const names = manifests.flatMap(({ publisher, plugins }) => plugins.map(({ name }) => `${publisher}/${name}`));
  throw new VextelError(
    "NOT_FOUND",
    "No registered plugin has the name given to --plugin",
    `Known: ${names.join(", ")}`,
  );
}
