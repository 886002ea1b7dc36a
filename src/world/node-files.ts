import { lstatSync, readdirSync, renameSync, unlinkSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { appendLine } from "./files/append.ts";
import { attempt } from "./files/attempt.ts";
import { whileBusy } from "./files/busy.ts";
import { readVersions } from "./files/changes/file-versions.ts";
import { readFolderState } from "./files/changes/folder-state.ts";
import { existing, isCode, unwritable, writing } from "./files/file-errors.ts";
import { isLocked, withLock } from "./files/lock/lock.ts";
import { checkFolders, makeFolders } from "./files/own-folders.ts";
import { readEach, readPlain } from "./files/read-plain.ts";
import { appendPlain, overwrite, replaceAll, syncFolder } from "./files/write-plain.ts";
import type { Files } from "./world.ts";

/**
 * The real files. Only what blocks on the disk itself (fsync) is asynchronous: everything else takes microseconds on
 * files as small as these, less than handing it to a thread, and a short command need not load Node's promises for it.
 *
 * @param roots - vextel's own folders: below them no symbolic link is followed, they themselves may be reached by one.
 */
export function createNodeFiles(roots: readonly string[]): Files {
  const check = (path: string) => checkFolders(roots, path);
  const files: Files = {
    async read(path) {
      check(path);
      return readPlain(path);
    },
    async list(folder) {
      check(join(folder, "x"));
      return existing(() => readdirSync(folder), folder)?.sort() ?? [];
    },
    async readMany(folder, names, parse) {
      check(join(folder, "x"));
      return readEach(`${folder}${sep}`, names, parse);
    },
    write: (path, bytes) => files.writeAll([[path, bytes]]),
    async writeAll(all) {
      for (const [path] of all) check(path);
      await replaceAll(all);
    },
    async append(path, text) {
      check(path);
      writing(() => makeFolders(dirname(path)), dirname(path));
      appendPlain(path, text);
    },
    move: (from, to) => files.moveAll([[from, to]]),
    async moveAll(all) {
      const changed = new Set<string>();
      for (const [from, to] of all) {
        check(from);
        check(to);
        writing(() => makeFolders(dirname(to)), dirname(to));
        if (writing(() => whileBusy(() => renameSync(from, to)), to) !== "absent") changed.add(dirname(to));
      }
      for (const folder of changed) await syncFolder(folder);
    },
    async writeSettings(path, content) {
      await files.makeFolder(dirname(path));
      await files.sweep(dirname(path));
      const { writeWithConf } = await loadSettings();
      try {
        whileBusy(() => writeWithConf(path, content));
      } catch (error) {
        const isFull = isCode(error, "ENOSPC", "EDQUOT");
        if (!isFull || !overwrite(path, `${JSON.stringify(content, null, 2)}\n`)) throw unwritable(path, error);
      }
    },
    async readSettings(path, schema) {
      if ((await files.read(path)) === undefined) return undefined;
      const { readWithConf } = await loadSettings();
      return readWithConf(path, schema);
    },
    async appendLine(path, render, options) {
      check(path);
      await files.makeFolder(dirname(path));
      writing(() => existing(() => appendLine(path, render, options), path), path);
    },
    async stateOf(folder) {
      check(join(folder, "x"));
      return readFolderState(folder, Date.now());
    },
    async versionsOf(folder, names) {
      check(join(folder, "x"));
      return readVersions(`${folder}${sep}`, names, Date.now());
    },
    async sweep(folder) {
      for (const name of await files.list(folder)) if (isTemporary(name)) sweepOne(join(folder, name));
    },
    async remove(path) {
      check(path);
      return writing(() => whileBusy(() => unlinkSync(path)), path) !== "absent";
    },
    async makeFolder(path) {
      check(join(path, "x"));
      writing(() => makeFolders(path), path);
    },
    async withLock(path, work, timeoutMs = 20_000, needsRoom = true) {
      await files.makeFolder(dirname(path));
      return withLock(path, work, timeoutMs, needsRoom);
    },
    isLocked: async (path) => isLocked(path),
  };
  return files;
}

/** Temporary files of vextel, of locks, and of conf. */
const isTemporary = (name: string) => name.endsWith(".tmp") || /\.json\.tmp-\d+/.test(name);

/** One that is a minute old belongs to no running process, since each exists for milliseconds. */
function sweepOne(path: string): void {
  const entry = attempt(() => lstatSync(path));
  if (entry?.isFile() && Date.now() - entry.mtimeMs > 60_000) attempt(() => unlinkSync(path));
}

/**
 * conf asks for the home folder as soon as it is loaded, but an account without an entry in the user database has none.
 */
async function loadSettings(): Promise<typeof import("./files/settings.ts")> {
  const { homedir } = process.getBuiltinModule("node:os");
  const hasHome = attempt(() => homedir()) !== undefined;
  if (!hasHome) process.env.HOME = "/";
  try {
    return await import("./files/settings.ts");
  } finally {
    if (!hasHome) delete process.env.HOME;
  }
}
