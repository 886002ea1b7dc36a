import type { Manifest, PluginManifest } from "../publisher/manifest.ts";

type Entries = Record<string, unknown>;

/** The updated JSON of a manifest, and a description of the changes. */
export interface Update {
  readonly root: Entries;
  readonly changes: readonly string[];
  /** Plugins that are not, or no longer, in the repository; they stay. */
  readonly gone: readonly string[];
}

/**
 * Keeps what the author wrote: only versions change, and missing plugins and links are added.
 *
 * @param root - A manifest that can be read, as JSON; keys that are not known stay, too.
 */
export function updateManifest(root: Entries, draft: Manifest): Update {
  const changes: string[] = [];
  const links = (["privacy", "support", "repository"] as const).filter((key) => root[key] === undefined && draft[key]);
  const plugins = { ...(root.plugins as Record<string, Entries>) };
  for (const plugin of draft.plugins) {
    const known = plugins[plugin.name];
    if (!known) changes.push(`${plugin.name} is new`);
    else if (known.version !== plugin.version && plugin.version !== "0.0.0")
      changes.push(`${plugin.name} was ${String(known.version)}, is ${plugin.version}`);
    else continue;
    plugins[plugin.name] = known ? { ...known, version: plugin.version } : entryOf(plugin);
  }
  const found = new Set(draft.plugins.map(({ name }) => name));
  return {
    root: { ...root, ...Object.fromEntries(links.map((key) => [key, draft[key]])), plugins },
    changes: [...links.map((key) => `${key} is new`), ...changes],
    gone: Object.keys(plugins).filter((name) => !found.has(name)),
  };
}

const entryOf = ({ name: _, ...plugin }: PluginManifest): Entries => ({ ...plugin });
