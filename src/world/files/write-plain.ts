import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { attempt } from "./attempt.ts";
import { whileBusy } from "./busy.ts";
import { isCode, untrusted, unwritable, writing } from "./file-errors.ts";
import { randomWord } from "./lock/lock-file.ts";
import { makeFolders } from "./own-folders.ts";
import { readPlain } from "./read-plain.ts";

/** Appends to a file, which is created if it does not exist. */
export function appendPlain(path: string, text: string): void {
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

/**
 * Of each file: temporary file, fsync, rename; then fsync of the folders. The files are synced at the same time, and
 * renamed in their order.
 */
export async function replaceAll(all: readonly (readonly [path: string, bytes: Uint8Array | string])[]): Promise<void> {
  const folders = new Set(all.map(([path]) => dirname(path)));
  for (const folder of folders) writing(() => makeFolders(folder), folder);
  const drafts = all.map(([path, bytes]) => ({ path, bytes, temporary: `${path}.${process.pid}-${randomWord()}.tmp` }));
  try {
    const written = await Promise.allSettled(
      drafts.map(({ path, bytes, temporary }) => naming(path, () => writeDurably(temporary, bytes))),
    );
    for (const one of written) if (one.status === "rejected") throw one.reason;
    for (const { path, temporary } of drafts)
      await naming(path, async () => whileBusy(() => renameSync(temporary, path)));
    for (const folder of folders) await syncFolder(folder);
  } catch (error) {
    for (const { temporary } of drafts) attempt(() => unlinkSync(temporary));
    throw error;
  }
}

/** Does what fails with an error that names the file. */
async function naming(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
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

/** Asynchronous, since the disk may be slow. */
const sync = (file: number) =>
  new Promise<void>((resolve, reject) => fsync(file, (error) => (error ? reject(error) : resolve())));

/**
 * On a full disk: in place and with one write, which needs no more space than the last block has. The rest of a longer
 * content becomes spaces.
 *
 * @returns Whether it fitted; if not, the file is unchanged.
 */
export function overwrite(path: string, text: string): boolean {
  const before = attempt(() => readPlain(path));
  if (!before) return false;
  const bytes = Buffer.from(text.padEnd(before.length)); // settings are ASCII but for names, which only makes it longer
  const file = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (attempt(() => writeSync(file, bytes, 0, bytes.length, 0)) === bytes.length) return true;
    writeSync(file, before, 0, before.length, 0);
    ftruncateSync(file, before.length);
    return false;
  } finally {
    closeSync(file);
  }
}

/** So that a name in it survives a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const file = attempt(() => openSync(folder, "r"));
  if (file === undefined) return;
  await sync(file).catch(() => {}); // not every file system supports this
  closeSync(file);
}
