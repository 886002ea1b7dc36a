import { emptyCounts, type PluginCounts } from "./state.ts";

/** Counters of the running relay, in bounded memory. */
export interface Counters {
  /** Counts one more for a plugin, `publisher/plugin`. */
  add(plugin: string, what: Exclude<keyof PluginCounts, "refused">, count?: number): void;
  refuse(plugin: string, type: string): void;
  /** Counts a request that was answered with this status. */
  turnAway(status: number): void;
  readonly plugins: Readonly<Record<string, PluginCounts>>;
  readonly refusals: Readonly<Record<string, number>>;
  /** Increases with every change. */
  readonly changes: number;
}

/** How many plugins are counted separately: without a manifest, a diverted program chooses the names. */
const mostPlugins = 500;

export function createCounters(): Counters {
  const plugins: Record<string, PluginCounts> = {};
  const refusals: Record<string, number> = {};
  let changes = 0;
  const of = (plugin: string): PluginCounts => {
    changes += 1;
    const name = Object.hasOwn(plugins, plugin) || Object.keys(plugins).length < mostPlugins ? plugin : "others";
    plugins[name] ??= emptyCounts();
    return plugins[name];
  };
  return {
    add(plugin, what, count = 1) {
      of(plugin)[what] += count;
    },
    refuse(plugin, type) {
      const { refused } = of(plugin);
      refused[type] = (refused[type] ?? 0) + 1;
    },
    turnAway(status) {
      changes += 1;
      refusals[status] = (refusals[status] ?? 0) + 1;
    },
    plugins,
    refusals,
    get changes() {
      return changes;
    },
  };
}
