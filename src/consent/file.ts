import { VextelError } from "../errors.ts";
import type { World } from "../world/world.ts";
import type { Consent } from "./consent.ts";
import { consentFileContent, type Publishers, parseConsentFile } from "./stored.ts";

/** Access to the one consent file of this machine. */
export interface ConsentFile {
  readonly path: string;
  /**
   * What is saved; writes nothing.
   *
   * @throws {VextelError} `STATE_UNTRUSTED` if the file is damaged, of a newer version, not readable, a folder or a
   * link. Whoever catches it must take it for *not enabled*.
   */
  read(): Promise<Publishers>;
  /**
   * Changes one publisher's entry, alone among all processes; makes it, with a new UUID, if there is none.
   *
   * @returns The entry as it is now.
   * @throws {VextelError} as `read`, and what `Files.write` throws; the file is then as it was.
   */
  change(publisher: string, edit: (consent: Consent) => Consent): Promise<Consent>;
}

export function createConsentFile(path: string, world: World): ConsentFile {
  const read = async () => readPublishers(path, world);
  return {
    path,
    read,
    change: (publisher, edit) =>
      world.files.withLock(`${path}.lock`, async () => {
        const publishers = await read();
        const before = publishers.get(publisher) ?? createConsent(world.uuid());
        const after = edit(before);
        if (!publishers.has(publisher) || !isSame(before, after))
          await world.files.writeSettings(path, consentFileContent(new Map(publishers).set(publisher, after)));
        return after;
      }),
  };
}

/** What is true before anybody answered. */
export const createConsent = (uuid: string): Consent => ({ uuid, answer: "unset", manual: true, notifiedPlugins: [] });

const isSame = (a: Consent, b: Consent) => JSON.stringify(a) === JSON.stringify(b);

async function readPublishers(path: string, world: World): Promise<Publishers> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await world.files.read(path);
  } catch (cause) {
    throw untrusted(path, "cannot be read as a plain file", cause);
  }
  if (!bytes) return new Map();
  const publishers = parseConsentFile(new TextDecoder().decode(bytes));
  if (typeof publishers === "string") throw untrusted(path, publishers);
  return publishers;
}

function untrusted(path: string, reason: string, cause?: unknown): VextelError {
  const detail = cause instanceof VextelError ? ` (${cause.message})` : "";
  return new VextelError(
    "STATE_UNTRUSTED",
    `The consent file ${path} ${reason}${detail}; nothing is enabled and nothing was changed`,
    `Restore it, or move it away and answer again: mv ${path} ${path}.old && vextel status`,
    { cause },
  );
}
