import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { existing, untrusted } from "./file-errors.ts";
import { refuseForeign } from "./trust.ts";

/** Files other than plain ones must neither block nor be followed. */
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

const room = Buffer.alloc(16_384);

/**
 * The text of many files, one after the other, with as few steps for each as there can be. `undefined` for a file that
 * is gone, a folder, a device or a link.
 *
 * @param prefix - The text before each name: the folder and a separator.
 */
export function readEach<T>(prefix: string, names: readonly string[], parse: (text: string | undefined) => T): T[] {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return names.map((name) => {
    let text: string | undefined;
    try {
      const file = openSync(prefix + name, flags);
      try {
        const length = readSync(file, room, 0, room.length, 0);
        if (length < room.length) text = room.toString("utf8", 0, length);
        else if (fstatSync(file).isFile()) text = readFileSync(file, "utf8"); // a device never ends
      } finally {
        closeSync(file);
      }
    } catch {} // as if it were not there
    return parse(text);
  });
}
