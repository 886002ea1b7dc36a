import { lchownSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Whom file permissions bind: an unprivileged user while the tests run as root, else whoever runs them. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};

/** Hands a folder with all in it to `nobody`. */
export function giveToNobody(path: string): void {
  if (!("uid" in nobody)) return;
  lchownSync(path, nobody.uid, nobody.uid);
  for (const entry of readdirSync(path, { recursive: true }))
    lchownSync(join(path, String(entry)), nobody.uid, nobody.uid);
}
