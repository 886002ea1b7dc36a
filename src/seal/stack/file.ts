import type { Platform } from "../../report/report.ts";
import { Recent } from "../../scrub/text/recent.ts";
import { locate, type Place } from "./in-app.ts";
import { moduleOf } from "./module.ts";

/** The file of a frame, and its module. */
export interface File extends Place {
  readonly module?: string;
}

type KnownFiles = WeakMap<readonly string[], Recent<string, File>>;

/** By the own paths of a subject: most frames of a log are of the same files. */
const known: ReadonlyMap<Platform, KnownFiles> = new Map([
  ["python", new WeakMap()],
  ["node", new WeakMap()],
]);

/** How many files are remembered for each subject; longer paths are not. */
const filesKept = 256;
const longestKept = 256;

/**
 * What is known of a file from its path.
 *
 * @param ownPaths - As in `Subject`.
 */
export function fileOf(path: string, platform: Platform, ownPaths: readonly string[]): File {
  const ofPlatform = known.get(platform); // callers may pass any
  if (ofPlatform === undefined || path.length > longestKept) return readFile(path, platform, ownPaths);
  const files = ofPlatform.get(ownPaths) ?? new Recent<string, File>(filesKept);
  if (!ofPlatform.has(ownPaths)) ofPlatform.set(ownPaths, files);
  const found = files.get(path);
  if (found) return found;
  const own = copyOf(path);
  const file = readFile(own === path ? own : path, platform, ownPaths);
  if (own === path) files.set(own, file);
  return file;
}

function readFile(path: string, platform: Platform, ownPaths: readonly string[]): File {
  const place = locate(path, platform, ownPaths);
  const module = place.isRelative ? moduleOf(place.filename, platform) : undefined;
  return { ...place, ...(module !== undefined && { module }) };
}

/** The same text, unless it has wider characters, which does not keep the line in memory that it was a part of. */
const copyOf = (text: string) => Buffer.from(text, "latin1").toString("latin1");
