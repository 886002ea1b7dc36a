import { lchownSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A user who is bound by file permissions: an unprivileged one if the tests run as root, otherwise the current one. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};

/** Changes the owner of a folder, and of everything in it, to `nobody`. */
export function giveToNobody(path: string): void {
  if (!("uid" in nobody)) return;
  lchownSync(path, nobody.uid, nobody.uid);
  for (const entry of readdirSync(path, { recursive: true }))
    lchownSync(join(path, String(entry)), nobody.uid, nobody.uid);
}
