/** The path of a frame's file, spelled in the same way for every system. */
export interface FramePath {
  /** With forward slashes; without `file://` and its escapes, and without the query that loaders put after a name. */
  readonly text: string;
  /** The same without the part that identifies the machine's owner: the folder of a Red instance. */
  readonly shown: string;
  /** The same without the name of a home folder as well, so that no user and no instance is taken for a plugin. */
  readonly anonymous: string;
}

const fileUrl = /^file:\/\/(?:\/(?=[A-Za-z]:[\\/])|(?=\/)|(?=[^/]))/;
const query = /(?<=\.[cm]?[jt]sx?)[?#].*/s;
/** Below an instance's own folder, whose name identifies the bot. */
const insideInstance = /^.*\/(?=cogs\/(?:CogManager|Downloader|RepoManager)\/)/;
const home = /^(?:[A-Za-z]:\/Users|(?:\/var|\/usr)?\/home|\/Users)\/[^/]+(?=\/)/i;

/** Reads a path as a traceback prints it. */
export function parseFramePath(printed: string): FramePath {
  const plain = (printed.startsWith("file:") ? fromUrl(printed) : printed).replace(query, "");
  const text = plain.includes("\\") ? plain.replaceAll("\\", "/") : plain;
  const shown = text.includes("/cogs/") ? text.replace(insideInstance, "") : text;
  return { text, shown, anonymous: shown === text ? text.replace(home, "") : shown };
}

/** Escaped slashes and signs that end a path stay escaped. A host is that of a Windows share. */
function fromUrl(url: string): string {
  const path = url.replace(fileUrl, /^file:\/\/[^/]/.test(url) ? "//" : "");
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
