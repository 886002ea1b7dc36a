import { type Fields, numberOf, recordOf } from "../normalise/fields.ts";
import { eventIdOf } from "../normalise/id.ts";
import { isLastWord } from "../normalise/session.ts";
import { toEventId } from "../seal/ids/random-id.ts";
import type { World } from "../world/world.ts";
import type { Counters } from "./counters.ts";
import type { Payload } from "./keep/errors.ts";
import type { Keeper } from "./keep/keeper.ts";
import type { Target } from "./keys/target.ts";
import type { Unwanted, Verdict } from "./response.ts";
import { readEnvelope } from "./wire/envelope.ts";
import { countedAs, treatmentOf } from "./wire/item-types.ts";
import { readObject } from "./wire/json.ts";
import { Refusal } from "./wire/refusal.ts";
import { readStoreBody } from "./wire/store.ts";

/** The items of one request, by kind. */
interface Parcel {
  /** The SDK's id for the event or transaction in it. */
  readonly headerId: string | undefined;
  readonly events: readonly Payload[];
  readonly transactions: readonly Payload[];
  readonly sessions: readonly Fields[];
  readonly reports: readonly Fields[];
  readonly refused: readonly string[];
}

export interface IntakeDeps {
  readonly world: World;
  readonly keeper: Keeper;
  readonly counters: Counters;
}

/** Handles what SDKs send, and decides what to answer. */
export interface Ingest {
  /** @throws {Refusal} if it is not an envelope, or contains an invalid event. */
  takeEnvelope(body: Buffer, target: Target): Promise<Verdict>;
  /** @throws {Refusal} */
  takeStore(body: Buffer, target: Target): Promise<Verdict>;
  /** Whether the plugin has reached its limit, so that its next event need not even be read. */
  refuse(target: Target): boolean;
  /** The kinds that the consent does not cover at present. */
  unwanted(target: Target): Promise<Unwanted>;
}

export function createIngest({ world, keeper, counters }: IntakeDeps): Ingest {
  const take = async (parcel: Parcel, target: Target): Promise<Verdict> => {
    const plugin = `${target.publisher}/${target.plugins[0]!.name}`;
    for (const type of parcel.refused) counters.refuse(plugin, countedAs(type));
    for (const report of parcel.reports) counters.add(plugin, "lostInSdk", lossesIn(report));
    const idOf = ({ fields }: Payload) => parcel.headerId ?? eventIdOf(fields.event_id) ?? toEventId(world.uuid());
    const [event] = parcel.events;
    const verdict = event && (await keeper.keepEvent(idOf(event), event, target));
    const timings = parcel.transactions.map((one) => [idOf(one), one] as const);
    for (const [id, one] of timings) await keeper.keepTransaction(id, one.fields, target);
    for (const session of parcel.sessions) if (isLastWord(session)) await keeper.keepSession(session, target);
    return verdict ?? { kind: "taken", ...(timings[0] && { id: timings[0][0] }) };
  };
  return {
    takeEnvelope: async (body, target) => take(sortItems(body), target),
    async takeStore(body, target) {
      const fields = await readStoreBody(body);
      return take({ ...empty, ...byKind([{ fields, bytes: body.length }]) }, target);
    },
    refuse: (target) => keeper.refuse(target),
    unwanted: (target) => keeper.unwanted(target),
  };
}

const empty: Parcel = { headerId: undefined, events: [], transactions: [], sessions: [], reports: [], refused: [] };

/** SDKs also send transactions as events; the payload shows which it is. */
const byKind = (payloads: readonly Payload[]) => ({
  events: payloads.filter(({ fields }) => fields.type !== "transaction"),
  transactions: payloads.filter(({ fields }) => fields.type === "transaction"),
});

/** Reads only the items that are wanted. */
function sortItems(body: Buffer): Parcel {
  const { header, items } = readEnvelope(body);
  const of = (treatment: string) => items.filter(({ type }) => treatmentOf(type) === treatment);
  const payloads = (treatment: string) =>
    of(treatment).map(({ payload }) => ({ fields: readObject(payload), bytes: payload.length }));
  if (of("event").length + of("transaction").length > 1) throw new Refusal(400, "an envelope holds one event");
  const { events, transactions } = byKind(payloads("event"));
  return {
    headerId: eventIdOf(header.event_id),
    events,
    transactions: [...transactions, ...payloads("transaction")],
    sessions: payloads("session").map(({ fields }) => fields),
    reports: payloads("client_report").map(({ fields }) => fields),
    refused: of("refused").map(({ type }) => type),
  };
}

/** Categories of which SDKs count bytes. */
const inBytes = new Set<unknown>(["attachment", "log_byte"]);

/** How many events an SDK reports as discarded. */
function lossesIn({ discarded_events }: Fields): number {
  const losses = Array.isArray(discarded_events) ? discarded_events.slice(0, 100).map(recordOf) : [];
  return losses
    .filter((loss) => !inBytes.has(loss?.category))
    .reduce((sum: number, loss) => sum + Math.min(Math.max(0, numberOf(loss?.quantity) ?? 0), 1e6), 0);
}
