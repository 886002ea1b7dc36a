import type { Manifest } from "../publisher/manifest.ts";
import type { FoundPlugin } from "./repository/plugin.ts";

/** A code mapping: the prefix of file names in events, and the matching prefix of paths in the repository. */
export interface CodeMapping {
  readonly stackRoot: string;
  readonly sourceRoot: string;
}

/** The mapping of one plugin, with the DSN of its project. */
export interface PluginMapping extends CodeMapping {
  readonly plugin: string;
  readonly dsn: string;
}

/** In events, the name of a plugin's file begins with the last segment of the claimed path. */
export function findMappings(
  { plugins }: Manifest,
  codeOf: (plugin: Manifest["plugins"][number]) => FoundPlugin | undefined,
) {
  return plugins.flatMap((plugin): PluginMapping[] => {
    const code = codeOf(plugin);
    if (!code) return [];
    const roots = new Set(plugin.paths.map((path) => `${path.split("/").at(-1)}/`));
    const sourceRoot = code.folder === "" ? "" : `${code.folder}/`;
    return [...roots].flatMap((stackRoot) =>
      [...builtParts(code), { built: "", source: "" }].map(({ built, source }) => ({
        ...{ plugin: plugin.name, dsn: plugin.dsn },
        ...{ stackRoot: stackRoot + built, sourceRoot: sourceRoot + source },
      })),
    );
  });
}

/** The usual output folders of compilers for `src/`; Sentry uses the first mapping that matches. */
const built = ["dist/", "lib/", "build/", "out/"];

/**
 * Whether the files that run differ from those in the repository: the package keeps sources in a folder that it does
 * not ship.
 */
function builtParts({ kind, files }: FoundPlugin): { built: string; source: string }[] {
  const source = "src/";
  if (kind !== "package" || !files.some((file) => file.startsWith(source) && /\.[cm]?tsx?$/.test(file))) return [];
  return built
    .filter((folder) => !files.some((file) => file.startsWith(folder)))
    .map((folder) => ({ built: folder, source }));
}
