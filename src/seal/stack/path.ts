/** The path of a frame's file, spelled in the same way for every system. */
export interface FramePath {
  /** With forward slashes; without `file://` and without the query that loaders put after a module's name. */
  readonly text: string;
  /** The same without the part that identifies the machine's owner: the folder of a Red instance. */
  readonly shown: string;
}

const scheme = /^file:\/\/(?:\/(?=[A-Za-z]:[\\/])|(?=\/))/;
const query = /(?<=\.[cm]?[jt]sx?)[?#].*$/;
/** Below an instance's own folder, whose name identifies the bot. */
const insideInstance = /^.*\/(?=cogs\/(?:CogManager|Downloader|RepoManager)\/)/;

/** Reads a path as a traceback prints it. */
export function parseFramePath(printed: string): FramePath {
  const plain = printed.replace(scheme, "").replace(query, "");
  const text = plain.includes("\\") ? plain.replaceAll("\\", "/") : plain;
  return { text, shown: text.includes("/cogs/") ? text.replace(insideInstance, "") : text };
}
