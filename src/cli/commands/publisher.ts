import { Command } from "commander";
import type { Consent } from "../../consent/consent.ts";
import { decideStanding } from "../../consent/standing.ts";
import { withoutSecret } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/line.ts";
import { renderTable } from "../../preview/line.ts";
import { plural } from "../../preview/summary.ts";
import { checkClaims, findOverlaps, type Overlap } from "../../publisher/check.ts";
import { type Manifest, parseManifest, renderManifest } from "../../publisher/manifest.ts";
import { findUnknownKeys } from "../../publisher/unknown-keys.ts";
import { readInput } from "../../world/input.ts";
import { example } from "../arguments/help.ts";
import { claimsOf } from "../consent/claims.ts";
import { renderClaims, renderHeld } from "../consent/render.ts";
import type { CommandDeps } from "../deps.ts";

export function publisherCommand(deps: CommandDeps): Command {
  const command = new Command("publisher").description("manage whose plugins are known, by their manifests");
  command
    .command("add")
    .description("register a publisher from its manifest, or replace the one that is registered")
    .argument("<file>", "a vextel.json")
    .option("--yes", "also if it claims errors that another publisher claims")
    .addHelpText("after", example("vextel publisher add vextel.json"))
    .action((file: string, flags: { yes?: true }) => runPublisherAdd(file, flags, deps));
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
    .description("forget a publisher's manifest and your answer for it; its events stay")
    .argument("<name>", "the publisher")
    .addHelpText("after", example("vextel publisher remove vex-cogs"))
    .action((name: string) => runPublisherRemove(name, deps));
  return command.addHelpText("after", example("vextel publisher add vextel.json"));
}

/** Says what changes and how things stand afterwards. */
export async function runPublisherAdd(file: string, { yes }: { yes?: true }, deps: CommandDeps): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInput(file)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const manifest = parseManifest(text, withoutSecret);
  checkClaims(manifest, deps.world.machine.home);
  const registered = (await deps.registry.list().catch(() => [])).filter(isOther(manifest));
  const overlaps = findOverlaps(manifest, registered);
  if (overlaps.length > 0 && !yes && !(await askOverlap(manifest, overlaps, deps)))
    return deps.terminal.note(["Nothing was changed."]);
  const isKnown = (await deps.registry.names()).includes(manifest.publisher);
  await deps.registry.add(manifest);
  const consent = (await deps.consent.read()).get(manifest.publisher);
  const verb = isKnown ? "is registered anew" : "is registered";
  await deps.terminal.print([
    [["strong", manifest.publisher], ` ${verb} with ${plural(manifest.plugins.length, "plugin")}.`],
    ...(manifest.privacy === undefined ? [] : [[`  What the author says of it: ${manifest.privacy}`]]),
    ...renderClaims(claimsOf(manifest.publisher, [manifest], undefined, {})),
    ...renderStanding(manifest, consent),
    [["dim", `Undo: vextel publisher remove ${manifest.publisher}`]],
  ]);
  for (const { field, nearest } of findUnknownKeys(JSON.parse(text)))
    await deps.terminal.note([["warn", `${field} is not known and was ignored; did the author mean ${nearest}?`]]);
}

const isOther = (manifest: Manifest) => (one: Manifest) => one.publisher !== manifest.publisher;

/** What your answer, as it is, makes of the manifest. */
function renderStanding({ publisher, plugins }: Manifest, consent: Consent | undefined): Line[] {
  const enable = `vextel enable ${publisher}`;
  const { state, held } = decideStanding(
    consent,
    claimsOf(publisher, [{ publisher, title: "", plugins }], undefined, {}),
  );
  if (state === "enabled") return [[["good", "Your answer covers it: its errors are sent automatically."]]];
  if (state === "held")
    return [
      [["warn", "Your answer does not cover all of it. What is new is held until you are asked again:"], ` ${enable}`],
      ...renderHeld(held),
    ];
  return [[`Nothing of it is sent automatically${consent?.answer === "disabled" ? "" : " before"}: ${enable}`]];
}

/** Two publishers that claim the same take each other's errors. */
async function askOverlap(
  manifest: Manifest,
  overlaps: readonly Overlap[],
  { terminal }: CommandDeps,
): Promise<boolean> {
  const lines = overlaps.map(({ claim, other }): Line => [["warn", `  ${claim}`], `  is claimed by ${other}`]);
  await terminal.note([`${manifest.publisher} claims what another publisher claims:`], ...lines);
  if (terminal.canAsk) return terminal.confirm("Register it all the same? The longer claim gets the errors.");
  throw new VextelError(
    "USAGE",
    `${manifest.publisher} claims errors of another publisher; nothing was changed`,
    "Ask its author to claim its own folder, or register it all the same with --yes: the longer claim gets the errors.",
  );
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
  const { answer } = (await deps.consent.read()).get(name) ?? { answer: "unset" };
  if (answer !== "unset") await deps.consent.answer(name, { answer: "unset" });
  await deps.registry.remove(name);
  const ended = answer === "unset" ? "" : `; your answer, ${answer}, has ended with it`;
  await deps.terminal.print([[["strong", name], ` is not registered any more${ended}. Its events stay.`]]);
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
