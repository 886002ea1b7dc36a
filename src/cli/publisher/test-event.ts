import { renderDestination } from "../../consent/destination.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import { renderEnvelope } from "../../preview/render.ts";
import type { PluginManifest } from "../../publisher/manifest.ts";
import { titleOf } from "../../seal/title.ts";
import type { CommandDeps } from "../deps.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import {
  type AuthorProject,
  findPlugins,
  openProject,
  sampleLogOf,
  takeAll,
  withOnly,
} from "./support/author-project.ts";
import { manifestName } from "./support/manifest-file.ts";

export interface TestEventFlags {
  readonly manifest?: string;
  readonly plugin?: string;
  /** Does not ask. */
  readonly yes?: true;
}

/** Like `vextel send`. */
export type Send = (request: { readonly ids: string[]; readonly dsn: string }, deps: CommandDeps) => Promise<void>;

/**
 * Sends an event as an owner would, with a sample error: captured, scrubbed, sealed, shown, kept, and sent by its id.
 * Exit statuses are those of `send`.
 *
 * @throws {VextelError} `USAGE` if it has to be asked without a terminal; then nothing is kept.
 */
export async function runPublisherTestEvent(flags: TestEventFlags, deps: CommandDeps, send: Send): Promise<void> {
  const project = openProject(flags.manifest ?? manifestName, deps);
  const plugin = await choosePlugin(project, flags.plugin, deps);
  const word = inLetters(deps.world.uuid());
  const taken = await sealTest(word, plugin, project, deps);
  await deps.terminal.print([...renderEnvelope(taken.sealed.bytes), []]);
  const destination = renderDestination(destinationOf(plugin.dsn));
  if (!flags.yes && !(await maySend(destination, plugin, deps)))
    return deps.terminal.note(["Nothing was kept or sent."]);
  const { id } = await deps.outbox.keepGroup(taken, titleOf(taken.sealed.bytes), {});
  await send({ ids: [id], dsn: plugin.dsn }, deps);
  await deps.terminal.note([`Look for "${word}" in ${destination}.`]);
}

const testError = { type: "VextelTestEvent", message: "a test by `vextel publisher test-event`, nothing failed" };

/** The beginning of a random number, spelled with letters. */
const inLetters = (uuid: string) =>
  uuid.slice(0, 8).replace(/./g, (digit) => "bcdfghjklmnprstv"[Number.parseInt(digit, 16)]!);

async function choosePlugin(
  { manifest }: AuthorProject,
  name: string | undefined,
  { terminal }: CommandDeps,
): Promise<PluginManifest> {
  const [first, ...others] = findPlugins(manifest, name);
  if (others.length === 0) return first!;
  const names = manifest.plugins.map((plugin) => plugin.name);
  if (!terminal.canAsk)
    throw new VextelError(
      "USAGE",
      `The manifest has ${names.length} plugins; nothing was sent`,
      `Name one: --plugin ${names[0]}`,
    );
  const chosen = await terminal.choose("To whose project?", names);
  return manifest.plugins.find((plugin) => plugin.name === chosen)!;
}

/** A new word in each test event, because equal errors within an hour become one event. */
async function sealTest(
  word: string,
  plugin: PluginManifest,
  project: AuthorProject,
  deps: CommandDeps,
): Promise<Taken> {
  const error = { ...testError, message: `${testError.message} (${word})`, time: new Date(deps.world.nowMs()) };
  const [taken] = await takeAll(sampleLogOf(plugin, project, error, deps), await withOnly(project.manifest, deps));
  if (taken?.sealed.plugin === plugin.name) return taken;
  throw new VextelError(
    "MANIFEST_INVALID",
    `The claims of ${plugin.name} do not match an error in its own code; nothing was sent`,
    "Look: vextel publisher simulate",
  );
}

async function maySend(destination: string, plugin: PluginManifest, { terminal }: CommandDeps): Promise<boolean> {
  if (terminal.canAsk) return terminal.confirm(`Send this to ${destination}?`);
  throw new VextelError(
    "USAGE",
    `test-event asks first, and there is no terminal to ask on; nothing was kept or sent`,
    `To send what is shown above: vextel publisher test-event --plugin ${plugin.name} --yes`,
  );
}
