import type { Manifest } from "../publisher/manifest.ts";
import type { FoundPlugin } from "./repository/plugin.ts";

/** Where Sentry finds a frame's file in the repository: what its name begins with, and what the file's path begins with. */
export interface CodeMapping {
  readonly stackRoot: string;
  readonly sourceRoot: string;
}

/** Of a plugin, and the DSN of the project it is for. */
export interface PluginMapping extends CodeMapping {
  readonly plugin: string;
  readonly dsn: string;
}

/** In an event, a plugin's file goes by its name from the last segment of the claimed path on. */
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

/** Where compilers usually put what they make of `src/`; Sentry takes the first mapping that fits. */
const built = ["dist/", "lib/", "build/", "out/"];

/** The files that run are not those in the repository, where a package keeps sources in a folder that it does not ship. */
function builtParts({ kind, files }: FoundPlugin): { built: string; source: string }[] {
  const source = "src/";
  if (kind !== "package" || !files.some((file) => file.startsWith(source) && /\.[cm]?tsx?$/.test(file))) return [];
  return built
    .filter((folder) => !files.some((file) => file.startsWith(folder)))
    .map((folder) => ({ built: folder, source }));
}
