import { parseFramePath } from "../../report/frame-path.ts";
import type { Platform } from "../../report/report.ts";
import { nodeLibraryPart } from "./node-library.ts";
import { pythonLibraryPart } from "./python-library.ts";

/** A file's name, which is the same on every machine, and whether it belongs to the plugin. */
export interface Place {
  readonly filename: string;
  /** The path, unless the name already contains everything that may be known. */
  readonly absPath?: string;
  readonly isOwn: boolean;
  /** Whether the name begins at the folder of a plugin or of libraries, so that it names a module. */
  readonly isRelative: boolean;
}

/**
 * Whether a path, as a traceback prints it, is a file of the plugin: not of a library, and in the plugin's folders if
 * it names any.
 */
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
  const { text, shown, anonymous } = parseFramePath(printed);
  const libraryPart = platform === "python" ? pythonLibraryPart : nodeLibraryPart;
  const own = ownPart(anonymous, ownPaths);
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
 * Sentry treats a name without `/`, a drive or `app:` at the beginning as a built-in module of Node: such a frame is
 * never in app, and gets no source map.
 */
const appUrl = (filename: string) => `app:///${filename}`;

/** The name of the file within the plugin: from the last segment of the plugin's own path on. */
function ownPart(path: string, ownPaths: readonly string[]): string | undefined {
  const segments = `/${path}/`;
  for (const own of ownPaths) {
    const at = segments.lastIndexOf(`/${own}/`);
    if (at >= 0) return segments.slice(at + 1 + own.lastIndexOf("/") + 1, -1);
  }
  return undefined;
}

/** Red's name of a cog's file, wherever the instance is. */
const cogPart = (shown: string) => /^cogs\/CogManager\/cogs\/(.+)/s.exec(shown)?.[1];
