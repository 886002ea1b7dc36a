import { join } from "node:path";
import { draftManifest, hasClaims, proposePublisher } from "../../author/draft.ts";
import { type Repository, readRepository } from "../../author/repository/repository.ts";
import { updateManifest } from "../../author/update.ts";
import { VextelError } from "../../errors.ts";
import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { type Manifest, renderManifest } from "../../publisher/manifest.ts";
import { parseManifest } from "../../publisher/parse.ts";
import { follows, textRules } from "../../publisher/rules.ts";
import { foundIn } from "../../world/outside/outside.ts";
import { writeOutside } from "../../world/outside/write-outside.ts";
import type { CommandDeps } from "../deps.ts";
import { manifestName, readManifestFile, readPublicDsn } from "./support/manifest-file.ts";

export interface InitFlags {
  readonly name?: string;
  readonly dsn?: string;
  readonly dryRun?: true;
  /** Does not ask before an existing manifest is changed. */
  readonly yes?: true;
}

type Json = Record<string, unknown>;

/**
 * Writes `vextel.json` into an author's repository; in an existing one, it keeps what the author wrote.
 *
 * @throws {VextelError} `NOT_FOUND` where there is no plugin; `FILE_UNREADABLE` if there is no such folder; `USAGE` if
 * something has to be asked without a terminal.
 */
export async function runPublisherInit(folder: string, flags: InitFlags, deps: CommandDeps): Promise<void> {
  assertReadable(folder, deps);
  const repository = readRepository(folder, deps.world.outside);
  if (!repository.plugins.some(hasClaims)) throw nothingFound();
  const file = join(folder, manifestName);
  await deps.terminal.note(...describeRepository(repository));
  const old = deps.world.outside.readText(file, 0).kind === "absent" ? undefined : readOld(file, deps);
  const draft = draftManifest(repository, await ask(repository, old, flags, deps));
  const { root, changes, gone } = old
    ? updateManifest(old.root, draft)
    : { root: fresh(draft, repository, deps), changes: [], gone: [] };
  const text = `${deps.terminal.toJson(root)}\n`;
  if (old) await deps.terminal.note(...describeUnused(file, old.manifest, flags));
  for (const name of gone)
    await deps.terminal.note([["warn", `${name} is in ${file} but not in the repository; it was left as it is.`]]);
  if (flags.dryRun) return deps.terminal.write(text);
  if (old && changes.length === 0) return deps.terminal.note([`${file} is up to date; nothing was changed.`]);
  if (old && !flags.yes && !(await mayChange(file, changes, deps))) return deps.terminal.note(["Nothing was changed."]);
  writeOutside(file, text);
  await deps.terminal.note(
    [["good", `${file} is written, with ${plural(draft.plugins.length, "plugin")}.`]],
    ...next(file),
  );
}

/** The existing manifest, parsed and as text. */
function readOld(file: string, deps: CommandDeps): { manifest: Manifest; root: Json } {
  const text = readManifestFile(file, deps);
  try {
    return { manifest: parseManifest(text, readPublicDsn), root: JSON.parse(text) as Json };
  } catch (cause) {
    const message = `${file} exists, but is not a valid manifest, so it cannot be updated; nothing was changed`;
    throw new VextelError("MANIFEST_INVALID", message, `To see the mistakes: vextel publisher check ${file}`, {
      cause,
    });
  }
}

/** Options that differ from what the author wrote, which stays. */
function describeUnused(file: string, { publisher, plugins }: Manifest, { name, dsn }: InitFlags): Line[] {
  const given = dsn === undefined ? undefined : readPublicDsn(dsn);
  const others = plugins.filter((plugin) => given !== undefined && plugin.dsn !== given).map((plugin) => plugin.name);
  const lines = [
    name !== undefined && name !== publisher && `--name is not used: the publisher in ${file} stays ${publisher}.`,
    others.length > 0 && `--dsn is for new plugins only: ${others.join(", ")} in ${file} keep what is written there.`,
  ];
  return lines.filter((line) => line !== false).map((line): Line => [["warn", line]]);
}

