import { isGenericPath } from "../publisher/generic.ts";
import { isName, type Manifest } from "../publisher/manifest.ts";
import { follows, textRules } from "../publisher/rules.ts";
import { pageOf } from "./repository/links.ts";
import type { FoundPlugin } from "./repository/plugin.ts";
import type { Repository } from "./repository/repository.ts";

/** The page that `vextel publisher page` makes, in an author's repository. */
const pageName = "TELEMETRY.md";

/** The facts that only the author knows. */
export interface Answers {
  readonly publisher: string;
  readonly dsn: string;
}

/** A publisher's name made from the repository's name. */
export function proposePublisher({ name }: Repository): string {
  const word = toName(name.toLowerCase());
  return follows(textRules.publisher, word) ? word : `${word}-plugins`;
}

/** Makes the manifest that the repository's code suggests. */
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

/** The plugins that a manifest can distinguish, each under a unique name. */
function namePlugins(plugins: readonly FoundPlugin[]): [FoundPlugin, string][] {
  const taken = new Set<string>();
  return plugins.filter(hasClaims).map((plugin) => {
    let name = toName(plugin.name);
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${toName(plugin.name)}-${number}`;
    taken.add(name.toLowerCase());
    return [plugin, name];
  });
}

/** Whether the plugin has something that a manifest may claim. */
export const hasClaims = ({ paths, loggers }: FoundPlugin): boolean =>
  loggers.length > 0 || paths.some((path) => !isGenericPath(path));

/** Sentry orders releases by version; a plugin without one starts at the lowest. */
const unknownVersion = "0.0.0";

const versionOf = ({ version = unknownVersion }: FoundPlugin) =>
  /^[^/\\\s@]{1,64}$/.test(version) ? version : unknownVersion;

/** The text as a name for a publisher or a plugin. */
export function toName(text: string): string {
  const word = text
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64);
  return isName(word) ? word : "plugins";
}
