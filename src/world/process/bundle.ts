import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { attempt } from "../files/attempt.ts";
import type { CheckedFiles } from "./checked-files.ts";

/** A part of the shipped program, loaded. */
export interface Bundle {
  readonly path: string;
  readonly exports: unknown;
  readonly script: Script;
}

const loaded = new Map<string, Bundle>();

/** The SHA-256 of each cache, `name=digits`; the build fills this in after it has made the caches. */
const digests = "@@digests of caches@@";

/**
 * V8 runs whatever a cache contains, whether or not it belongs to this bundle: only a cache with the digest that it was
 * shipped with is used.
 */
function isShipped(cache: Buffer, stats: Stats, name: string, checked?: CheckedFiles): boolean {
  const digest = new RegExp(` ${name}=(\\w+) `).exec(` ${digests} `)?.[1];
  if (digest === undefined || cache.length === 0) return false;
  if (checked?.isKnown(name, digest, stats)) return true;
  if (digestOf(cache) !== digest) return false;
  checked?.remember(name, digest, stats);
  return true;
}

interface OpenFile {
  readonly file: number;
  readonly stats: Stats;
}

function open(path: string): OpenFile {
  const file = openSync(path, "r");
  return { file, stats: fstatSync(file) };
}

/** Reads a whole file to the beginning of `room`, and closes it. */
function readInto(room: Buffer, { file }: OpenFile): Buffer {
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < room.length; length += read)
      read = readSync(file, room, length, room.length - length, null);
    return room.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** The code of a bundle, and its cache if that is unaltered. */
function readBundle(path: string, name: string, checked?: CheckedFiles): { code: string; cachedData?: Buffer } {
  const [source, cache] = [open(path), attempt(() => open(`${path}.cache`))];
  // both are read into the same memory, one after the other: the first use of memory takes longer than to read a file
  const room = Buffer.allocUnsafeSlow(Math.max(source.stats.size, cache?.stats.size ?? 0));
  const code = readInto(room, source).toString("latin1");
  if (cache === undefined) return { code };
  const cachedData = attempt(() => readInto(room, cache));
  return cachedData && isShipped(cachedData, cache.stats, name, checked) ? { code, cachedData } : { code };
}

/** SHA-256, in lower-case hexadecimal digits. */
export const digestOf = (bytes: Buffer): string => process.getBuiltinModule("node:crypto").hash("sha256", bytes, "hex");

/**
 * Runs a bundle once, with the code that V8 made of it when it was built (`<path>.cache`). A cache that is missing, was
 * altered or comes from another V8 only costs time. A bundle may require bundles beside it, and modules of Node.
 *
 * @param name - Of a file that holds one function expression with the parameters of a CommonJS module, in ASCII.
 * @param checked - Avoids checking caches that were found unaltered earlier; without it, each is checked.
 */
export function loadBundle(folder: string, name: string, checked?: CheckedFiles): Bundle {
  const path = join(folder, name);
  const known = loaded.get(path);
  if (known) return known;
  const { code, ...cache } = readBundle(path, name, checked);
  // the cache holds the file name: without a folder it is the same wherever it was built
  const script = new Script(code, { filename: name, ...cache });
  const module = { exports: {} };
  const require = (wanted: string) =>
    wanted.startsWith("./") ? loadBundle(folder, wanted, checked).exports : process.getBuiltinModule(wanted);
  script.runInThisContext()(module.exports, require, module, path, folder);
  const bundle = { path, exports: module.exports, script };
  loaded.set(path, bundle);
  return bundle;
}
