import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { VextelError } from "../../errors.ts";
import { shellWord } from "../hints.ts";
import { attempt } from "./attempt.ts";

/**
 * Checks like ssh: a file that another account owns or may write to could come from anybody. Files of the administrator
 * are trusted. Where the system has no accounts (Windows), everything is trusted.
 *
 * @throws {VextelError} `STATE_UNTRUSTED`, naming the path and what to run.
 */
export function refuseForeign(path: string, { uid, gid, mode }: Stats): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  if (uid !== own && uid !== 0) throw foreign(path, uid, own);
  const isOwnGroup = gid === uid; // most systems give each account a group of its own
  if ((mode & 0o002) === 0 && ((mode & 0o020) === 0 || isOwnGroup)) return;
  throw new VextelError(
    "STATE_UNTRUSTED",
    `${path} can be written to by other accounts, so its contents cannot be trusted`,
    `Inspect it; if nothing was changed: chmod go-w ${shellWord(path)}`,
  );
}

/**
 * Files that root makes in the folder of another account cannot be used by that account, and stay in its way.
 *
 * @throws {VextelError} `STATE_UNTRUSTED` if this is root and the nearest folder that exists is somebody else's.
 */
export function refuseForOthers(path: string): void {
  if (process.getuid?.() !== 0) return;
  const found = attempt(() => statSync(path, { throwIfNoEntry: false }));
  if (found && found.uid !== 0) throw foreign(path, found.uid, 0);
  if (!found && dirname(path) !== path) refuseForOthers(dirname(path));
}

function foreign(path: string, uid: number, own: number): VextelError {
  const hint =
    own === 0
      ? `Run vextel as that account: sudo -u '#${uid}' vextel status`
      : "Check its owner; move it away, or point VEXTEL_HOME to a folder of your own.";
  return new VextelError(
    "STATE_UNTRUSTED",
    `${path} belongs to another account (uid ${uid}, and this is ${own})`,
    hint,
  );
}
