import { findMappings } from "../../author/mappings.ts";
import { renderDestination } from "../../consent/destination.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { findPlugins, openProject } from "./support/author-project.ts";
import { manifestName } from "./support/manifest-file.ts";

export interface MappingsFlags {
  readonly manifest?: string;
  readonly plugin?: string;
  readonly json?: true;
}

/** Sentry's code mappings, by project. Exit status 1 if a plugin's code is not in the repository. */
export async function runPublisherMappings(flags: MappingsFlags, deps: CommandDeps): Promise<void> {
  const { manifest, codeOf } = openProject(flags.manifest ?? manifestName, deps);
  const plugins = findPlugins(manifest, flags.plugin);
  const found = findMappings({ ...manifest, plugins }, codeOf);
  for (const { name } of plugins.filter((plugin) => !found.some((one) => one.plugin === plugin.name))) {
    deps.setStatus(exit.failed);
    await deps.terminal.note([["warn", `${name}: no code of it is in this repository, or it claims no path.`]]);
  }
  if (flags.json) return deps.terminal.json(found.map(({ stackRoot, sourceRoot }) => ({ stackRoot, sourceRoot })));
  const projects = new Set(found.map(({ dsn }) => destinationOf(dsn)));
  await deps.terminal.print(
    [...projects].flatMap((project): Line[] => [
      [["strong", renderDestination(project)]],
      ...found
        .filter(({ dsn }) => destinationOf(dsn) === project)
        .map(
          ({ stackRoot, sourceRoot }): Line => [
            `  stack root ${stackRoot}  source root ${sourceRoot || "(the repository's root)"}`,
          ],
        ),
    ]),
  );
  await deps.terminal.note([
    "For sentry-cli: vextel publisher mappings --json > mappings.json; sentry-cli code-mappings upload mappings.json",
  ]);
}
