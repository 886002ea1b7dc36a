import { parseFramePath } from "../report/frame-path.ts";
import type { RaisedError, Report } from "../report/report.ts";
import { isGenericPath, isHostLogger, isLibraryFolder } from "./generic.ts";
import type { Manifest, PluginManifest } from "./manifest.ts";

/** A plugin and its publisher. */
export interface Owner {
  readonly publisher: string;
  readonly plugin: PluginManifest;
}

/** Finds the plugin to which an error, a log line or a frame belongs. */
export interface Attribution {
  /** The plugin whose frame is nearest to the crash, otherwise the one whose logger printed the error. */
  ownerOf(report: Report): Owner | undefined;
  ownerOfLogger(logger: string | undefined): Owner | undefined;
  /** Whether an error that this logger printed, with calls in these files, has no owner, whatever else it is. */
  isUnclaimed(logger: string | undefined, paths: Iterable<string>): boolean;
  /**
   * Whether parts of an error belong to different publishers: its exceptions, or, where a message may imitate calls,
   * any two of its calls.
   */
  isOfSeveral(report: Report): boolean;
  /** The report without the source lines of files that belong neither to the plugin nor to a library. */
  withoutForeignSource(report: Report, owner: Owner): Report;
}

/** Two publishers claim it equally. */
const disputed = "disputed";
type Verdict = Owner | typeof disputed | undefined;
type FindOwner = (text: string) => Verdict;

/**
 * The most specific claim wins, which is the longest. An error that two publishers claim equally belongs to neither.
 * Folders of libraries, generic folders and the host's loggers decide nothing.
 *
 * @param areOfThisMachine - Whether claims are whole paths of this machine. Those of an author's manifest are not: they
 * match no name of a user or an instance.
 */
export function createAttribution(manifests: readonly Manifest[], areOfThisMachine = false): Attribution {
  const owners = manifests.flatMap(({ publisher, plugins }) =>
    plugins.map((plugin) => ({ publisher, plugin: withoutGeneric(plugin) })),
  );
  const hasSeveral = new Set(owners.map(({ publisher }) => publisher)).size > 1;
  const ownerOfName = remember((logger) => mostSpecific(owners, (plugin) => claimOnLogger(plugin, logger)));
  const ownerOfPath = remember((path) => {
    const segments = areOfThisMachine ? `/${parseFramePath(path).text}/` : segmentsOf(path);
    return mostSpecific(owners, (plugin) => claimOnPath(plugin, segments));
  });
  const ownerOfLogger = (logger: string | undefined) =>
    logger === undefined ? undefined : undisputed(ownerOfName(logger));
  const ownerOf = (report: Report) => {
    if (owners.length === 0) return undefined;
    const byFrames = ownerByFrames(ownerOfPath, report.error);
    return byFrames === undefined ? ownerOfLogger(report.logger) : undisputed(byFrames);
  };
  const isForeign = (verdict: Verdict, { publisher }: Owner) =>
    verdict !== undefined && (verdict === disputed || verdict.publisher !== publisher);
  return {
    ownerOfLogger,
    ownerOf,
    isUnclaimed(logger, paths) {
      if (ownerOfLogger(logger) !== undefined) return false;
      for (const path of paths) if (ownerOfPath(path) !== undefined) return false;
      return true;
    },
    isOfSeveral: ({ platform, error }) =>
      hasSeveral &&
      new Set([...partsOf(platform, error)].flatMap((frames) => publisherOf(nearestOwner(ownerOfPath, frames)))).size >
        1,
    withoutForeignSource(report, owner) {
      if (owners.length === 0 && owner.plugin.paths.length === 0) return report;
      const isTheirs = (path: string) => {
        const verdict = ownerOfPath(path);
        if (verdict !== undefined || owner.plugin.paths.length === 0) return isForeign(verdict, owner);
        return !isInLibraries(segmentsOf(path)); // the owner's own code, or of unknown origin
      };
      return { ...report, error: withoutSource(report.error, isTheirs) };
    },
  };
}

const undisputed = (verdict: Verdict) => (verdict === disputed ? undefined : verdict);

/** A manifest of an older version may contain claims that are refused today. */
const withoutGeneric = (plugin: PluginManifest): PluginManifest => ({
  ...plugin,
  paths: plugin.paths.filter((path) => !isGenericPath(path)),
  loggers: plugin.loggers.filter((name) => !isHostLogger(name)),
});

/** Names and paths of usual length that are remembered, so that no log can fill the memory. */
const mostKnown = 10_000;
const longestKnown = 300;

/** Most names and paths of a log appear again and again. */
function remember(find: FindOwner): FindOwner {
  const known = new Map<string, Verdict>();
  return (text) => {
    if (text.length > longestKnown) return find(text);
    if (known.has(text)) return known.get(text);
    if (known.size >= mostKnown) known.clear();
    const owner = find(text);
    known.set(text, owner);
    return owner;
  };
}

