import type { Consent } from "../../consent/consent.ts";
import { decideDelivery } from "../../consent/hold.ts";
import type { Outbox } from "../../outbox/outbox.ts";
import type { World } from "../../world/world.ts";
import { addressAutomatically } from "../dsn.ts";
import { toCandidate } from "./candidate.ts";

/** How many pending events are read at a time. */
const lookMost = 50;

/**
 * Events that an earlier process left pending, although consent covers them: the network may have been unavailable.
 *
 * @param publishers - Only the events of these are found.
 * @param most - How many ids are enough.
 */
export async function findLeftPending(
  outbox: Pick<Outbox, "ids" | "list">,
  publishers: ReadonlyMap<string, Consent>,
  { env }: Pick<World, "env">,
  most: number,
): Promise<string[]> {
  if (![...publishers.values()].some(({ answer }) => answer === "enabled")) return [];
  const [ids, covered] = [await outbox.ids(), [] as string[]];
  for (let from = 0; from < ids.length && covered.length < most; from += lookMost)
    for (const entry of await outbox.list(ids.slice(from, from + lookMost))) {
      const consent = publishers.get(entry.publisher);
      const candidate = toCandidate(entry, addressAutomatically(entry.dsn, env));
      if (consent && entry.state !== "rejected" && decideDelivery(env, consent, candidate) === "send")
        covered.push(entry.id);
    }
  return covered;
}
