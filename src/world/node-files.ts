import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { VextelError } from "../errors.ts";
import { appendLine } from "./append.ts";
import { attempt } from "./attempt.ts";
import { whileBusy } from "./busy.ts";
import { isLocked, randomWord, withLock } from "./lock.ts";
import { refuseForeign, refuseForOthers } from "./trust.ts";
import type { Files } from "./world.ts";

/**
 * The real files. Only what blocks on the disk itself (fsync) is asynchronous: all else takes microseconds on files as
 * small as these, less than handing it to a thread, and a short command need not load Node's promises for it.
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
      return names.map((name) => parse(readIfPlain(`${folder}${sep}${name}`)));
    },
    async write(path, bytes) {
      check(path);
      await replace(path, bytes);
    },
    async append(path, text) {
      check(path);
      writing(() => makeFolders(dirname(path)), dirname(path));
      appendPlain(path, text);
    },
    async move(from, to) {
      check(from);
      check(to);
      writing(() => makeFolders(dirname(to)), dirname(to));
      if (writing(() => whileBusy(() => renameSync(from, to)), to) !== "absent") await syncFolder(dirname(to));
    },
    async writeSettings(path, content) {
      await files.makeFolder(dirname(path));
      await files.sweep(dirname(path));
      const { writeWithConf } = await loadSettings();
      try {
        writeWithConf(path, content);
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

const isCode = (error: unknown, ...codes: string[]) => codes.includes((error as NodeJS.ErrnoException).code ?? "");
const why = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "unknown error";

function untrusted(path: string, what: string): VextelError {
  return new VextelError(
    "STATE_UNTRUSTED",
    `${path} is ${what}`,
    `Look at it and move it away: mv ${path} ${path}.old`,
  );
}

const unreadable = (path: string, cause: unknown) =>
  new VextelError("STATE_UNTRUSTED", `Cannot read ${path} (${why(cause)})`, "Check its permissions and its owner.", {
    cause,
  });

const unwritable = (path: string, cause: unknown) =>
  new VextelError(
    "FILE_UNWRITABLE",
    `Cannot write ${path} (${why(cause)})`,
    "Check the disk's free space and the folder's permissions, or point VEXTEL_HOME to another folder.",
    { cause },
  );

function existing<T>(read: () => T, path: string): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    if (isCode(error, "ELOOP")) throw untrusted(path, "a symbolic link");
    if (isCode(error, "EISDIR")) throw untrusted(path, "a folder, not a file");
    if (isCode(error, "ENOTDIR")) throw untrusted(dirname(path), "not a folder");
    throw unreadable(path, error);
  }
}

/** Node's own recursion never ends where a folder that is there takes no other (`/proc`). */
function makeFolders(path: string): void {
  const isFolder = () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder()) return;
  refuseForOthers(path);
  if (dirname(path) !== path && !existsSync(dirname(path))) makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, "EEXIST") && isFolder()) return; // another process was faster
    throw isCode(error, "ENOENT") ? Object.assign(error as Error, { code: "EACCES" }) : error; // its parent is there
  }
}

function writing<T>(write: () => T, path: string): T | "absent" {
  try {
    return write();
  } catch (error) {
    if (isCode(error, "ENOENT")) return "absent";
    throw error instanceof VextelError ? error : unwritable(path, error);
  }
}

/** The root must be ours, and every folder between it and the path a real one of ours. */
function checkFolders(roots: readonly string[], path: string): void {
  const root = roots.find((folder) => path.startsWith(folder + sep));
  if (!root) return;
  const top = existing(() => statSync(root, { throwIfNoEntry: false }), root);
  if (top) refuseForeign(root, top);
  let folder = root;
  for (const part of relative(root, dirname(path)).split(sep).filter(Boolean)) {
    folder = join(folder, part);
    const entry = existing(() => lstatSync(folder, { throwIfNoEntry: false }), folder);
    if (!entry) return;
    if (entry.isSymbolicLink()) throw untrusted(folder, "a symbolic link");
    if (!entry.isDirectory()) throw untrusted(folder, "not a folder");
    refuseForeign(folder, entry);
  }
}

