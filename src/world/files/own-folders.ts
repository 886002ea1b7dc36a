import { existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { existing, isCode, notFolder, untrusted } from "./file-errors.ts";
import { refuseForeign, refuseForOthers } from "./trust.ts";

/**
 * Makes a folder and its parents. Node's own recursion never ends if an existing folder accepts no others (`/proc`).
 */
export function makeFolders(path: string): void {
  const isFolder = () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder()) return;
  refuseForOthers(path);
  if (dirname(path) !== path && !existsSync(dirname(path))) makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, "EEXIST") && isFolder()) return; // another process was faster
    throw isCode(error, "ENOENT") ? Object.assign(error as Error, { code: "EACCES" }) : error; // its parent exists
  }
}

/** The root, and every folder between it and the path, must be a real folder of this account. */
export function checkFolders(roots: readonly string[], path: string): void {
  const root = roots.find((folder) => path.startsWith(folder + sep));
  if (!root) return;
  const top = existing(() => statSync(root, { throwIfNoEntry: false }), root);
  if (top && !top.isDirectory()) throw notFolder(root);
  if (top) refuseForeign(root, top);
  let folder = root;
  for (const part of dirname(path).slice(root.length).split(sep).filter(Boolean)) {
    folder += sep + part;
    const entry = existing(() => lstatSync(folder, { throwIfNoEntry: false }), folder);
    if (!entry) return;
    if (entry.isSymbolicLink()) throw untrusted(folder, "a symbolic link");
    if (!entry.isDirectory()) throw untrusted(folder, "not a folder");
    refuseForeign(folder, entry);
  }
}
