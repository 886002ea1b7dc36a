import { createAttribution, type Owner } from "../../../publisher/attribute.ts";
import type { Manifest } from "../../../publisher/manifest.ts";
import type { Report } from "../../../report/report.ts";
import type { PluginOrigin } from "../../../seal/subject.ts";
import type { World } from "../../../world/world.ts";
import type { Named } from "../bot.ts";
import { chooseFallback, type FallbackFlags } from "../fallback.ts";
import { attributeToCogs, installedCogs } from "./cogs.ts";

/** An error and whose it is. */
export interface OwnedError {
  readonly owner: Owner;
  /** Where the code comes from, of a cog that its bot has installed. */
  readonly origin?: PluginOrigin;
  /** Without what is none of the owner's business: source lines and messages of others. */
  readonly report: Report;
}

/** Whose the errors and the lines of a text are. */
export interface Owners {
  /** @returns `undefined` for what belongs to no registered plugin and is to be left alone. */
  own(report: Report): OwnedError | undefined;
  /** The plugin whose breadcrumbs a logger's lines are, as `publisher/plugin`. */
  breadcrumbsOf(logger: string | undefined): string | undefined;
  /** The plugin whose breadcrumbs an error gets. */
  breadcrumbsFor(report: Report): string | undefined;
  /** As in `CaptureOptions`. */
  readonly loggerWords: () => readonly string[] | undefined;
}

/** By manifests, then by the cogs that are installed, then by what the command line says. */
export function createOwners(flags: FallbackFlags & Named, manifests: readonly Manifest[], world: World): Owners {
  const attribution = createAttribution(manifests);
  const fallback = chooseFallback(flags, manifests);
  const takesUnclaimed = flags.any || manifests.length === 0;
  const words = wordsOfLoggers(manifests);
  const cogs = once(() => attributeToCogs(installedCogs(flags, world)));
  const nameOf = (owner: Owner | undefined) => owner && `${owner.publisher}/${owner.plugin.name}`;
  /** A line of a logger that is neither the plugin's nor the framework's may hold what is none of the author's business. */
  const withoutOthers = (report: Report, { publisher, plugin }: Owner): Report => {
    const { logger, message: _, ...rest } = report;
    if (manifests.length === 0 || logger === undefined || isOfFramework(logger)) return report;
    const speaker = attribution.ownerOfLogger(logger) ?? fallback;
    return speaker?.publisher === publisher && speaker.plugin.name === plugin.name ? report : rest;
  };
  const withDoubt = (report: Report): Report =>
    report.uncertain === undefined && attribution.isOfSeveral(report) ? { ...report, uncertain: ofSeveral } : report;
  return {
    own(found) {
      const report = withDoubt(found);
      const claimed = attribution.ownerOf(report);
      const cog = claimed || !takesUnclaimed ? undefined : cogs().ownerOf(report);
      const owner = claimed ?? cog?.owner ?? fallback;
      if (!owner) return undefined;
      const own = cog?.report ?? attribution.withoutForeignSource(report, owner);
      return { owner, ...(cog && { origin: cog.origin }), report: withoutOthers(own, owner) };
    },
    breadcrumbsOf: (logger) => nameOf(attribution.ownerOfLogger(logger) ?? fallback),
    breadcrumbsFor: (report) => nameOf(attribution.ownerOf(report) ?? fallback),
    loggerWords: () => words,
  };
}

const ofSeveral = "its parts belong to plugins of different publishers";

/** Loggers through which frameworks tell of the errors of plugins. */
const isOfFramework = (logger: string) =>
  /^(?:root|__main__|red|red\.main|asyncio|(?:discord|disnake|nextcord|hikari|py-cord)(?:\..*)?)$/.test(logger);

/** A name that JSON may write in another way cannot be looked for. */
function wordsOfLoggers(manifests: readonly Manifest[]): readonly string[] | undefined {
  const names = manifests.flatMap(({ plugins }) => plugins.flatMap(({ loggers }) => loggers));
  return names.every((name) => /^[\w.$-]+$/.test(name)) ? names : undefined;
}

/** Looked up when it is needed for the first time. */
function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}
