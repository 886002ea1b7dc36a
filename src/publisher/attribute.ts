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
  const ownerOfName = remember((logger) => longestClaim(owners, (plugin) => claimOnLogger(plugin, logger)));
  const ownerOfPath = remember((path) => {
    const segments = segmentsOf(path);
    return longestClaim(owners, (plugin) => claimOnPath(plugin, segments));
  });
  const ownerOfLogger = (logger: string | undefined) => (logger === undefined ? undefined : ownerOfName(logger));
  return {
    ownerOfLogger,
    ownerOf: (report) => ownerByFrames(ownerOfPath, report.error) ?? ownerOfLogger(report.logger),
  };
}

type FindOwner = (text: string) => Owner | undefined;

/** Names and paths of usual length that are remembered, so that no log can fill the memory. */
const mostKnown = 10_000;
const longestKnown = 300;

/** Most names and paths of a log come again and again. */
function remember(find: FindOwner): FindOwner {
  const known = new Map<string, Owner | undefined>();
  return (text) => {
    if (text.length > longestKnown) return find(text);
    if (known.has(text)) return known.get(text);
    if (known.size >= mostKnown) known.clear();
    const owner = find(text);
    known.set(text, owner);
    return owner;
  };
}

/** Whether a path, as a traceback prints it, lies in one of the plugin's own folders. */
export const isOwnPath = (plugin: Pick<PluginManifest, "paths">, path: string) =>
  claimOnPath(plugin, segmentsOf(path)) > 0;

function ownerByFrames(ownerOfPath: FindOwner, error: RaisedError): Owner | undefined {
  for (const frames of framesFromTheCrash(error))
    for (let index = frames.length - 1; index >= 0; index--) {
      const { path } = frames[index]!;
      const owner = path === undefined ? undefined : ownerOfPath(path);
      if (owner) return owner;
    }
  return undefined;
}

/** The stack of the error itself, with the place of what does not compile nearest to the crash, then of what it came from, then of its members; without recursion. */
function* framesFromTheCrash(error: RaisedError): Generator<RaisedError["frames"]> {
  const open: RaisedError[] = [error];
  const seen = new Set<RaisedError>();
  for (let index = 0; index < open.length; index++) {
    const next = open[index]!;
    if (seen.has(next)) continue;
    seen.add(next);
    yield next.place ? [...next.frames, next.place] : next.frames;
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
