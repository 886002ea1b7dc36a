import { readdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { attempt } from "../files/attempt.ts";
import { type FileLook, lookAt, lookAtOpen } from "./file-look.ts";
import { familyOf, logOf } from "./log-family.ts";

/** One file of a log, under its own or a rotated name. */
export interface LogFile {
  readonly path: string;
  readonly found: FileLook;
  /** As in `LogFamily`. */
  readonly rank: number | undefined;
}

/** A file of a log that is open for reading; the caller closes it. */
export interface OpenLogFile extends LogFile {
  readonly handle: FileHandle;
}

/** @returns The file, `"moved"` if its name belongs to another file now, `undefined` if it cannot be read. */
export async function openLogFile(file: LogFile): Promise<OpenLogFile | "moved" | undefined> {
  const handle = await open(file.path, "r").catch(() => undefined);
  const found = handle && lookAtOpen(handle);
  if (handle && found?.ino === file.found.ino) return { ...file, found, handle };
  await handle?.close();
  return lookAt(file.path)?.ino === file.found.ino ? undefined : "moved";
}

/**
 * The files of a log at one moment, in the order in which they were written. During a rotation, a folder may list some
 * twice and others not at all, so it is read until two results agree.
 */
export function listLogFiles(path: string): LogFile[] {
  for (let before: string | undefined; ; ) {
    const files = lookAtFolder(path);
    const now = files.map((file) => `${file.path}\0${file.found.ino}`).join("\0");
    if (now === before) return files;
    before = now;
  }
}

/** Whether some of them have numbers that show their age. */
export const isNumbered = (files: readonly LogFile[]): boolean =>
  files.some(({ path, rank }) => rank !== undefined && path !== logOf(path));

function lookAtFolder(path: string): LogFile[] {
  const family = familyOf(path);
  const folder = dirname(path);
  const files: LogFile[] = [];
  for (const name of attempt(() => readdirSync(folder)) ?? []) {
    if (!family.has(name)) continue;
    const found = lookAt(join(folder, name));
    if (found?.isFile) files.push({ path: join(folder, name), found, rank: family.rankOf(name) });
  }
  return files.sort((a, b) => orderOf(a, path) - orderOf(b, path) || inTime(a, b));
}

/** The times of files are coarse: of files with the same times, the one with the higher number was rotated earlier. */
const inTime = (a: LogFile, b: LogFile): number =>
  a.found.mtimeMs - b.found.mtimeMs ||
  Number(a.found.birthtimeNs - b.found.birthtimeNs) ||
  ageOf(b.path) - ageOf(a.path);

const ageOf = (path: string) => Number(/\.(\d{1,6})$/.exec(path)?.[1] ?? 0);

/** Rotated files without a number come first; the log's own name comes last, except for numbered parts after it. */
const orderOf = ({ rank, path }: LogFile, own: string) => rank ?? (path === own ? Number.POSITIVE_INFINITY : -1);
