import { basename } from "node:path";

/** Which files of a folder belong to one log, and the order in which they were written. */
export interface LogFamily {
  /** Whether a file of this name belongs to it. */
  has(name: string): boolean;
  /**
   * The rank of a file among those that are numbered in order (Red-DiscordBot's `latest.log`, `latest-part2.log` … and
   * `previous…` after a restart), the oldest lowest; `undefined` for any other.
   */
  rankOf(name: string): number | undefined;
}

/** Ranks from here on belong to the log itself; lower ones to the log from before a restart. */
export const ownPartsFrom = 1e9;

/**
 * A log and its rotated files: `red.log.1`, `red.log-20260101`, `red.2026-01-01_10-00-00_000000.log` as loguru names
 * them, `red__2026-01-01_00-00-00.log` as pm2 does, or Red's parts.
 *
 * @param path - The log's own name; the file need not exist.
 */
export function familyOf(path: string): LogFamily {
  const own = basename(path);
  const stem = own.endsWith(".log") ? own.slice(0, -".log".length) : undefined;
  const rankOf = (name: string): number | undefined => {
    if (stem === undefined) return undefined;
    const rank = partOf(name, stem);
    if (rank !== undefined) return ownPartsFrom + rank;
    return stem === "latest" ? partOf(name, "previous") : undefined;
  };
  return {
    has: (name) =>
      rankOf(name) !== undefined ||
      (name.startsWith(own) && !/\.(gz|xz|zst|bz2)$/.test(name)) ||
      (stem !== undefined && name.startsWith(stem) && dated.test(name.slice(stem.length))),
    rankOf,
  };
}

/** A date between the stem and the extension; a shorter number may belong to another log, such as a shard's. */
const dated = /^[-_.]{1,2}(?:\d[-_.T]?){8,}\.log$/;

/**
 * The log that a file is a part of: `latest.log` for `latest-part3.log` and `previous.log`; otherwise the file itself.
 */
export const logOf = (path: string): string =>
  path.replace(/-part\d{1,6}(?=\.log$)/, "").replace(/(?<=^|[\\/])previous(?=\.log$)/, "latest");

/** 0 for the log's own name. */
function partOf(name: string, stem: string): number | undefined {
  if (!name.startsWith(stem)) return undefined;
  const part = /^(?:-part(\d{1,6}))?\.log$/.exec(name.slice(stem.length));
  return part ? Number(part[1] ?? 0) : undefined;
}
