import { closeSync, constants, openSync, type PathLike, readFileSync } from "node:fs";
import { lstat, mkdir, open, readdir, rename, unlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { VextelError } from "../errors.ts";
import { withLock } from "./lock.ts";
import type { Files } from "./world.ts";

/**
 * The real files.
 *
 * @param roots - vextel's own folders: below them no symbolic link is followed, they themselves may be reached by one.
 */
export function createNodeFiles(roots: readonly string[]): Files {
  const check = (path: string) => refuseLinks(roots, path);
  const files: Files = {
    async read(path) {
      await check(path);
      return readPlain(path);
    },
    async list(folder) {
      await check(join(folder, "x"));
      return (await existing(readdir(folder), folder))?.sort() ?? [];
    },
    async readMany(folder, names) {
      await check(join(folder, "x"));
      return names.map((name) => readPlainSync(join(folder, name)));
    },
    async write(path, bytes) {
      await check(path);
      await replace(path, bytes);
    },
    async writeSettings(path, content) {
      await files.makeFolder(dirname(path));
      await files.sweep(dirname(path));
      const { writeWithConf } = await import("./settings.ts");
      await writing((async () => writeWithConf(path, content))(), path);
    },
    async sweep(folder) {
      for (const name of await files.list(folder)) if (isTemporary(name)) await sweepOne(join(folder, name));
    },
    async remove(path) {
      await check(path);
      return (await writing(unlink(path), path)) !== "absent";
    },
    async makeFolder(path) {
      await check(join(path, "x"));
      await writing(mkdir(path, { recursive: true, mode: 0o700 }), path);
    },
    async withLock(path, work, timeoutMs = 20_000) {
      await files.makeFolder(dirname(path));
      return withLock(path, work, timeoutMs);
    },
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

async function existing<T>(reading: Promise<T>, path: string): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    if (isCode(error, "ELOOP")) throw untrusted(path, "a symbolic link");
    if (isCode(error, "EISDIR")) throw untrusted(path, "a folder, not a file");
    if (isCode(error, "ENOTDIR")) throw untrusted(dirname(path), "not a folder");
    throw unreadable(path, error);
  }
}

async function writing<T>(work: Promise<T>, path: string): Promise<T | "absent"> {
  try {
    return await work;
  } catch (error) {
    if (isCode(error, "ENOENT")) return "absent";
    throw unwritable(path, error);
  }
}

/** Every folder between a root and the path must be a real folder. */
async function refuseLinks(roots: readonly string[], path: string): Promise<void> {
  const root = roots.find((folder) => path.startsWith(folder + sep));
  if (!root) return;
  let folder = root;
  for (const part of relative(root, dirname(path)).split(sep).filter(Boolean)) {
    folder = join(folder, part);
    const entry = await existing(lstat(folder), folder);
    if (!entry) return;
    if (entry.isSymbolicLink()) throw untrusted(folder, "a symbolic link");
    if (!entry.isDirectory()) throw untrusted(folder, "not a folder");
  }
}

async function readPlain(path: string): Promise<Uint8Array | undefined> {
  const handle = await existing(open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK), path);
  if (!handle) return undefined;
  try {
    if (!(await handle.stat()).isFile()) throw untrusted(path, "not a plain file");
    return await existing(handle.readFile(), path);
  } finally {
    await handle.close();
  }
}

function readPlainSync(path: string): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    return readFileSync(descriptor);
  } catch {
    return undefined; // gone since it was listed, a folder, a link: no file of ours
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Temporary file, fsync, rename, fsync of the folder. */
async function replace(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  await writing(mkdir(folder, { recursive: true, mode: 0o700 }), folder);
  const temporary = `${path}.${process.pid}-${crypto.randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw isCode(error, "EISDIR") ? untrusted(path, "a folder, not a file") : unwritable(path, error);
  }
}

/** Ours, the lock's, and those that conf makes. */
const isTemporary = (name: string) => name.endsWith(".tmp") || /\.json\.tmp-\d+/.test(name);

/** One that is a minute old belongs to nobody that still runs: each lives for milliseconds. */
async function sweepOne(path: string): Promise<void> {
  const entry = await lstat(path).catch(() => undefined);
  if (entry?.isFile() && Date.now() - entry.mtimeMs > 60_000) await unlink(path).catch(() => {});
}

async function syncFolder(folder: PathLike): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {}); // not every file system can
  await handle?.close();
}
