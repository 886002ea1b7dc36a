import { basename, dirname } from "node:path";
import Conf from "conf";

/**
 * Writes a settings file through conf: atomic, 0600. Only conf's writing is used: its reading follows symbolic links,
 * repairs what it finds and writes while it opens, and an owner's answer must never change by being looked at.
 */
export function writeWithConf(path: string, content: Record<string, unknown>): void {
  const conf = new Conf({
    cwd: dirname(path),
    configName: basename(path, ".json"),
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
  });
  const { SNAP } = process.env; // makes conf write in place, which a crash would cut in two
  try {
    delete process.env.SNAP;
    conf.store = content;
  } finally {
    if (SNAP !== undefined) process.env.SNAP = SNAP;
  }
}
