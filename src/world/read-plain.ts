import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { attempt } from "./attempt.ts";
import { existing, untrusted } from "./file-errors.ts";
import { refuseForeign } from "./trust.ts";

/** What is no plain file must neither be waited for nor followed. */
const openToRead = (path: string) => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);

/** A whole file; `undefined` if there is none. */
export function readPlain(path: string): Uint8Array | undefined {
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

/** What is gone since it was listed, a folder or a link is no file of ours. */
export function readIfPlain(path: string): Uint8Array | undefined {
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