/** What the code does not say: taken from flags, the existing manifest, or the author's answers. */
async function ask(
  repository: Repository,
  old: { manifest: Manifest } | undefined,
  flags: InitFlags,
  deps: CommandDeps,
) {
  const proposal = proposePublisher(repository);
  const known = flags.name ?? old?.manifest.publisher;
  const publisher = known ?? (deps.terminal.canAsk && !flags.dsn ? await askName(proposal, deps) : proposal);
  if (!follows(textRules.publisher, publisher))
    throw new VextelError("USAGE", `--name must be ${textRules.publisher.wanted}`, "Choose another.");
  const dsns = new Set(old?.manifest.plugins.map(({ dsn }) => dsn));
  const dsn = flags.dsn ?? (dsns.size === 1 ? [...dsns][0] : undefined) ?? (await askDsn(deps));
  return { publisher, dsn: readPublicDsn(dsn) };
}

const askName = (proposal: string, { terminal }: CommandDeps) =>
  terminal.input("Your name as a publisher, one word:", proposal, (text) =>
    follows(textRules.publisher, text) ? undefined : `It must be ${textRules.publisher.wanted}.`,
  );

async function askDsn({ terminal }: CommandDeps): Promise<string> {
  if (terminal.canAsk)
    return terminal.input("DSN of the Sentry project (Settings, Projects, Client Keys):", undefined, whyNoDsn);
  throw new VextelError(
    "USAGE",
    "The manifest needs the DSN of your Sentry project, and there is no terminal to ask on; nothing was written",
    "Give it: vextel publisher init --dsn https://key@o1.ingest.sentry.io/42",
  );
}

function whyNoDsn(text: string): string | undefined {
  try {
    readPublicDsn(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** In the order in which people read it, with a reference to the schema if it can be found. */
function fresh(draft: Manifest, { root }: Repository, { world }: CommandDeps): Json {
  const schema = "node_modules/vextel/vextel.schema.json";
  const hasSchema = foundIn(world.outside.readText(join(root, schema), 1024 * 1024)) !== undefined;
  return { ...(hasSchema && { $schema: `./${schema}` }), ...(JSON.parse(renderManifest(draft)) as Json) };
}

async function mayChange(file: string, changes: readonly string[], { terminal }: CommandDeps): Promise<boolean> {
  await terminal.note(
    [`${file} exists. These changes would be made:`],
    ...changes.map((change): Line => [`  ${change}`]),
  );
  if (terminal.canAsk) return terminal.confirm(`Write ${file}?`);
  throw new VextelError(
    "USAGE",
    `${file} exists, and there is no terminal to ask whether it may be changed; nothing was written`,
    "To change it as shown: vextel publisher init --yes",
  );
}

function describeRepository({ name, address, plugins, notes }: Repository): Line[] {
  const kind = plugins[0]!.kind;
  const unversioned = plugins.filter(({ version }) => version === undefined).map((one) => one.name);
  return [
    [["strong", name], `  ${plural(plugins.length, kind)}${address === undefined ? "" : `, ${address}`}`],
    ...plugins.map(
      ({ name, version, folder }): Line => [`  ${name}  `, ["dim", `${version ?? "no version"}  ${folder}`]],
    ),
    ...notes.map((note): Line => [["warn", note]]),
    ...plugins
      .filter((plugin) => !hasClaims(plugin))
      .map(
        ({ name }): Line => [
          ["warn", `${name} is left out: its folder has a common name, and it has no logger of its own.`],
        ],
      ),
    ...(unversioned.length === 0
      ? []
      : [
          [
            [
              "warn",
              `No version was found in ${unversioned.slice(0, 3).join(", ")}${unversioned.length > 3 ? " and others" : ""}, so 0.0.0 is written. ${versionAdvice[kind]}`,
            ],
          ] as Line,
        ]),
  ];
}

const versionAdvice = {
  cog: '__version__ = "1.0.0" in the code is recognised.',
  package: "`version` in package.json is recognised.",
};

const next = (file: string): Line[] => [
  [
    [
      "dim",
      `Next: vextel publisher check ${file}; vextel publisher simulate; vextel publisher page --output TELEMETRY.md`,
    ],
  ],
];

function assertReadable(folder: string, { world }: CommandDeps): void {
  const names = world.outside.list(folder);
  if (names.kind === "found") return;
  const reason = names.kind === "closed" ? names.reason : "there is no such folder";
  throw new VextelError(
    "FILE_UNREADABLE",
    `The repository ${folder} cannot be read: ${reason}`,
    "Name the folder of your plugins' repository: vextel publisher init <folder>",
  );
}

const nothingFound = () =>
  new VextelError(
    "NOT_FOUND",
    "There is no plugin here: no folder with info.json and __init__.py (a cog for Red), and no package.json; nothing was written",
    "Run it in the repository of your plugins, or write a manifest by hand: man vextel-publisher",
  );
