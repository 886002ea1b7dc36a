import { accessSync, constants, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, posix, resolve, win32 } from "node:path";
import { attempt } from "../files/attempt.ts";

/**
 * The files that match a name with `*` and `?` now, sorted; a name without them is returned as it is, whether the file
 * exists or not. A star never matches a slash or a leading dot.
 */
export async function expandPattern(pattern: string): Promise<string[]> {
  const [root, segments] = splitPath(resolve(pattern));
  if (!segments.some(isPattern)) return [resolve(pattern)];
  let folders = [root];
  for (const segment of segments) {
    const next = await Promise.all(folders.map((folder) => matching(folder, segment)));
    folders = next.flat();
  }
  return folders.sort();
}

/**
 * The root of an absolute path (a drive, a share or `\\\\?\\` on Windows), and the names below it. Pure except for its
 * default.
 */
export function splitPath(path: string, platform: NodeJS.Platform = process.platform): [root: string, names: string[]] {
  const isWindows = platform === "win32";
  const { root } = (isWindows ? win32 : posix).parse(path);
  return [
    root,
    path
      .slice(root.length)
      .split(isWindows ? /[\\/]/ : "/")
      .filter(Boolean),
  ];
}

const isPattern = (segment: string) => /[*?]/.test(segment);

async function matching(folder: string, segment: string): Promise<string[]> {
  if (!isPattern(segment)) return [join(folder, segment)];
  const rule = ruleOf(segment);
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => rule.test(name) && !name.startsWith(".")).map((name) => join(folder, name));
}

/** Whether a name matches a segment; on Windows without regard to case, as in the system itself. */
export function ruleOf(segment: string, platform: NodeJS.Platform = process.platform): RegExp {
  const text = segment
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^/]*")
    .replaceAll("?", "[^/]");
  return new RegExp(`^${text}$`, platform === "win32" ? "i" : "");
}

/** Names of logs beside this one that were written to later; epoch milliseconds. */
export const logsWrittenSince = async (path: string, sinceMs: number): Promise<string[]> =>
  (await expandPattern(join(dirname(path), "*.log"))).filter(
    (other) => other !== path && (attempt(() => statSync(other).mtimeMs) ?? 0) > sinceMs,
  );

/** Whether the path is a folder. */
export const isFolder = (path: string): boolean => attempt(() => statSync(path).isDirectory()) ?? false;

/** Whether something is there that is neither a file nor a folder: a pipe or a device, which may have no end. */
export const isDevice = (path: string): boolean => {
  const found = attempt(() => statSync(path));
  return found !== undefined && !found.isFile() && !found.isDirectory();
};

/** Whether this account may list a folder and open files in it. */
export const isOpenFolder = (path: string): boolean =>
  attempt(() => accessSync(path, constants.R_OK | constants.X_OK) ?? true) ?? false;

/** Whether the path exists. */
export const isThere = (path: string): boolean => attempt(() => statSync(path)) !== undefined;
