import { Command } from "commander";
import { withoutSecret } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/line.ts";
import { renderTable } from "../../preview/line.ts";
import { plural } from "../../preview/summary.ts";
import { type Manifest, parseManifest, renderManifest } from "../../publisher/manifest.ts";
import { readInput } from "../../world/input.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";

export function publisherCommand(deps: CommandDeps): Command {
  const command = new Command("publisher").description("manage whose plugins are known, by their manifests");
  command
    .command("add")
    .description("register a publisher from its manifest, or replace the one that is registered")
    .argument("<file>", "a vextel.json")
    .addHelpText("after", example("vextel publisher add vextel.json"))
    .action((file: string) => runPublisherAdd(file, deps));
  command
    .command("list")
    .description("show the registered publishers")
    .option("--json", "print a JSON array of manifests")
    .addHelpText("after", example("vextel publisher list"))
    .action((flags: { json?: true }) => runPublisherList(flags, deps));
  command
    .command("show")
    .description("show one publisher's manifest")
    .argument("<name>", "the publisher")
    .option("--json", "print the manifest as JSON")
    .addHelpText("after", example("vextel publisher show vex-cogs"))
    .action((name: string, flags: { json?: true }) => runPublisherShow(name, flags, deps));
  command
    .command("remove")
    .description("forget a publisher's manifest; its answer and its events stay")
    .argument("<name>", "the publisher")
    .addHelpText("after", example("vextel publisher remove vex-cogs"))
    .action((name: string) => runPublisherRemove(name, deps));
  return command.addHelpText("after", example("vextel publisher add vextel.json"));
}

export async function runPublisherAdd(file: string, { registry, terminal }: CommandDeps): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInput(file)) chunks.push(chunk);
  const manifest = parseManifest(Buffer.concat(chunks).toString(), withoutSecret);
  await registry.add(manifest);
  await terminal.print([
    [["strong", manifest.publisher], ` is registered with ${plural(manifest.plugins.length, "plugin")}.`],
    [`Nothing is sent by itself before: vextel enable ${manifest.publisher}`],
    [["dim", `Undo: vextel publisher remove ${manifest.publisher}`]],
  ]);
}

export async function runPublisherList({ json }: { json?: true }, { registry, terminal }: CommandDeps): Promise<void> {
  const manifests = await registry.list();
  if (json) return terminal.json(manifests.map((manifest) => JSON.parse(renderManifest(manifest))));
  await terminal.print(
    manifests.map(
      ({ publisher, title, plugins }): Line => [
        ["strong", publisher],
        `  ${title}  ${plugins.map(({ name, version }) => `${name}@${version}`).join(", ")}`,
      ],
    ),
  );
  if (manifests.length === 0)
    await terminal.note(["No publisher is registered. Register one: vextel publisher add vextel.json"]);
}

export async function runPublisherShow(name: string, { json }: { json?: true }, deps: CommandDeps): Promise<void> {
  const manifest = await findManifest(name, deps);
  if (json) return deps.terminal.json(JSON.parse(renderManifest(manifest)));
  const { title, privacy, plugins } = manifest;
  await deps.terminal.print([
    [["strong", manifest.publisher], `  ${title}`],
    ...(privacy === undefined ? [] : [[`  privacy: ${privacy}`]]),
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

export async function runPublisherRemove(name: string, deps: CommandDeps): Promise<void> {
  await findManifest(name, deps);
  await deps.registry.remove(name);
  await deps.terminal.print([[["strong", name], " is not registered any more; its answer and its events stay."]]);
}

async function findManifest(name: string, { registry }: CommandDeps): Promise<Manifest> {
  const manifests = await registry.list();
  const found = manifests.find(({ publisher }) => publisher === name);
  if (found) return found;
  const names = manifests.map(({ publisher }) => publisher).join(", ");
  throw new VextelError(
    "NOT_FOUND",
    "No publisher of this name is registered",
    names ? `Registered: ${names}` : "Register one: vextel publisher add vextel.json",
  );
}
