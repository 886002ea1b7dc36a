import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { attempt } from "./attempt.ts";

/**
 * The files that a name with `*` and `?` stands for right now, sorted; a name without them stands for itself, whether
 * the file exists or not. A star never crosses a slash, nor matches a leading dot.
 */
export async function expandPattern(pattern: string): Promise<string[]> {
  if (!/[*?]/.test(pattern)) return [resolve(pattern)];
  let folders = ["/"];
  for (const segment of resolve(pattern).split("/").filter(Boolean)) {
    const next = await Promise.all(folders.map((folder) => matching(folder, segment)));
    folders = next.flat();
  }
  return folders.sort();
}

async function matching(folder: string, segment: string): Promise<string[]> {
  if (!/[*?]/.test(segment)) return [join(folder, segment)];
  const rule = new RegExp(
    `^${segment
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*+/g, "[^/]*")
      .replaceAll("?", "[^/]")}$`,
  );
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => rule.test(name) && !name.startsWith(".")).map((name) => join(folder, name));
}

/** Names of logs beside this one that were written to later; epoch milliseconds. */
export const logsWrittenSince = async (path: string, sinceMs: number): Promise<string[]> =>
  (await expandPattern(join(dirname(path), "*.log"))).filter(
    (other) => other !== path && (attempt(() => statSync(other).mtimeMs) ?? 0) > sinceMs,
  );

/** Whether a name stands for a folder. */
export const isFolder = (path: string): boolean => attempt(() => statSync(path).isDirectory()) ?? false;

/** Whether a name stands for anything. */
export const isThere = (path: string): boolean => attempt(() => statSync(path)) !== undefined;
