import type { Cog } from "../../../owner/bot.ts";
import { cogsBehind } from "../../../owner/find.ts";
import { versionOf } from "../../../owner/red/cogs.ts";
import { createAttribution, type Owner } from "../../../publisher/attribute.ts";
import { isName, type Manifest } from "../../../publisher/manifest.ts";
import { defaultOwner } from "../../../publisher/registry.ts";
import type { Report } from "../../../report/report.ts";
import type { PluginOrigin } from "../../../seal/subject.ts";
import type { World } from "../../../world/world.ts";
import { findBot, type Named, pathsOf, placeOf } from "../bot.ts";

/** An error of a cog that its bot has installed and that no manifest claims. */
export interface CogError {
  /** It has no publisher, so consent cannot cover it, and no address. */
  readonly owner: Owner;
  readonly origin: PluginOrigin;
  /** Without source lines of others. */
  readonly report: Report;
}

/** Finds the installed cog to which an error belongs. */
export interface CogAttribution {
  ownerOf(report: Report): CogError | undefined;
}

/** The cogs of the named bot; otherwise of the bots whose folders contain the files, or of all bots of this account. */
export const installedCogs = (named: Named, world: World): readonly Cog[] =>
  named.bot === undefined
    ? cogsBehind(pathsOf(named.files), placeOf(world), world.outside)
    : findBot(named.bot, world).bot.cogs;

/** Finds the cog whose code is nearest to the crash. */
export function attributeToCogs(installed: readonly Cog[]): CogAttribution {
  const cogs = installed.filter((cog) => isName(nameOf(cog)));
  const attribution = createAttribution(toManifests(cogs), true);
  const byName = new Map(cogs.map((cog) => [`${cog.repository}/${cog.name}`, cog]));
  return {
    ownerOf(report) {
      const found = attribution.ownerOf(report);
      const cog = found && byName.get(`${found.publisher}/${found.plugin.name}`);
      if (!found || !cog) return undefined;
      return {
        owner: {
          publisher: defaultOwner.publisher,
          plugin: { ...found.plugin, name: `${cog.repository}.${cog.name}` },
        },
        origin: originOf(cog),
        report: attribution.withoutForeignSource(report, found),
      };
    },
  };
}

/** Several repositories may have cogs of the same name. */
const nameOf = ({ repository, name }: Cog) => `${repository}.${name}`;

/** Texts from files of others are cut to this length. */
const most = 200;

const originOf = ({ repository, address, author, commit }: Cog): PluginOrigin => ({
  repository,
  ...(address !== undefined && { address: address.slice(0, most) }),
  ...(author !== undefined && { author: author.slice(0, most) }),
  ...(commit !== undefined && { commit: commit.slice(0, most) }),
});

/** A repository groups cogs as a publisher groups plugins. */
function toManifests(cogs: readonly Cog[]): Manifest[] {
  return [...new Set(cogs.map(({ repository }) => repository))].map((repository) => ({
    publisher: repository,
    title: repository,
    plugins: cogs.filter((cog) => cog.repository === repository).map(toPlugin),
  }));
}

const toPlugin = (cog: Cog) => ({
  ...{ name: cog.name, version: versionOf(cog), dsn: "", paths: foldersOf(cog), loggers: [] },
});

/** The folder of the code, and its place below the data folder of any bot, since a log may come from a container. */
const foldersOf = ({ folder, name }: Cog) => [
  folder.replaceAll("\\", "/").replace(/^\/+|(?<!\/)\/+$/g, ""),
  `CogManager/cogs/${name}`,
];
