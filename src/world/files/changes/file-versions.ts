import { lstatSync, type Stats } from "node:fs";
import { wouldShow } from "./time-resolution.ts";

/**
 * See `Files.versionsOf`. A file that is replaced has another inode or another time of change, and one that is written
 * to has another time of change, which no program can set.
 *
 * @param prefix - The text before each name: the folder and a separator.
 */
export function readVersions(prefix: string, names: readonly string[], nowMs: number): (string | undefined)[] {
  return names.map((name) => {
    const found = lstat(prefix + name);
    return found?.isFile() ? renderVersion(found, nowMs) : undefined;
  });
}

/** `undefined` while the file is so new that its next change might not be visible. */
export const renderVersion = ({ ino, size, ctimeMs }: Stats, nowMs: number): string | undefined =>
  wouldShow(ctimeMs, nowMs) ? `${ino} ${size} ${ctimeMs}` : undefined;

function lstat(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // reading it reports why
  }
}
