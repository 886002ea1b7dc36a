import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { renderVersion } from "../files/changes/file-versions.ts";
import { largerThan, type Outside, type OutsideFiles } from "./outside.ts";

/** The owner's real files. */
export const outsideFiles: OutsideFiles = {
  readText: (path, maxBytes) =>
    look(() => {
      const found = statSync(path);
      if (!found.isFile()) return { kind: "closed", reason: "it is not a file" };
      if (found.size > maxBytes) return { kind: "closed", reason: largerThan(maxBytes) };
      return { kind: "found", value: readFileSync(path, "utf8") };
    }),
  list: (folder) => look(() => ({ kind: "found", value: readdirSync(folder).sort() })),
  realPath: (path) => look(() => ({ kind: "found", value: realpathSync(path) })),
  modifiedMs: (path) =>
    look(() => {
      const found = statSync(path, { throwIfNoEntry: false }); // called often, usually for missing files
      return found ? { kind: "found", value: found.mtimeMs } : { kind: "absent" };
    }),
  versionOf: (path) => look(() => ({ kind: "found", value: renderVersion(statSync(path), Date.now()) })),
};

function look<T>(work: () => Outside<T>): Outside<T> {
  try {
    return work();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "absent" };
    const meaning: Record<string, string> = {
      EACCES: "its permissions do not allow you to read it",
      EPERM: "its permissions do not allow you to read it",
      EISDIR: "it is a folder",
      ELOOP: "its symbolic links form a loop",
    };
    return { kind: "closed", reason: meaning[code] ?? `it cannot be read (${code})` };
  }
}
