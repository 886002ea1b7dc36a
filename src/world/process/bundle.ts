import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
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
 * V8 runs whatever a cache contains, whether or not it belongs to this bundle: only a cache with this digest is used.
 */
function readCache(path: string, name: string, checked?: CheckedFiles): Buffer | undefined {
  const digest = new RegExp(` ${name}=(\\w+) `).exec(` ${digests} `)?.[1];
  const file = attempt(() => openSync(`${path}.cache`, "r"));
  if (file === undefined) return undefined;
  try {
    const stats = fstatSync(file);
    if (digest === undefined || !stats.isFile() || stats.size === 0) return undefined;
    const cache = readFileSync(file);
    if (checked?.isKnown(name, digest, stats)) return cache;
    if (digestOf(cache) !== digest) return undefined;
    checked?.remember(name, digest, stats);
    return cache;
  } finally {
    closeSync(file);
  }
}

/** SHA-256, in lower-case hexadecimal digits. */
export const digestOf = (bytes: Buffer): string => process.getBuiltinModule("node:crypto").hash("sha256", bytes, "hex");

/**
 * Runs a bundle once, with the code that V8 made of it when it was built (`<path>.cache`). A cache that is missing, was
 * altered or comes from another V8 costs time and nothing else. What a bundle requires is a bundle beside it, or a part of Node.
 *
 * @param name - Of a file that holds one function expression with the parameters of a CommonJS module, in ASCII.
 * @param checked - Spares a look at caches that were seen to be right; without it each is looked at.
 */
export function loadBundle(folder: string, name: string, checked?: CheckedFiles): Bundle {
  const path = join(folder, name);
  const known = loaded.get(path);
  if (known) return known;
  const cachedData = readCache(path, name, checked);
  // the cache holds the file name: without a folder it is the same wherever it was built
  const script = new Script(readFileSync(path, "latin1"), { filename: name, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const require = (wanted: string) =>
    wanted.startsWith("./") ? loadBundle(folder, wanted, checked).exports : process.getBuiltinModule(wanted);
  script.runInThisContext()(module.exports, require, module, path, folder);
  const bundle = { path, exports: module.exports, script };
  loaded.set(path, bundle);
  return bundle;
}
