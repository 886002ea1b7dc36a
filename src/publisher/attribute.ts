import type { RaisedError, Report } from "../report/report.ts";
import type { Manifest, PluginManifest } from "./manifest.ts";

/** A plugin and whose it is. */
export interface Owner {
  readonly publisher: string;
  readonly plugin: PluginManifest;
}

/** Which plugin an error, a log line or a frame belongs to. */
export interface Attribution {
  /** The plugin whose frame is nearest to the crash; else the one whose logger printed the error. */
  ownerOf(report: Report): Owner | undefined;
  ownerOfLogger(logger: string | undefined): Owner | undefined;
}

/** Earlier manifests win where two claim the same; within one, the longer claim. */
export function createAttribution(manifests: readonly Manifest[]): Attribution {
  const owners = manifests.flatMap(({ publisher, plugins }) => plugins.map((plugin) => ({ publisher, plugin })));
  const loggerCache = new Map<string, Owner | undefined>();
  const ownerOfLogger = (logger: string | undefined) => {
    if (logger === undefined) return undefined;
    if (!loggerCache.has(logger)) {
      if (loggerCache.size > 10_000) loggerCache.clear(); // a log may hold any number of names
      loggerCache.set(
        logger,
        longestClaim(owners, (plugin) => claimOnLogger(plugin, logger)),
      );
    }
    return loggerCache.get(logger);
  };
  return {
    ownerOfLogger,
    ownerOf: (report) => ownerByFrames(owners, report.error) ?? ownerOfLogger(report.logger),
  };
}

/** Whether a path, as a traceback prints it, lies in one of the plugin's own folders. */
export const isOwnPath = (plugin: Pick<PluginManifest, "paths">, path: string) =>
  claimOnPath(plugin, segmentsOf(path)) > 0;

function ownerByFrames(owners: readonly Owner[], error: RaisedError): Owner | undefined {
  for (const frames of framesFromTheCrash(error))
    for (let index = frames.length - 1; index >= 0; index--) {
      const { path } = frames[index]!;
      if (path === undefined) continue;
      const segments = segmentsOf(path);
      const owner = longestClaim(owners, (plugin) => claimOnPath(plugin, segments));
      if (owner) return owner;
    }
  return undefined;
}

/** The stack of the error itself, then of what it came from, then of its members; without recursion. */
function* framesFromTheCrash(error: RaisedError): Generator<RaisedError["frames"]> {
  const open: RaisedError[] = [error];
  const seen = new Set<RaisedError>();
  for (let index = 0; index < open.length; index++) {
    const next = open[index]!;
    if (seen.has(next)) continue;
    seen.add(next);
    yield next.frames;
    if (next.cause) open.push(next.cause);
    if (next.context) open.push(next.context);
    for (const member of next.members ?? []) open.push(member);
  }
}

function longestClaim(owners: readonly Owner[], claim: (plugin: PluginManifest) => number): Owner | undefined {
  let best: Owner | undefined;
  let longest = 0;
  for (const owner of owners) {
    const length = claim(owner.plugin);
    if (length > longest) [best, longest] = [owner, length];
  }
  return best;
}

/** Whole segments, as the manifest's paths stand anywhere in the path. */
function claimOnPath({ paths }: Pick<PluginManifest, "paths">, segments: string): number {
  let longest = 0;
  for (const own of paths) if (own.length > longest && segments.includes(`/${own}/`)) longest = own.length;
  return longest;
}

/** A path with either slash, between slashes. */
const segmentsOf = (path: string): string => `/${path.replaceAll("\\", "/")}/`;

function claimOnLogger({ loggers }: PluginManifest, logger: string): number {
  const claims = loggers.filter((own) => logger === own || logger.startsWith(`${own}.`));
  return Math.max(0, ...claims.map((own) => own.length));
}
