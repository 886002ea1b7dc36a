import type { Kind } from "../../consent/kinds.ts";
import { type Asker, readStanding, type Stores } from "../../reporter/submit/stores.ts";
import type { Host } from "../../world/host.ts";
import type { Target } from "../keys/target.ts";
import { createCached } from "../read-through-cache.ts";
import type { Unwanted } from "../response.ts";
import { createMemory } from "./limits/bounded-map.ts";
import { mostPlugins } from "./limits/rates.ts";
import { askerOf } from "./plugins.ts";

/** The kinds that the consent does not cover, read at most once a second for each plugin. */
export function createUnwanted(host: Host, stores: Stores): (target: Target) => Promise<Unwanted> {
  const answers = createMemory<() => Promise<Unwanted>>(mostPlugins);
  return ({ publisher, plugins: [plugin] }) => {
    const asker = askerOf(publisher, plugin!);
    const read = () => readUnwanted(asker, host, stores);
    return answers.recall(`${publisher}/${plugin!.name}`, () => createCached(read, host.nowMs))();
  };
}

/** While the policy cannot be used, errors are held; kinds that are never held are not wanted. */
async function readUnwanted(asker: Asker, host: Host, stores: Stores): Promise<Unwanted> {
  const standing = await readStanding(asker, host, stores);
  const sends = await stores.policy.current().then(
    () => standing.sends,
    (): readonly Kind[] => [],
  );
  return (["transaction", "session"] as const).filter((kind) => !sends.includes(consentKinds[kind]));
}

/** The owner's kind for each of Sentry's items. */
const consentKinds = { transaction: "timings", session: "sessions" } as const;