/** What is no plain file must neither be waited for nor followed. */
const openToRead = (path: string) => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);

function readPlain(path: string): Uint8Array | undefined {
  const file = existing(() => openToRead(path), path);
  if (file === undefined) return undefined;
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw untrusted(path, "not a plain file");
    refuseForeign(path, found);
    return existing(() => readFileSync(file), path);
  } finally {
    closeSync(file);
  }
}

function appendPlain(path: string, text: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = writing(() => openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600), path);
  if (file === "absent") throw unwritable(path, { code: "ENOENT" });
  try {
    if (!fstatSync(file).isFile()) throw untrusted(path, "not a plain file");
    if (text) writing(() => writeFileSync(file, text), path);
  } finally {
    closeSync(file);
  }
}

/** What is gone since it was listed, a folder or a link is no file of ours. */
function readIfPlain(path: string): Uint8Array | undefined {
  const file = attempt(() => openToRead(path));
  if (file === undefined) return undefined;
  const bytes = attempt(() => readSmall(file) ?? (fstatSync(file).isFile() ? readFileSync(file) : undefined)); // a device never ends
  closeSync(file);
  return bytes;
}

const room = Buffer.alloc(16_384);

/** All in one go, without asking how much it is, good until the next one is read; `undefined` if there may be more. */
function readSmall(file: number): Uint8Array | undefined {
  const length = readSync(file, room, 0, room.length, 0);
  return length < room.length ? room.subarray(0, length) : undefined;
}

/** Temporary file, fsync, rename, fsync of the folder. */
async function replace(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  writing(() => makeFolders(folder), folder);
  const temporary = `${path}.${process.pid}-${randomWord()}.tmp`;
  try {
    await writeDurably(temporary, bytes);
    whileBusy(() => renameSync(temporary, path));
    await syncFolder(folder);
  } catch (error) {
    attempt(() => unlinkSync(temporary));
    throw isCode(error, "EISDIR") ? untrusted(path, "a folder, not a file") : unwritable(path, error);
  }
}

async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, bytes);
    await sync(file);
  } finally {
    closeSync(file);
  }
}

/** The disk may take long: nothing else waits for it. */
const sync = (file: number) =>
  new Promise<void>((resolve, reject) => fsync(file, (error) => (error ? reject(error) : resolve())));

/**
 * On a full disk: in place and in one go, which needs no more room than the last block has. What is left of a longer
 * content becomes blanks.
 *
 * @returns Whether it fitted; if not, all is as it was.
 */
function overwrite(path: string, text: string): boolean {
  const before = attempt(() => readPlain(path));
  if (!before) return false;
  const bytes = Buffer.from(text.padEnd(before.length)); // settings are ASCII but for names, which only makes it longer
  const file = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    if (attempt(() => writeSync(file, bytes, 0, bytes.length, 0)) === bytes.length) return true;
    writeSync(file, before, 0, before.length, 0);
    ftruncateSync(file, before.length);
    return false;
  } finally {
    closeSync(file);
  }
}

/** Ours, the lock's, and those that conf makes. */
const isTemporary = (name: string) => name.endsWith(".tmp") || /\.json\.tmp-\d+/.test(name);

/** One that is a minute old belongs to nobody that still runs: each lives for milliseconds. */
function sweepOne(path: string): void {
  const entry = attempt(() => lstatSync(path));
  if (entry?.isFile() && Date.now() - entry.mtimeMs > 60_000) attempt(() => unlinkSync(path));
}

async function syncFolder(folder: string): Promise<void> {
  const file = attempt(() => openSync(folder, "r"));
  if (file === undefined) return;
  await sync(file).catch(() => {}); // not every file system can
  closeSync(file);
}

/** conf asks for the home folder as soon as it is loaded, and an account without an entry in the user database has none. */
async function loadSettings(): Promise<typeof import("./settings.ts")> {
  const { homedir } = process.getBuiltinModule("node:os");
  const hasHome = attempt(() => homedir()) !== undefined;
  if (!hasHome) process.env.HOME = "/";
  try {
    return await import("./settings.ts");
  } finally {
    if (!hasHome) delete process.env.HOME;
  }
}
