import type { Platform } from "../../report/report.ts";
import { nodeLibraryPart } from "./node-library.ts";
import { parseFramePath } from "./path.ts";
import { pythonLibraryPart } from "./python-library.ts";

/** What a path says about a file: its name, which is the same everywhere, and to whom it belongs. */
export interface Place {
  readonly filename: string;
  /** The path, unless the name already says everything that may be known. */
  readonly absPath?: string;
  readonly isOwn: boolean;
  /** Whether the name begins at the folder of a plugin or of libraries, so that it names a module. */
  readonly isRelative: boolean;
}

/** Whether a path, as a traceback prints it, is a file of the plugin: no library's, and in its folders if it names any. */
export const isOwnFile = (path: string, platform: Platform, ownPaths: readonly string[]) =>
  locate(path, platform, ownPaths).isOwn;

/** Longer texts are not paths. */
const longestPath = 4096;

/**
 * The name of a file, wherever it is, and whether it is in app: the plugin's, not a library's.
 *
 * @param ownPaths - As in `Subject`.
 */
export function locate(printed: string, platform: Platform, ownPaths: readonly string[]): Place {
  if (printed.length > longestPath) return { filename: printed, isOwn: false, isRelative: false };
  const { text, shown } = parseFramePath(printed);
  const libraryPart = platform === "python" ? pythonLibraryPart : nodeLibraryPart;
  const own = ownPart(text, ownPaths);
  // a plugin may be installed as a library, and bring some of its own
  if (own !== undefined && libraryPart(`/${own}`) === undefined)
    return { filename: own, ...(platform === "node" && { absPath: appUrl(own) }), isOwn: true, isRelative: true };
  const library = libraryPart(text);
  const filename = library ?? cogPart(shown) ?? shown;
  const isOwn = ownPaths.length === 0 && library === undefined;
  const isRelative = library === undefined ? filename !== shown : library !== text;
  const isAsPrinted = platform === "python" && shown === text && !printed.includes("\\");
  const absPath = isAsPrinted ? printed : shown;
  return { filename, ...(absPath !== filename && { absPath }), isOwn, isRelative };
}

/**
 * Sentry takes whatever begins with neither `/`, a drive nor `app:` for a module of Node's own: such a frame is never in
 * app, and no source map is looked up for it.
 */
const appUrl = (filename: string) => `app:///${filename}`;

/** From the last segment of the plugin's own path on: what its package calls the file. */
function ownPart(path: string, ownPaths: readonly string[]): string | undefined {
  const segments = `/${path}/`;
  for (const own of ownPaths) {
    const at = segments.lastIndexOf(`/${own}/`);
    if (at >= 0) return segments.slice(at + 1 + own.lastIndexOf("/") + 1, -1);
  }
  return undefined;
}

/** Red's name of a cog's file, wherever the instance is. */
const cogPart = (shown: string) => /^cogs\/CogManager\/cogs\/(.+)$/.exec(shown)?.[1];