/** Whether a path, as a traceback prints it, is in one of the plugin's own folders. */
export const isOwnPath = (plugin: Pick<PluginManifest, "paths">, path: string) =>
  claimOnPath(plugin, segmentsOf(path)) > 0;

function ownerByFrames(ownerOfPath: FindOwner, error: RaisedError): Verdict {
  for (const frames of framesFromTheCrash(error)) {
    const owner = nearestOwner(ownerOfPath, frames);
    if (owner) return owner;
  }
  return undefined;
}

function nearestOwner(ownerOfPath: FindOwner, frames: RaisedError["frames"]): Verdict {
  for (let index = frames.length - 1; index >= 0; index--) {
    const { path } = frames[index]!;
    const owner = path === undefined ? undefined : ownerOfPath(path);
    if (owner) return owner;
  }
  return undefined;
}

const publisherOf = (verdict: Verdict) =>
  verdict === undefined ? [] : verdict === disputed ? [""] : [verdict.publisher];

/** In Python's text the calls are before the message, in Node's after it. */
function* partsOf(platform: Report["platform"], error: RaisedError): Generator<RaisedError["frames"]> {
  for (const frames of framesFromTheCrash(error))
    if (platform === "python") yield frames;
    else for (const frame of frames) yield [frame];
}

/** The stack of each; the place of code that does not compile is nearest to the crash. */
function* framesFromTheCrash(error: RaisedError): Generator<RaisedError["frames"]> {
  for (const { frames, place } of errorsOf(error)) yield place ? [...frames, place] : frames;
}

/** The error itself, then its causes, then its members; without recursion. */
function* errorsOf(error: RaisedError): Generator<RaisedError> {
  const open = [error];
  const seen = new Set<RaisedError>();
  for (let index = 0; index < open.length; index++) {
    const next = open[index]!;
    if (seen.has(next)) continue;
    seen.add(next);
    yield next;
    if (next.cause) open.push(next.cause);
    if (next.context) open.push(next.context);
    for (const member of next.members ?? []) open.push(member);
  }
}

/** The same error without the source lines of others' files. Not recursive, since a chain may be long. */
function withoutSource(error: RaisedError, isTheirs: (path: string) => boolean): RaisedError {
  const clean = (frame: RaisedError["frames"][number]) => {
    if (frame.source === undefined || frame.path === undefined || !isTheirs(frame.path)) return frame;
    const { source: _, ...rest } = frame;
    return rest;
  };
  const made = new Map<RaisedError, RaisedError>();
  for (const one of [...errorsOf(error)].reverse()) {
    const { cause, context, members, place } = one; // they follow it, so they exist already
    made.set(one, {
      ...{ ...one, frames: one.frames.map(clean) },
      ...(place && { place: clean(place) }),
      ...(cause && { cause: made.get(cause)! }),
      ...(context && { context: made.get(context)! }),
      ...(members && { members: members.map((member) => made.get(member)!) }),
    });
  }
  return made.get(error)!;
}

function mostSpecific(owners: readonly Owner[], claim: (plugin: PluginManifest) => number): Verdict {
  let best: Verdict;
  let longest = 0;
  for (const owner of owners) {
    const length = claim(owner.plugin);
    if (length === longest && length > 0 && best !== disputed && best?.publisher !== owner.publisher) best = disputed;
    if (length > longest) [best, longest] = [owner, length];
  }
  return best;
}

/** Whole segments, as the manifest's paths are anywhere in the path, but before a library's folder. */
function claimOnPath({ paths }: Pick<PluginManifest, "paths">, segments: string): number {
  let longest = 0;
  for (const own of paths)
    if (own.length > longest && segments.includes(`/${own}/`) && !isInLibrary(segments, own)) longest = own.length;
  return longest;
}

/** Whether the path leads into a library's folder that the claim does not name itself (`node_modules/@vex/status`). */
function isInLibrary(segments: string, own: string): boolean {
  const at = segments.indexOf(`/${own}/`);
  if (isInLibraries(segments.slice(at + own.length + 1))) return true;
  return isInLibraries(segments.slice(0, at)) && !isInLibraries(own);
}

const isInLibraries = (path: string) => path.split("/").some(isLibraryFolder);

/** A path with forward slashes, between slashes, without the names of a user and of an instance. */
const segmentsOf = (path: string): string => `/${parseFramePath(path).anonymous}/`;

/** Whether a claimed path is inside another: the other matches every file that it matches. */
export const isPathWithin = (path: string, above: string): boolean => `/${path}/`.includes(`/${above}/`);

function claimOnLogger({ loggers }: PluginManifest, logger: string): number {
  const claims = loggers.filter((own) => logger === own || logger.startsWith(`${own}.`));
  return Math.max(0, ...claims.map((own) => own.length));
}
