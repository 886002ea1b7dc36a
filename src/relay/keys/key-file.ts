import { VextelError } from "../../errors.ts";
import { isName } from "../../publisher/manifest.ts";
import { newerError } from "../../world/files/newer.ts";
import { moveAside } from "../../world/hints.ts";
import type { World } from "../../world/world.ts";

/** The key that an SDK uses, and its plugin. */
export interface RelayKey {
  /** 128 random bits as 32 lower-case hexadecimal digits. Whoever knows it can report as this plugin. */
  readonly key: string;
  readonly publisher: string;
  readonly plugin: string;
}

/** The content of the relay's file. */
export interface Keys {
  readonly keys: readonly RelayKey[];
  /** Publishers for which the shapes of local variables are kept. */
  readonly shapes: readonly string[];
  /** Used by the programs that `vextel relay run` started. */
  readonly diversion?: string;
}

/** The relay's keys, in a file that only this account may read. */
export interface KeyFile {
  readonly path: string;
  /** @throws {VextelError} `STATE_UNTRUSTED`. */
  read(): Promise<Keys>;
  /** Changes the file under a lock. */
  change(edit: (keys: Keys) => Keys): Promise<Keys>;
}

export function createKeyFile(path: string, world: World): KeyFile {
  const read = async () => {
    const bytes = await world.files.read(path);
    return bytes ? parseKeys(new TextDecoder().decode(bytes), path) : { keys: [], shapes: [] };
  };
  return {
    path,
    read,
    change: (edit) =>
      world.files.withLock(`${path}.lock`, async () => {
        const keys = edit(await read());
        await world.files.write(path, `${JSON.stringify({ version: 1, ...keys }, null, 2)}\n`);
        return keys;
      }),
  };
}

/** Letters and digits only: other characters are not valid in every SDK's DSN. */
const isRelayKey = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{32}$/.test(value);

/** A new key out of two random UUIDs: each holds 122 random bits. */
export function createKey(world: Pick<World, "uuid">): string {
  const digits = () => world.uuid().replaceAll("-", "");
  const [one, other] = [digits(), digits()];
  return [...one]
    .map((digit, at) => (Number.parseInt(digit, 16) ^ Number.parseInt(other[31 - at]!, 16)).toString(16))
    .join("");
}

function parseKeys(text: string, path: string): Keys {
  try {
    const { version, keys, shapes, diversion } = JSON.parse(text);
    const isSound =
      version === 1 &&
      Array.isArray(keys) &&
      keys.every((one) => isRelayKey(one?.key) && isName(one.publisher) && isName(one.plugin)) &&
      Array.isArray(shapes) &&
      shapes.every(isName) &&
      (diversion === undefined || isRelayKey(diversion));
    if (isSound) return { keys, shapes, ...(diversion !== undefined && { diversion }) };
  } catch {
    // said below
  }
  const newer = newerError(path, text, 1, "no key of the relay is valid");
  if (newer) throw newer;
  throw new VextelError(
    "STATE_UNTRUSTED",
    `The file ${path}, which holds the relay's keys, is damaged`,
    `Move it away and make new keys: ${moveAside(path)}, then vextel relay dsn <publisher>/<plugin>`,
  );
}
