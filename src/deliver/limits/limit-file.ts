import { VextelError } from "../../errors.ts";
import { newerError } from "../../world/files/newer.ts";
import { moveAside } from "../../world/hints.ts";
import { type Paths, rateLimitPath } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";
import { type Limits, mergeLimits } from "./rate-limit.ts";

/** A server, or a proxy before it, whose answers are not those of a Sentry server. */
export interface Outage {
  /** How many in a row. */
  readonly attempts: number;
  /** Not before, automatically; epoch milliseconds. */
  readonly retryAtMs: number;
}

/** The state of servers, shared by all processes, by DSN. */
export interface Servers {
  readonly limits: Readonly<Record<string, Limits>>;
  readonly outages: Readonly<Record<string, Outage>>;
}

/** The limits that servers set and the outages they had, remembered between processes, per DSN. */
export interface LimitFile {
  /** @throws {VextelError} `STATE_UNTRUSTED` if the file is damaged. */
  read(dsn: string): Promise<Limits>;
  /** @throws {VextelError} as `read`. */
  readAll(): Promise<Servers>;
  add(dsn: string, added: Limits): Promise<void>;
  /**
   * Records another answer that was not from a Sentry server.
   *
   * @param namedMs - When the server asked to be tried again, epoch milliseconds.
   * @returns When it may be tried again.
   */
  fail(dsn: string, namedMs?: number): Promise<number>;
  /** The server answers again. */
  recover(dsn: string): Promise<void>;
}

/** After one outage, doubled after each more. */
const firstPauseMs = 60_000;
const longestPauseMs = 60 * 60_000;
/**
 * An outage that ended this long ago is forgotten, and one this far ahead, which was noted while the clock was wrong.
 */
const forgetMs = 24 * 60 * 60_000;

export function createLimitFile(paths: Paths, world: World): LimitFile {
  const path = rateLimitPath(paths);
  const readAll = () => readServers(path, world);
  const change = (edit: (servers: Servers) => Servers) =>
    world.files.withLock(`${path}.lock`, async () => {
      const next = prune(edit(await readAll()), world.nowMs());
      await world.files.write(path, `${JSON.stringify({ version: 1, ...next }, null, 2)}\n`);
    });
  return {
    readAll,
    read: async (dsn) => (await readAll()).limits[dsn] ?? {},
    add: (dsn, added) =>
      change(({ limits, outages }) => ({
        limits: { ...limits, [dsn]: mergeLimits(limits[dsn] ?? {}, added, world.nowMs()) },
        outages,
      })),
    async fail(dsn, namedMs = 0) {
      let retryAtMs = 0;
      await change(({ limits, outages }) => {
        const attempts = (outages[dsn]?.attempts ?? 0) + 1;
        const pauseMs = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
        retryAtMs = Math.max(world.nowMs() + pauseMs, namedMs);
        return { limits, outages: { ...outages, [dsn]: { attempts, retryAtMs } } };
      });
      return retryAtMs;
    },
    async recover(dsn) {
      if ((await readAll()).outages[dsn] === undefined) return;
      await change(({ limits, outages: { [dsn]: _over, ...outages } }) => ({ limits, outages }));
    },
  };
}

function prune({ limits, outages }: Servers, nowMs: number): Servers {
  const open = Object.entries(limits)
    .map(([dsn, of]) => [dsn, mergeLimits(of, {}, nowMs)] as const)
    .filter(([, of]) => Object.keys(of).length > 0);
  const recent = Object.entries(outages).filter(([, { retryAtMs }]) => Math.abs(nowMs - retryAtMs) < forgetMs);
  return { limits: Object.fromEntries(open), outages: Object.fromEntries(recent) };
}

async function readServers(path: string, world: World): Promise<Servers> {
  const bytes = await world.files.read(path);
  if (!bytes) return { limits: {}, outages: {} };
  try {
    const { version, limits, outages = {} } = JSON.parse(new TextDecoder().decode(bytes));
    const numbers = [...Object.values(limits), ...Object.values(outages)].flatMap((of) => Object.values(of as object));
    if (version === 1 && numbers.every(Number.isFinite)) return { limits, outages };
  } catch {
    // reported below
  }
  const newer = newerError(path, bytes, 1, "nothing was sent");
  if (newer) throw newer;
  throw new VextelError(
    "STATE_UNTRUSTED",
    `The rate-limit file ${path} is damaged; nothing was sent`,
    `Move it away: ${moveAside(path)}`,
  );
}
