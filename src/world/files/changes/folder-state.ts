import { statSync } from "node:fs";
import { attempt } from "../attempt.ts";
import { wouldShow } from "./time-resolution.ts";

/**
 * See `Files.stateOf`. POSIX requires that a folder's times change with each name that is added, removed or renamed; on
 * Windows it depends on the file system.
 */
export function readFolderState(folder: string, nowMs: number): string | undefined {
  if (process.platform === "win32") return undefined;
  const found = attempt(() => statSync(folder, { bigint: true }));
  if (!found?.isDirectory()) return undefined;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  const changedMs = Math.max(Number(mtimeNs), Number(ctimeNs)) / 1e6;
  return wouldShow(changedMs, nowMs) ? [dev, ino, size, mtimeNs, ctimeNs].join("-") : undefined;
}
