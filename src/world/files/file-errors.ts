import { dirname } from "node:path";
import { VextelError } from "../../errors.ts";
import { moveAside } from "../hints.ts";

/** Whether it is one of these errors of the system. */
export const isCode = (error: unknown, ...codes: string[]) =>
  codes.includes((error as NodeJS.ErrnoException).code ?? "");
const why = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "unknown error";

/** The file is not one that vextel wrote. */
export function untrusted(path: string, what: string): VextelError {
  return new VextelError("STATE_UNTRUSTED", `${path} is ${what}`, `Inspect it, and move it away: ${moveAside(path)}`);
}

/** A wrong `VEXTEL_HOME` may be anything, such as a device, so nothing is to be moved. */
export const notFolder = (root: string) =>
  new VextelError(
    "STATE_UNTRUSTED",
    `${root} is not a folder`,
    "Point VEXTEL_HOME to a folder for vextel's files alone.",
  );

const unreadable = (path: string, cause: unknown) =>
  new VextelError("STATE_UNTRUSTED", `Cannot read ${path} (${why(cause)})`, "Check its permissions and its owner.", {
    cause,
  });

export const unwritable = (path: string, cause: unknown) =>
  new VextelError("FILE_UNWRITABLE", `Cannot write ${path} (${why(cause)})`, adviceFor(cause), { cause });

/** What helps if vextel's folder takes no new files. */
export function adviceFor(cause: unknown): string {
  if (isCode(cause, "ENOSPC", "EDQUOT", "EFBIG"))
    return "Free some disk space. On a full disk `vextel disable`, `vextel drop` and `vextel reset` still work.";
  if (isCode(cause, "EROFS"))
    return "The disk is read-only: mount it writable, or point VEXTEL_HOME to a folder on another disk.";
  if (isCode(cause, "EISDIR")) return "A folder has the name of this file: inspect it, and move it away.";
  return "Check the folder's permissions, or point VEXTEL_HOME to another folder.";
}

/** The result of `read`; `undefined` if there is no such file. @throws {VextelError} `STATE_UNTRUSTED` */
export function existing<T>(read: () => T, path: string): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof VextelError) throw error;
    if (isCode(error, "ENOENT")) return undefined;
    if (isCode(error, "ELOOP")) throw untrusted(path, "a symbolic link");
    if (isCode(error, "EISDIR")) throw untrusted(path, "a folder, not a file");
    if (isCode(error, "ENOTDIR")) throw notFolder(dirname(path));
    throw unreadable(path, error);
  }
}

/** The result of `write`, or `absent` if there is no such file. @throws {VextelError} `FILE_UNWRITABLE` */
export function writing<T>(write: () => T, path: string): T | "absent" {
  try {
    return write();
  } catch (error) {
    if (isCode(error, "ENOENT")) return "absent";
    throw error instanceof VextelError ? error : unwritable(path, error);
  }
}
