import { isGenericPath } from "../publisher/generic.ts";
import { isName, type Manifest } from "../publisher/manifest.ts";
import { follows, textRules } from "../publisher/rules.ts";
import { pageOf } from "./repository/links.ts";
import type { FoundPlugin } from "./repository/plugin.ts";
import type { Repository } from "./repository/repository.ts";

/** The page that `vextel publisher page` makes, in an author's repository. */
export const pageName = "TELEMETRY.md";

/** What only the author knows. */
export interface Answers {
  readonly publisher: string;
  readonly dsn: string;
}

/** A name for the publisher, out of the repository's. */
export function proposePublisher({ name }: Repository): string {
  const word = toName(name.toLowerCase());
  return follows(textRules.publisher, word) ? word : `${word}-plugins`;
}

/** The manifest that a repository's code leads to. */
export function draftManifest(repository: Repository, { publisher, dsn }: Answers): Manifest {
  const { title, name, address, support, plugins } = repository;
  const privacy = pageOf(address, pageName);
  return {
    publisher,
    title: title ?? name,
    ...(privacy !== undefined && { privacy }),
    ...(support !== undefined && { support }),
    ...(address !== undefined && { repository: address }),
    plugins: namePlugins(plugins).map(([plugin, own]) => ({
      ...{ name: own, version: versionOf(plugin), dsn, loggers: plugin.loggers },
      paths: plugin.paths.filter((path) => !isGenericPath(path)),
    })),
  };
}

/** The plugins that can be told from others, each with a name of its own. */
export function namePlugins(plugins: readonly FoundPlugin[]): [FoundPlugin, string][] {
  const taken = new Set<string>();
  return plugins.filter(hasClaims).map((plugin) => {
    let name = toName(plugin.name);
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${toName(plugin.name)}-${number}`;
    taken.add(name.toLowerCase());
    return [plugin, name];
  });
}

/** Whether anything that a manifest may claim is the plugin's own. */
export const hasClaims = ({ paths, loggers }: FoundPlugin): boolean =>
  loggers.length > 0 || paths.some((path) => !isGenericPath(path));

/** Sentry orders releases by their versions; one that says nothing comes first. */
const unknownVersion = "0.0.0";

const versionOf = ({ version = unknownVersion }: FoundPlugin) =>
  /^[^/\\\s@]{1,64}$/.test(version) ? version : unknownVersion;

/** A word that may name a publisher or a plugin. */
export function toName(text: string): string {
  const word = text
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64);
  return isName(word) ? word : "plugins";
}
