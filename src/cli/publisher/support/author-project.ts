import { dirname, join } from "node:path";
import { entryFor } from "../../../author/check-repository.ts";
import type { FoundPlugin } from "../../../author/repository/plugin.ts";
import { type Repository, readRepository } from "../../../author/repository/repository.ts";
import { renderSampleLog, type SampleError } from "../../../author/sample.ts";
import { VextelError } from "../../../errors.ts";
import type { Manifest, PluginManifest } from "../../../publisher/manifest.ts";
import { parseManifest } from "../../../publisher/parse.ts";
import { createMemoryWorld } from "../../../world/memory.ts";
import { foundIn } from "../../../world/outside/outside.ts";
import { type CommandDeps, createDepsIn } from "../../deps.ts";
import type { Taken } from "../../pipeline/group-and-seal.ts";
import { openPipeline } from "../../pipeline/pipeline.ts";
import { readManifestFile, readPublicDsn } from "./manifest-file.ts";

/** An author's manifest, and the repository that contains it. */
export interface AuthorProject {
  readonly manifest: Manifest;
  readonly repository: Repository;
  /** The code of a plugin in the manifest, if it is in the repository. */
  codeOf(plugin: PluginManifest): FoundPlugin | undefined;
}

/** @throws {VextelError} `MANIFEST_INVALID` with the first mistake. */
export function openProject(file: string, deps: CommandDeps): AuthorProject {
  const manifest = readChecked(file, deps);
  const repository = readRepository(dirname(file), deps.world.outside);
  return {
    manifest,
    repository,
    codeOf: (plugin) => repository.plugins.find((found) => entryFor(found, manifest)?.name === plugin.name),
  };
}

function readChecked(file: string, deps: CommandDeps): Manifest {
  const text = readManifestFile(file, deps);
  try {
    return parseManifest(text, readPublicDsn);
  } catch (cause) {
    if (!(cause instanceof VextelError)) throw cause;
    throw new VextelError("MANIFEST_INVALID", cause.message, `To see all mistakes: vextel publisher check ${file}`, {
      cause,
    });
  }
}

/** @throws {VextelError} `NOT_FOUND`, listing those in the manifest. */
export function findPlugins({ plugins }: Manifest, name: string | undefined): readonly PluginManifest[] {
  const found = name === undefined ? plugins : plugins.filter((plugin) => plugin.name === name);
  if (found.length > 0) return found;
  const names = plugins.map((plugin) => plugin.name).join(", ");
  throw new VextelError("NOT_FOUND", "The manifest has no plugin of the name given to --plugin", `It has: ${names}`);
}

/** The log of a made-up bot in which a plugin failed. */
export function sampleLogOf(
  plugin: PluginManifest,
  { repository, codeOf }: AuthorProject,
  error: SampleError,
  deps: CommandDeps,
): string {
  const read = (path: string) => foundIn(deps.world.outside.readText(join(repository.root, path), 1024 * 1024));
  return renderSampleLog(plugin, codeOf(plugin), read, error);
}

/** The same time on every machine. */
const sample: SampleError = {
  type: "SampleError",
  message: "nothing failed, this shows a report",
  time: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
};

/**
 * What an owner would see for a sample error of a plugin. It is made on a made-up machine with only this manifest, so
 * it is the same everywhere, and contains nothing from the author's machine.
 *
 * @returns `undefined` if the claims do not match the error.
 */
export async function simulate(
  plugin: PluginManifest,
  project: AuthorProject,
  deps: CommandDeps,
): Promise<Taken | undefined> {
  const made = await madeUpMachine(project.manifest, deps);
  const [taken] = await takeAll(sampleLogOf(plugin, project, sample, deps), made);
  return taken;
}

/** A machine in memory, on which only this publisher is registered. */
async function madeUpMachine(manifest: Manifest, { terminal }: CommandDeps): Promise<CommandDeps> {
  const made = createDepsIn(createMemoryWorld(), { ...silent, terminal, stdin: undefined as never });
  await made.registry.add(manifest);
  return made;
}

const ended = Promise.resolve(undefined);
const silent = { startSender: async () => ({ started: ended, ended }), setStatus: () => {} };

/** The events of a text. */
export async function takeAll(text: string, deps: CommandDeps): Promise<Taken[]> {
  const pipeline = await openPipeline({}, deps);
  const open = await pipeline.open("sample");
  await open.push(Buffer.from(text));
  await open.flush();
  return open.takeEnded(true);
}

/** This machine, as if only this publisher were registered. */
export async function withOnly(manifest: Manifest, deps: CommandDeps): Promise<CommandDeps> {
  const { registry } = await madeUpMachine(manifest, deps);
  return Object.create(deps, { registry: { value: registry } }) as CommandDeps;
}
