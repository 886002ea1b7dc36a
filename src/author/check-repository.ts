import type { Finding } from "../publisher/check/finding.ts";
import type { Manifest, PluginManifest } from "../publisher/manifest.ts";
import { hasClaims } from "./draft.ts";
import { pageOf } from "./repository/links.ts";
import type { FoundPlugin } from "./repository/plugin.ts";
import type { Repository } from "./repository/repository.ts";

/**
 * Finds differences between a manifest and the code in the same repository.
 *
 * @param hasFile - Whether the repository has such a file, from its root on.
 */
export function checkRepository(
  manifest: Manifest,
  repository: Repository,
  hasFile: (path: string) => boolean,
): Finding[] {
  return [
    ...repository.plugins.filter(hasClaims).flatMap((plugin): Finding[] => {
      const own = entryFor(plugin, manifest);
      if (!own) return [unclaimed(plugin)];
      return plugin.version === undefined || plugin.version === own.version ? [] : [stale(own.name, plugin.version)];
    }),
    ...pageMissing(manifest, repository, hasFile),
  ];
}

/** The manifest's entry for a plugin: one that claims a folder of its name, otherwise one of its name. */
export const entryFor = ({ folder, name }: FoundPlugin, { plugins }: Manifest): PluginManifest | undefined => {
  const last = folder.split("/").at(-1) || name;
  return (
    plugins.find(({ paths }) => paths.some((path) => path.split("/").at(-1) === last)) ??
    plugins.find((plugin) => plugin.name === name)
  );
};

const warning = { severity: "warning" } as const;
const update = "Update the manifest: vextel publisher init";

const unclaimed = ({ kind, folder, name }: FoundPlugin): Finding => ({
  ...{ ...warning, rule: "unclaimed", place: ["plugins"], hint: update },
  message: `${folder === "" ? name : `${folder}/`} is a ${kind} that no plugin of the manifest claims`,
});

const stale = (name: string, version: string): Finding => ({
  ...{ ...warning, rule: "version-stale", place: ["plugins", name, "version"], hint: update },
  message: `the code has version ${version}`,
});

/** The URL of a page in this repository that does not exist there. */
function pageMissing({ privacy }: Manifest, { address }: Repository, hasFile: (path: string) => boolean): Finding[] {
  const file = privacy?.split("/").at(-1) ?? "";
  if (privacy === undefined || privacy !== pageOf(address, file) || hasFile(file)) return [];
  const message = `privacy names ${file}, which is not in the repository yet`;
  return [
    {
      ...warning,
      rule: "page-missing",
      place: ["privacy"],
      message,
      hint: `Make it: vextel publisher page --output ${file}`,
    },
  ];
}
