import { fitLine } from "../../preview/terminal/fit.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { renderManifest } from "../../publisher/manifest.ts";
import { renderLinks } from "../consent/render.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { findManifest } from "./support/manifest-by-name.ts";

export async function runPublisherList({ json }: { json?: true }, deps: CommandDeps): Promise<void> {
  const { terminal } = deps;
  const { manifests, damaged } = await deps.registry.read();
  for (const { error } of damaged) await terminal.note([["bad", error.message]], [error.hint]);
  if (damaged.length > 0) deps.setStatus(exit.untrusted);
  if (json) return terminal.json(manifests.map((manifest) => JSON.parse(renderManifest(manifest))));
  const lines = manifests.map(
    ({ publisher, title, plugins }): Line => [
      ["strong", publisher],
      `  ${title}  ${plugins.map(({ name, version }) => `${name}@${version}`).join(", ")}`,
    ],
  );
  const { width } = terminal;
  await terminal.print(width === undefined ? lines : lines.map((line) => fitLine(line, width)));
  if (manifests.length + damaged.length === 0)
    await terminal.note(["No publisher is registered. Register one: vextel publisher add vextel.json"]);
}

export async function runPublisherShow(name: string, { json }: { json?: true }, deps: CommandDeps): Promise<void> {
  const manifest = await findManifest(name, deps);
  if (json) return deps.terminal.json(JSON.parse(renderManifest(manifest)));
  const { title, plugins } = manifest;
  await deps.terminal.printProse([
    [["strong", manifest.publisher], `  ${title}`],
    ...renderLinks(manifest),
    ...plugins.flatMap(({ name: plugin, version, dsn, paths, loggers }) => [
      [["strong", `  ${plugin}`], ` ${version}`] as Line,
      ...renderTable(
        [
          ["dsn", dsn],
          ["paths", paths.join(", ")],
          ["loggers", loggers.join(", ")],
        ],
        "    ",
      ),
    ]),
  ]);
}
