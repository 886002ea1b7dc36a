import { basename, dirname } from "node:path";
import Conf, { type Options } from "conf";

/**
 * Writes a settings file through conf: atomic, 0600. conf does not read the consent file: it repairs files that it
 * reads, and reading must never change the owner's answer.
 */
export function writeWithConf(path: string, content: Record<string, unknown>): void {
  const conf = open(path);
  const { SNAP } = process.env; // makes conf write in place, which a crash would cut in two
  try {
    delete process.env.SNAP;
    conf.store = content;
  } finally {
    if (SNAP !== undefined) process.env.SNAP = SNAP;
  }
}

/**
 * Reads a settings file through conf; the caller has seen that it is a plain file of its own.
 *
 * @param schema - JSON Schema of each key.
 * @throws {Error} Naming the invalid key.
 */
export function readWithConf<T extends object>(path: string, schema: Readonly<Record<string, object>>): T {
  return structuredClone(open(path, { schema, clearInvalidConfig: false }).store) as T;
}

const open = (path: string, more: Partial<Options<Record<string, unknown>>> = {}) =>
  new Conf<Record<string, unknown>>({
    cwd: dirname(path),
    configName: basename(path, ".json"),
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
    ...more,
  });
