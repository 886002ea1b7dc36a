import { setTimeout as wait } from "node:timers/promises";
import { type Dispatch, dispatch } from "../../deliver/dispatch.ts";
import { createLimitFile } from "../../deliver/limits/limit-file.ts";
import { deliveryLock, isEventId } from "../../outbox/layout.ts";
import { createScrubContexts } from "../../policy/scrub-context.ts";
import { senderLock } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";
import { createStores, type Stores } from "../submit/stores.ts";
import { flush } from "./flush.ts";

/** Long enough for another process's request to end by its own time limit. */
const deliveryWaitMs = 60_000;

/**
 * The work of the sender's process, of which there is one on this machine: it sends the events that the owner named, or
 * everything that consent covers. Ends when nothing remains to be done; never rejects.
 */
export async function runSender(
  named: readonly string[],
  world: World,
  pause: (ms: number) => Promise<void> = wait,
): Promise<void> {
  const stores = createStores(world);
  const deps = createDispatch(world, stores);
  if (named.length > 0) {
    for (const id of named.filter(isEventId)) await dispatch(id, { namedByOwner: true }, deps).catch(() => {});
    return;
  }
  const work = () => flush({ ...deps, pause });
  await world.files.withLock(senderLock(stores.paths), work, 0).catch(() => {}); // another one is on its way
}

/** Its scrubber knows this machine, not the bot's secrets: those were removed when the event was sealed. */
function createDispatch(world: World, stores: Stores): Dispatch {
  const literals = world.machine;
  return {
    ...stores,
    world,
    scrubContextOf: createScrubContexts(world, stores.policy, () => literals),
    limits: createLimitFile(stores.paths, world),
    alone: (work) => world.files.withLock(deliveryLock(stores.paths), work, deliveryWaitMs),
  };
}
