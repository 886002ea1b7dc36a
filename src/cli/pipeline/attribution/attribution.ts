import { createAttribution, type Owner } from "../../../publisher/attribute.ts";
import type { Manifest } from "../../../publisher/manifest.ts";
import { defaultOwner } from "../../../publisher/registry.ts";
import type { Report } from "../../../report/report.ts";
import type { PluginOrigin } from "../../../seal/subject.ts";
import type { World } from "../../../world/world.ts";
import type { Named } from "../bot.ts";
import { chooseFallback, type FallbackFlags } from "../fallback.ts";
import { attributeToCogs, installedCogs } from "./cogs.ts";

/** An error, with its publisher and plugin. */
export interface OwnedError {
  readonly owner: Owner;
  /** The origin of the code, for a cog that its bot has installed. */
  readonly origin?: PluginOrigin;
  /** The report without source lines and messages of other plugins. */
  readonly report: Report;
}

/** Attributes the errors and lines of a text. */
export interface Owners {
  /** @returns `undefined` for an error that belongs to no registered plugin and is not kept. */
  own(report: Report): OwnedError | undefined;
  /**
   * Its plugin before its publisher was registered, if the text was captured then; `undefined` if that did not change.
   */
  formerOwner(report: Report, owner: Owner): Owner | undefined;
  /** The plugin to whose breadcrumbs a logger's lines belong, as `publisher/plugin`. */
  breadcrumbsOf(logger: string | undefined): string | undefined;
  /** The plugin whose breadcrumbs an error may include. */
  breadcrumbsFor(report: Report): string | undefined;
  /** Whether `own` of an error with this logger and these files certainly gives none. */
  isOthers(logger: string | undefined, paths: Iterable<string>): boolean;
  /** As in `CaptureOptions`. */
  readonly hasChat: boolean;
  /** As in `CaptureOptions`. */
  readonly loggerWords: () => readonly string[] | undefined;
}

/** Attributes by manifests, then by installed cogs, then by the command line. */
export function createOwners(flags: FallbackFlags & Named, manifests: readonly Manifest[], world: World): Owners {
  const attribution = createAttribution(manifests);
  const fallback = chooseFallback(flags, manifests);
  const takesUnclaimed = flags.any || manifests.length === 0;
  const words = wordsOfLoggers(manifests);
  const cogs = once(() => attributeToCogs(installedCogs(flags, world)));
  const nobodys = chooseFallback({}, [])!;
  const nameOf = (owner: Owner | undefined) => owner && `${owner.publisher}/${owner.plugin.name}`;
  /**
   * A line of a logger that is neither the plugin's nor the framework's may contain what does not concern the author.
   */
  const withoutOthers = (report: Report, { publisher, plugin }: Owner): Report => {
    const { logger, message: _, ...rest } = report;
    if (manifests.length === 0 || logger === undefined || isOfFramework(logger)) return report;
    const speaker = attribution.ownerOfLogger(logger) ?? fallback;
    return speaker?.publisher === publisher && speaker.plugin.name === plugin.name ? report : rest;
  };
  /** A text in the message of another publisher's error may name any file. */
  const isOfOthersLogger = (report: Report) => {
    const [speaker, owner] = [attribution.ownerOfLogger(report.logger), attribution.ownerOf(report)];
    return speaker !== undefined && owner !== undefined && speaker.publisher !== owner.publisher;
  };
  const doubtOf = (report: Report) =>
    report.uncertain ??
    (attribution.isOfSeveral(report) ? ofSeveral : isOfOthersLogger(report) ? ofOthersLogger : undefined);
  const withDoubt = (report: Report): Report => {
    const uncertain = doubtOf(report);
    return uncertain === undefined ? report : { ...report, uncertain };
  };
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
    formerOwner: (report, { publisher }) =>
      publisher === defaultOwner.publisher ? undefined : (cogs().ownerOf(report)?.owner ?? nobodys),
    breadcrumbsOf: (logger) => nameOf(attribution.ownerOfLogger(logger) ?? fallback),
    breadcrumbsFor: (report) => nameOf(attribution.ownerOf(report) ?? fallback),
    isOthers: (logger, paths) => !fallback && !takesUnclaimed && attribution.isUnclaimed(logger, paths),
    hasChat: flags.chat ?? true,
    loggerWords: () => words,
  };
}

const ofSeveral = "its parts belong to plugins of different publishers";

const ofOthersLogger = "it is in a log line of another publisher's plugin";

/** Loggers with which frameworks report errors of plugins. */
const isOfFramework = (logger: string) =>
  /^(?:root|__main__|red|red\.main|asyncio|(?:discord|disnake|nextcord|hikari|py-cord)(?:\..*)?)$/.test(logger);

/** A name that JSON may escape cannot be searched for in the text. */
function wordsOfLoggers(manifests: readonly Manifest[]): readonly string[] | undefined {
  const names = manifests.flatMap(({ plugins }) => plugins.flatMap(({ loggers }) => loggers));
  return names.every((name) => /^[\w.$-]+$/.test(name)) ? names : undefined;
}

/** Found when it is first needed. */
function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}
