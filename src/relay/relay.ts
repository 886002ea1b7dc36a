import { parseDsn } from "../deliver/dsn.ts";
import { findLeftPending } from "../deliver/outlook/left-pending.ts";
import type { ScrubContextOf } from "../policy/scrub-context.ts";
import type { Registry } from "../publisher/registry.ts";
import { createWaker, rememberedMost, type Waker } from "../reporter/submit/call-sender.ts";
import { createStores, type Stores } from "../reporter/submit/stores.ts";
import type { Host } from "../world/host.ts";
import { relayKeysPath, relayStatePath } from "../world/paths.ts";
import { type Address, isLoopback } from "./address.ts";
import { createCounters } from "./counters.ts";
import { createHandle } from "./http/handle.ts";
import { type Listener, listen } from "./http/server.ts";
import { createIngest } from "./ingest.ts";
import { createKeeper } from "./keep/keeper.ts";
import { createKeyFile } from "./keys/key-file.ts";
import { findTarget } from "./keys/target.ts";
import { createCached } from "./read-through-cache.ts";
import { writeRelayState } from "./state.ts";

export interface RelayOptions {
  readonly host: Host;
  readonly registry: Registry;
  readonly addresses: readonly Address[];
  readonly scrubContextOf: ScrubContextOf;
  readonly acceptRealKeys: boolean;
  /** The command with which the owner runs vextel. */
  readonly cli: string;
  /** Called when errors cannot be kept, when they are kept again, and when no sender can be started. */
  readonly tell?: (text: string) => void;
}

/** A relay that listens. */
export interface Relay {
  /** As in a DSN. */
  readonly addresses: readonly string[];
  /** Resolves when everything that was answered is on disk, and all counts are written. */
  stop(): Promise<void>;
}

const tickMs = 2_000;
const tidyMs = 60 * 60_000;

/**
 * Serves Sentry's ingestion protocol on this machine: events of SDKs are handled like all others.
 *
 * @throws {NodeJS.ErrnoException} if an address cannot be listened on.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { host, registry, scrubContextOf, cli, acceptRealKeys } = options;
  const stores = createStores(host);
  const waker = createWaker(
    host,
    stores,
    onNews((reason) => options.tell?.(`Nothing is sent: ${reason}`)),
  );
  const counters = createCounters();
  const keyFile = createKeyFile(relayKeysPath(stores.paths), host);
  const keeper = createKeeper({ host, stores, waker, counters, scrubContextOf, cli, tell: options.tell });
  const readSettings = createCached(
    async () => ({ keys: await keyFile.read(), manifests: (await registry.read().catch(() => nothing)).manifests }),
    host.nowMs,
  );
  const ingest = createIngest({ world: host, keeper, counters });
  const listeners: Listener[] = [];
  for (const address of options.addresses) {
    const handle = createHandle({
      ...{ ingest, counters, isOpen: !isLoopback(address.host) },
      async findTarget(key, route) {
        const { keys, manifests } = await readSettings();
        return findTarget(key, route, keys, { manifests, readDsn: parseDsn, acceptRealKeys });
      },
    });
    listeners.push(await listen(address, handle));
  }
  const addresses = listeners.map(({ address }) => address);
  const startedAt = new Date(host.nowMs()).toISOString();
  const { plugins, refusals } = counters;
  const writeState = () =>
    writeRelayState(
      relayStatePath(stores.paths),
      { process: host.processName, addresses, startedAt, refusals, plugins },
      host,
    ).catch(() => {}); // errors there are reported when an event is kept
  await writeState();
  void wakeForOld(stores, host, waker).catch(() => {}); // the files' trouble is reported when an event is kept
  const jobs = createJobs(host, [
    [tickMs, () => keeper.endGroups(host.nowMs())],
    [tickMs, () => waker.tick()],
    [tickMs, onChange(() => counters.changes, writeState)],
    [tidyMs, () => stores.outbox.tidy()],
  ]);
  return {
    addresses,
    async stop() {
      await Promise.all(listeners.map((listener) => listener.close()));
      jobs.stop();
      await keeper.endGroups(Number.POSITIVE_INFINITY).catch(() => {});
      await writeState();
    },
  };
}

/** Events that an earlier process left pending are sent without a new one. */
async function wakeForOld({ outbox, consent }: Stores, host: Host, waker: Waker): Promise<void> {
  const covered = await findLeftPending(outbox, await consent.read(), host, rememberedMost);
  if (covered.length > 0) await waker.wake(covered);
}

/** Passes on what differs from the time before. */
function onNews(tell: (text: string) => void): (text: string) => void {
  let last: string | undefined;
  return (text) => {
    if (text !== last) tell(text);
    last = text;
  };
}

/** Runs `work` if the number has changed. */
function onChange(read: () => number, work: () => Promise<void>): () => Promise<void> {
  let last = read();
  return async () => {
    if (read() === last) return;
    last = read();
    await work();
  };
}

/** Periodic work, each kind one at a time: a slow disk must not pile it up. */
function createJobs(host: Host, jobs: readonly (readonly [periodMs: number, work: () => Promise<unknown>])[]) {
  const ends = jobs.map(([periodMs, work]) => {
    let busy = false;
    return host.every(periodMs, () => {
      if (busy) return;
      busy = true;
      void work()
        .catch(() => {})
        .finally(() => {
          busy = false;
        });
    });
  });
  return {
    stop() {
      for (const end of ends) end();
    },
  };
}

const nothing = { manifests: [] };
