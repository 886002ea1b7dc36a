import { VextelError } from "../errors.ts";
import { type Paths, rateLimitPath } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type Limits, mergeLimits } from "./rate-limit.ts";

/** The limits that servers set, remembered between processes, per DSN. */
export interface LimitFile {
  /** @throws {VextelError} `STATE_UNTRUSTED` if the file is damaged. */
  read(dsn: string): Promise<Limits>;
  add(dsn: string, added: Limits): Promise<void>;
}

type Content = Record<string, Limits>;

export function createLimitFile(paths: Paths, world: World): LimitFile {
  const path = rateLimitPath(paths);
  return {
    read: async (dsn) => (await readContent(path, world))[dsn] ?? {},
    add: (dsn, added) =>
      world.files.withLock(`${path}.lock`, async () => {
        const content = await readContent(path, world);
        const merged = Object.entries({ ...content, [dsn]: mergeLimits(content[dsn] ?? {}, added, world.nowMs()) })
          .map(([key, limits]) => [key, mergeLimits(limits, {}, world.nowMs())] as const)
          .filter(([, limits]) => Object.keys(limits).length > 0);
        await world.files.write(
          path,
          `${JSON.stringify({ version: 1, limits: Object.fromEntries(merged) }, null, 2)}\n`,
        );
      }),
  };
}

async function readContent(path: string, world: World): Promise<Content> {
  const bytes = await world.files.read(path);
  if (!bytes) return {};
  try {
    const { version, limits } = JSON.parse(new TextDecoder().decode(bytes));
    const sound =
      version === 1 && Object.values(limits as Content).every((entry) => Object.values(entry).every(Number.isFinite));
    if (sound) return limits;
  } catch {
    // said below
  }
  throw new VextelError(
    "STATE_UNTRUSTED",
    `The file of rate limits ${path} is damaged or of a newer vextel; nothing was sent`,
    `Move it away: mv ${path} ${path}.old`,
  );
}
