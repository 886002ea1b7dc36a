import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { attempt } from "../files/attempt.ts";
import { readChecked } from "./checksum.ts";

/** A part of the program as it is shipped, running. */
export interface Bundle {
  readonly path: string;
  readonly exports: unknown;
  readonly script: Script;
}

const loaded = new Map<string, Bundle>();

/** The checksum of each cache, `name=digits`: the build writes them here, when it has made the caches. */
const checksums = "@@checksums of caches@@";

/**
 * V8 runs whatever a cache holds, damaged or made of something else: only what was shipped is handed to it. Somebody who
 * makes a cache on purpose could as well write the bundle beside it.
 */
function readCache(path: string, name: string): Buffer | undefined {
  const cache = attempt(() => readChecked(`${path}.cache`));
  if (!cache || !` ${checksums} `.includes(` ${name}=${cache.checksum} `)) return undefined;
  return Buffer.from(cache.bytes.buffer, 0, cache.bytes.length);
}

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
