import { VextelError } from "../../../errors.ts";
import type { CommandDeps } from "../../deps.ts";

/** The random UUID of this installation for each publisher. */
export interface Identities {
  /**
   * Made and kept at first use.
   *
   * @throws {VextelError} `STATE_UNTRUSTED` if the consent file cannot be trusted.
   */
  uuidOf(publisher: string): Promise<string>;
}

/**
 * If nothing can be written, a UUID is made up for this run, with a note.
 *
 * @param isLong - Whether this run continues while the owner may `reset`: then a UUID is looked up each time.
 */
export function createIdentities({ consent, world, terminal }: CommandDeps, isLong = false): Identities {
  const known = new Map<string, string>();
  const read = async (publisher: string) => {
    const saved = (await consent.read()).get(publisher);
    if (saved) return saved.uuid;
    try {
      return (await consent.change(publisher, (fresh) => fresh)).uuid;
    } catch (error) {
      if (!(error instanceof VextelError) || error.code === "STATE_UNTRUSTED") throw error;
      if (!known.has(publisher))
        await terminal.note([
          ["warn", `No UUID can be stored, so a temporary one is used for this run: ${error.message}`],
        ]);
      const uuid = known.get(publisher) ?? world.uuid();
      known.set(publisher, uuid);
      return uuid;
    }
  };
  return {
    async uuidOf(publisher) {
      if (isLong) return read(publisher);
      const uuid = known.get(publisher) ?? (await read(publisher));
      known.set(publisher, uuid);
      return uuid;
    },
  };
}
