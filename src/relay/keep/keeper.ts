import type { Counters } from "../counters.ts";
import type { Target } from "../keys/target.ts";
import type { Unwanted, Verdict } from "../response.ts";
import { createErrorKeeper, type ErrorKeeper, type Payload } from "./errors.ts";
import { createMemory } from "./limits/bounded-map.ts";
import { createRates, type RateLimits } from "./limits/rates.ts";
import { createPlugins, type PluginDeps } from "./plugins.ts";
import { createTimingKeeper, type TimingKeeper } from "./timings.ts";
import { createTrouble } from "./trouble.ts";
import { createUnwanted } from "./unwanted.ts";

export interface KeeperDeps extends PluginDeps {
  readonly counters: Counters;
  /** Tells whoever runs the relay that errors cannot be kept. */
  readonly tell?: ((text: string) => void) | undefined;
}

/** Seals events into the outbox, if the owner's settings allow keeping them. */
export interface Keeper extends TimingKeeper, Pick<ErrorKeeper, "endGroups"> {
  /** Kept on disk before it resolves, if it is wanted. The same id twice is one event. */
  keepEvent(id: string, payload: Payload, target: Target): Promise<Verdict>;
  unwanted(target: Target): Promise<Unwanted>;
  /** Whether the plugin has reached its limit, so that its next event need not even be read. Counts it if so. */
  refuse(target: Target): boolean;
}

/** Ids that are remembered, so that an event that is sent twice is scrubbed once. */
const mostIds = 2_000;

export function createKeeper(deps: KeeperDeps, limits?: RateLimits): Keeper {
  const { host, stores, counters, tell = () => {} } = deps;
  const [plugins, rates] = [createPlugins(deps), createRates(limits)];
  const errors = createErrorKeeper({ host, stores, counters, plugins, rates, trouble: createTrouble(tell) });
  const recent = createMemory<Promise<Verdict>>(mostIds);
  return {
    keepEvent: (id, payload, target) =>
      recent.recall(`${nameOf(target)} ${id}`, (key) => {
        const verdict = errors.keep(id, payload, target);
        const forget = () => recent.forget(key); // it may appear again, and be kept then
        verdict.then(({ kind }) => kind !== "taken" && forget(), forget);
        return verdict;
      }),
    ...createTimingKeeper(host, plugins, rates, counters),
    unwanted: createUnwanted(host, stores),
    refuse(target) {
      const name = nameOf(target);
      const isFull = target.plugins.length === 1 && rates.isFull(name, host.nowMs());
      if (isFull) counters.add(name, "limited");
      return isFull;
    },
    endGroups: errors.endGroups,
  };
}

/** The plugin of the key; for several plugins, the first. */
const nameOf = ({ publisher, plugins: [plugin] }: Target) => `${publisher}/${plugin!.name}`;
