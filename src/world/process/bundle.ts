import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { attempt } from "../files/attempt.ts";

/** A part of the program as it is shipped, running. */
export interface Bundle {
  readonly path: string;
  readonly exports: unknown;
  readonly script: Script;
}

const loaded = new Map<string, Bundle>();

/** The SHA-256 of each cache, `name=digits`: the build writes them here, when it has made the caches. */
const digests = "@@digests of caches@@";

/** V8 runs whatever a cache holds, whether or not it was made of this bundle: only what was shipped is handed to it. */
function readCache(path: string, name: string): Buffer | undefined {
  const cache = attempt(() => readFileSync(`${path}.cache`));
  if (cache === undefined || cache.length === 0) return undefined;
  return ` ${digests} `.includes(` ${name}=${digestOf(cache)} `) ? cache : undefined;
}

/** SHA-256, in lower-case hexadecimal digits. */
export const digestOf = (bytes: Buffer): string => process.getBuiltinModule("node:crypto").hash("sha256", bytes, "hex");

/**
 * Runs a bundle once, with the code that V8 made of it when it was built (`<path>.cache`). A cache that is missing, was
 * altered or comes from another V8 costs time and nothing else. What a bundle requires is a bundle beside it, or a part of Node.
 *
 * @param name - Of a file that holds one function expression with the parameters of a CommonJS module, in ASCII.
 */
export function loadBundle(folder: string, name: string): Bundle {
  const path = join(folder, name);
  const known = loaded.get(path);
  if (known) return known;
  const cachedData = readCache(path, name);
  // the cache holds the file name: without a folder it is the same wherever it was built
  const script = new Script(readFileSync(path, "latin1"), { filename: name, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const require = (wanted: string) =>
    wanted.startsWith("./") ? loadBundle(folder, wanted).exports : process.getBuiltinModule(wanted);
  script.runInThisContext()(module.exports, require, module, path, folder);
  const bundle = { path, exports: module.exports, script };
  loaded.set(path, bundle);
  return bundle;
}
