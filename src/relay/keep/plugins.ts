import { destinationOf } from "../../deliver/dsn.ts";
import type { Fields } from "../../normalise/fields.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Waker } from "../../reporter/submit/call-sender.ts";
import type { Asker, Stores } from "../../reporter/submit/stores.ts";
import { createSubmitter, type Submitter } from "../../reporter/submit/submit.ts";
import type { Host } from "../../world/host.ts";
import type { Target, TargetPlugin } from "../keys/target.ts";
import { createGroups, type Groups } from "./equal/groups.ts";
import { createMemory } from "./limits/bounded-map.ts";
import { mostPlugins } from "./limits/rates.ts";
import { type ChosenPlugin, choosePlugin } from "./plugin-choice.ts";

export interface PluginDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly waker: Waker;
  readonly scrubContextOf: ScrubContextOf;
  /** The command with which the owner runs vextel. */
  readonly cli: string;
}

/** What is remembered about one plugin. */
export interface Plugin {
  /** `publisher/plugin`. */
  readonly name: string;
  readonly submitter: Submitter;
  readonly groups: Groups;
  readonly target: Target;
  /** As in `Subject`. */
  readonly ownPaths: readonly string[];
}

/** Plugins that reported something. */
export interface Plugins {
  /** Whose event it is. */
  of(target: Target, payload: Fields): Plugin;
  all(): Iterable<Plugin>;
}

export function createPlugins(deps: PluginDeps): Plugins {
  const plugins = createMemory<Plugin>(mostPlugins);
  return {
    of(target, payload) {
      const chosen = choosePlugin(target, payload);
      const key = JSON.stringify([target.publisher, chosen.plugin, chosen.ownPaths, target.variables]);
      return plugins.recall(key, () => createPlugin(target, chosen, deps));
    },
    all: () => plugins.values(),
  };
}

function createPlugin(target: Target, { plugin, ownPaths }: ChosenPlugin, deps: PluginDeps): Plugin {
  const subject = {
    ...{ publisher: target.publisher, plugin: plugin.name, ownPaths },
    ...(plugin.version !== undefined && { version: plugin.version }),
    ...(plugin.dsn !== undefined && { dsn: plugin.dsn }),
  };
  return {
    name: `${target.publisher}/${plugin.name}`,
    submitter: createSubmitter({ ...deps, subject, asker: askerOf(target.publisher, plugin) }),
    ...{ groups: createGroups(), target, ownPaths },
  };
}

/** A plugin claims no paths here: its SDK reports what it catches. */
export const askerOf = (publisher: string, { name, dsn }: TargetPlugin): Asker => ({
  publisher,
  claim: dsn === undefined ? undefined : { plugin: name, destination: destinationOf(dsn), paths: [], loggers: [] },
});
