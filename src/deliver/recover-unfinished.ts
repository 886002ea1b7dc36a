import type { HistoryEntry } from "../history/record.ts";
import type { Entry } from "../outbox/entry.ts";
import type { Permission, Receipt } from "../outbox/receipt.ts";
import type { Delivery } from "./delivery.ts";
import { destinationOf } from "./dsn.ts";

/**
 * Looks after an event whose request began and whose outcome could not be recorded: the process died, or the disk was
 * full.
 *
 * @returns Its receipt, if the ledger records that a server accepted it; `undefined` if that is unknown.
 */
export async function settleEarlier(entry: Entry, { ledger, outbox }: Delivery): Promise<Receipt | undefined> {
  const history = (await ledger.read()).reverse();
  const isOfEvent = (one: HistoryEntry) => "event" in one && one.event === entry.id && one.sha256 === entry.sha256;
  const own = history.filter(isOfEvent);
  const [last] = own;
  if (last?.kind !== "sent") return undefined;
  const { reason: _, ...rest } = entry;
  const under = permissionOf(own, history);
  return outbox.settle(rest, {
    ...{ state: "sent", status: last.status, dsn: addressOf(entry, last.destination) },
    ...(under && { under }),
  });
}

/** The ledger contains no keys of addresses. */
const addressOf = ({ dsn }: Entry, destination: string) =>
  dsn !== undefined && destinationOf(dsn) === destination ? dsn : destination;

function permissionOf(own: readonly HistoryEntry[], history: readonly HistoryEntry[]): Permission | undefined {
  const sending = own.find(({ kind }) => kind === "sending");
  if (sending?.kind !== "sending") return undefined;
  const { under } = sending;
  if (under === "named") return { named: true };
  const answer = history.find((one) => one.kind === "answer" && one.number === under.answer);
  return answer && { generation: under.answer, since: answer.time };
}
